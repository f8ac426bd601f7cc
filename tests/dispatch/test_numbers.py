"""The number as a lock: what is taken and cannot be read stops the lane."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import update

from planilla.ledger.database import open_engine, writing
from planilla.ledger.tables import lanes as lanes_table
from planilla.ledger.tables import operations
from planilla.model.operation import State
from planilla.sandbox.faults import Altered
from planilla.sandbox.server import Sandbox
from planilla.settings.settings import Settings
from planilla.writing.report import Estado
from tests.helpers import Job, row, run, settings_for, write_csv


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox() as started:
        yield started


def _touch_ledger(settings: Settings, *statements: object) -> None:
    engine = open_engine(settings.database_url, "sandbox", settings.home / "locks")
    with writing(engine) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]
    engine.dispose()


def _hide(box: Sandbox, number: int) -> None:
    """The number stays taken, and no search shows it."""
    books = box.books
    hidden = next(h for h in books.held if h["numero"] == number)
    hidden["external_reference"] = ""
    hidden["shown"] = False


@pytest.mark.slow
def test_a_number_that_is_taken_and_cannot_be_read_stops_the_lane(
    box: Sandbox, tmp_path: Path
) -> None:
    settings = settings_for(box, tmp_path / "home", settle_seconds=0.3)
    run(Job((write_csv(tmp_path / "a.csv", [row(1)]),), settings))
    _hide(box, 1)
    # as if the process had died after the service issued it, before anything was read
    forget = update(operations).values(state=State.PENDING, number=1, attempts=0)
    _touch_ledger(settings, forget, update(lanes_table).values(last_number=0))
    outcome = run(Job((write_csv(tmp_path / "a.csv", [row(1)]),), settings))
    assert outcome.rows == {Estado.PENDIENTE: 1}
    assert len(box.books.held) == 1


@pytest.mark.slow
def test_an_instant_answer_of_old_numbering_is_waited_out_then_stops(
    box: Sandbox, tmp_path: Path
) -> None:
    settings = settings_for(box, tmp_path / "home", settle_seconds=0.2)
    run(Job((write_csv(tmp_path / "a.csv", [row(1)]),), settings))
    _touch_ledger(settings, update(lanes_table).values(last_number=50))
    outcome = run(Job((write_csv(tmp_path / "b.csv", [row(2)]),), settings))
    assert outcome.exit_code == 4
    assert len(box.books.held) == 1


def test_a_number_that_the_file_insists_on_must_be_the_next(box: Sandbox, tmp_path: Path) -> None:
    settings = settings_for(box, tmp_path / "home")
    source = write_csv(tmp_path / "a.csv", [row(1, numero="1"), row(2, numero="7")])
    outcome = run(Job((source,), settings))
    assert outcome.rows == {Estado.EMITIDO: 1, Estado.RECHAZADO: 1}


@pytest.mark.slow
def test_somebody_elses_comprobantes_in_between_are_passed_over(
    box: Sandbox, tmp_path: Path
) -> None:
    settings = settings_for(box, tmp_path / "home")
    run(Job((write_csv(tmp_path / "a.csv", [row(1)]),), settings))
    other = settings_for(box, tmp_path / "other")
    run(Job((write_csv(tmp_path / "o.csv", [row(50), row(51)]),), other))
    outcome = run(Job((write_csv(tmp_path / "b.csv", [row(1), row(2)]),), settings))
    assert outcome.rows == {Estado.YA_EMITIDO: 1, Estado.EMITIDO: 1}
    assert [h["numero"] for h in box.books.held] == [1, 2, 3, 4]


@pytest.mark.slow
def test_a_rejected_row_is_a_revision_once_mended(box: Sandbox, tmp_path: Path) -> None:
    settings = settings_for(box, tmp_path / "home")
    wrong = row(1, numero="9")
    assert run(Job((write_csv(tmp_path / "a.csv", [wrong]),), settings)).exit_code == 3
    mended = row(1, precio_unitario_sin_iva="77.00", numero="")
    outcome = run(Job((write_csv(tmp_path / "b.csv", [mended]),), settings))
    assert outcome.rows == {Estado.EMITIDO: 1}
    assert box.books.held[0]["external_reference"] == "R-00001-r1"


@pytest.mark.parametrize("number", [0, ""])
@pytest.mark.slow
def test_ours_without_a_number_yet_is_neither_issued_nor_sent_again(
    number: object, box: Sandbox, tmp_path: Path
) -> None:
    """The service shows it while it still works on it; a later run tells its number."""
    settings = settings_for(box, tmp_path / "home", budget_seconds=0.3)
    source = write_csv(tmp_path / "a.csv", [row(1)])
    run(Job((source,), settings))
    _touch_ledger(settings, update(operations).values(state=State.SENDING))
    shown = Altered({"numero": number})
    methods = ("facturacion/consulta", "facturacion/consulta_avanzada")
    box.plan.always |= dict.fromkeys(methods, shown)
    outcome = run(Job((source,), settings))
    assert outcome.rows == {Estado.PENDIENTE: 1}
    assert outcome.exit_code == 4
    box.plan.always.clear()
    assert run(Job((source,), settings)).exit_code == 0
    assert len(box.books.held) == 1


@pytest.mark.parametrize("missing", ["total", "fecha", "tipo", "cliente"])
@pytest.mark.slow
def test_what_is_shown_in_part_under_our_number_is_for_a_person(
    missing: str, box: Sandbox, tmp_path: Path
) -> None:
    """No search shows it, and `consulta` tells neither its reference nor all of the rest."""
    settings = settings_for(box, tmp_path / "home", settle_seconds=0)
    source = write_csv(tmp_path / "a.csv", [row(1)])
    run(Job((source,), settings))
    _touch_ledger(settings, update(operations).values(state=State.SENDING))
    box.books.held[0]["external_reference"] = ""
    box.plan.always["facturacion/consulta"] = Altered({missing: None})
    outcome = run(Job((source,), settings))
    assert outcome.rows == {Estado.A_REVISAR: 1}
    assert len(box.books.held) == 1


@pytest.mark.slow
def test_what_took_the_number_of_an_attempt_and_names_nobody_is_for_a_person(
    box: Sandbox, tmp_path: Path
) -> None:
    settings = settings_for(box, tmp_path / "home")
    source = write_csv(tmp_path / "a.csv", [row(1)])
    run(Job((source,), settings))
    # as if it had been absent until now: its numbering and its searches lag behind
    forget = update(operations).values(state=State.PENDING)
    _touch_ledger(settings, forget, update(lanes_table).values(last_number=0))
    (shown,) = box.books.held
    shown["external_reference"] = shown["comprobante"]["external_reference"] = ""
    assert run(Job((source,), settings)).rows == {Estado.A_REVISAR: 1}
    assert len(box.books.held) == 1


def test_a_number_in_doubt_is_not_told_as_issued(box: Sandbox, tmp_path: Path) -> None:
    settings = settings_for(box, tmp_path / "home")
    run(Job((write_csv(tmp_path / "a.csv", [row(1)]),), settings))
    _touch_ledger(settings, update(operations).values(state=State.UNKNOWN))
    outcome = run(Job((write_csv(tmp_path / "b.csv", [row(1, cantidad="2")]),), settings))
    assert outcome.rows == {Estado.INVALIDO: 1}
    assert outcome.files[0].result is not None
    sheet = openpyxl.load_workbook(outcome.files[0].result)["Errores"]
    assert "emitida con el número" not in str([cell.value for cell in sheet[2]])
