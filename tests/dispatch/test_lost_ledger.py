"""A ledger that was lost or restored, and rows that were mended or dated anew around it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from planilla.batch.run_result import Outcome
from planilla.common.calendar import today
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.rehearsal import Rehearsal
from planilla.sandbox.server import Options, Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.covering import covering
from tests.helpers import Job, check_books, row, run, run_queued, settings_for, write_csv

pytestmark = pytest.mark.slow

YESTERDAY = f"{today() - timedelta(days=1):%d/%m/%Y}"


@covering(copied=["before", "after"], meanwhile=[[], [row(50)]], others=[[], [row(2)]])
def test_what_was_mended_and_issued_after_the_copy_is_not_issued_again(
    copied: str,
    meanwhile: list[dict[str, object]],
    others: list[dict[str, object]],
    tmp_path: Path,
) -> None:
    """It has the name of a revision at the service, which the copy knows nothing of."""
    home, backup = tmp_path / "home", tmp_path / "backup"
    wrong = write_csv(tmp_path / "wrong.csv", [row(1, numero="9")])
    mended = write_csv(tmp_path / "ventas.csv", [row(1, cantidad="2", numero=""), *others])
    with Sandbox() as box:
        settings = settings_for(box, home)
        run(Job((write_csv(tmp_path / "before.csv", [row(90)]),), settings))
        if copied == "before":
            shutil.copytree(home, backup)
        assert run(Job((wrong,), settings)).rows == {Estado.RECHAZADO: 1}
        if copied == "after":
            shutil.copytree(home, backup)
        assert run(Job((mended,), settings)).rows == {Estado.EMITIDO: 1 + len(others)}
        shutil.rmtree(home)
        backup.rename(home)
        if meanwhile:
            run(Job((write_csv(tmp_path / "other.csv", meanwhile),), settings))
        assert run(Job((mended,), settings)).rows == {Estado.YA_EMITIDO: 1 + len(others)}
        assert run(Job((mended,), settings)).rows == {Estado.YA_EMITIDO: 1 + len(others)}
        assert len(box.books.held) == 2 + len(others) + len(meanwhile)
        check_books(box)


def test_a_row_mended_and_issued_by_a_lost_ledger_is_not_issued_as_it_was(tmp_path: Path) -> None:
    with Sandbox() as box:
        first = settings_for(box, tmp_path / "lost")
        run(Job((write_csv(tmp_path / "a.csv", [row(1, numero="9")]),), first))
        run(Job((write_csv(tmp_path / "b.csv", [row(1, cantidad="2", numero="")]),), first))
        again = write_csv(tmp_path / "a.csv", [row(1), row(2)])
        outcome = run(Job((again,), settings_for(box, tmp_path / "new")))
        assert outcome.rows == {Estado.A_REVISAR: 1, Estado.EMITIDO: 1}


def test_rows_dated_anew_are_not_issued_again_by_a_new_ledger(tmp_path: Path) -> None:
    rows = [row(n, fecha=YESTERDAY) for n in (1, 2, 3)]
    source = write_csv(tmp_path / "ventas.csv", rows)
    with Sandbox() as box:
        run(Job((source,), settings_for(box, tmp_path / "lost")))
        write_csv(source, [row(1), row(2), row(3), row(4)])
        outcome = run(Job((source,), settings_for(box, tmp_path / "new")))
        assert outcome.rows == {Estado.A_REVISAR: 3, Estado.EMITIDO: 1}
        assert len(box.books.held) == 4


def test_a_queued_row_that_was_mended_is_not_queued_again_by_a_new_ledger(tmp_path: Path) -> None:
    with Sandbox() as box:
        first = settings_for(box, tmp_path / "lost")
        run(Job((write_csv(tmp_path / "a.csv", [row(1, numero="9")]),), first))
        mended = write_csv(tmp_path / "b.csv", [row(1, cantidad="2", numero="")])
        run_queued(Job((mended,), first))
        outcome = run_queued(Job((mended,), settings_for(box, tmp_path / "new")))
        assert outcome.rows == {Estado.ENCOLADO: 1}
        assert len(list(box.books.in_queue())) == 1


@pytest.mark.parametrize("again", [run, run_queued])
def test_a_search_that_shows_fewer_at_once_than_asked_is_read_to_its_end(
    again: Callable[[Job], Outcome], tmp_path: Path
) -> None:
    source = write_csv(tmp_path / "ventas.csv", [row(n) for n in range(7)])
    with Sandbox(Options(rehearsal=Rehearsal(page=3))) as box:
        run(Job((source,), settings_for(box, tmp_path / "lost")))
        outcome = again(Job((source,), settings_for(box, tmp_path / "new")))
        assert outcome.rows == {Estado.YA_EMITIDO: 7}
        assert len(box.books.held) == 7
        assert not list(box.books.in_queue())


def test_a_mended_row_that_another_ledger_issued_is_not_issued_as_a_revision(
    tmp_path: Path,
) -> None:
    """To that one it was the first of its name, to this one it mends what a person refused."""
    wrong = write_csv(tmp_path / "ventas.csv", [row(1)])
    with Sandbox() as box:
        mine = settings_for(box, tmp_path / "mine", max_comprobante="1")
        assert run(Job((wrong,), mine)).rows == {Estado.A_REVISAR: 1}
        with open_ledger(mine) as ledger:
            (waiting,) = ledger.reviews.waiting()
            decide(ledger, waiting, Decision("Ana", "refuse"))
        mended = write_csv(tmp_path / "ventas.csv", [row(1, cantidad="2")])
        other = settings_for(box, tmp_path / "other")
        assert run(Job((mended,), other)).rows == {Estado.EMITIDO: 1}
        mine = settings_for(box, tmp_path / "mine")
        assert run(Job((mended,), mine)).rows == {Estado.YA_EMITIDO: 1}
        assert len(box.books.held) == 1
        check_books(box)


def test_a_mended_row_waits_while_the_service_has_the_earlier_one_with_other_content(
    tmp_path: Path,
) -> None:
    """What is there under its first name was never issued by this ledger: a person tells."""
    wrong = write_csv(tmp_path / "ventas.csv", [row(1)])
    with Sandbox() as box:
        mine = settings_for(box, tmp_path / "mine", max_comprobante="1")
        run(Job((wrong,), mine))
        with open_ledger(mine) as ledger:
            (waiting,) = ledger.reviews.waiting()
            decide(ledger, waiting, Decision("Ana", "refuse"))
        other = write_csv(tmp_path / "otra.csv", [row(1, cantidad="3")])
        run(Job((other,), settings_for(box, tmp_path / "other")))
        mended = write_csv(tmp_path / "ventas.csv", [row(1, cantidad="2")])
        mine = settings_for(box, tmp_path / "mine")
        assert run(Job((mended,), mine)).rows == {Estado.A_REVISAR: 1}
        assert len(box.books.held) == 1
