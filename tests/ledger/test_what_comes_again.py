"""Whether a file is one of before is asked of the ledger at once, however long the file is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from planilla.admission.registration import Registration
from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked
from planilla.model.issuers import Issuer, Issuers
from planilla.model.operation import Reason
from tests.helpers import row, write_csv

ISSUERS = Issuers(Issuer(None, "30707070707"))


def asked(folder: Path, count: int, prefix: str, **changes: Any) -> tuple[Asked, ...]:
    rows = [row(n, referencia=f"{prefix}-{n}") | changes for n in range(count)]
    return load(write_csv(folder / "f.csv", rows), today(), ISSUERS).asked


@contextmanager
def questions(ledger: Ledger) -> Iterator[list[str]]:
    """The queries that the ledger asks of its database."""
    told: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT"):
            told.append(statement)

    event.listen(ledger._engine, "before_cursor_execute", note)
    yield told
    event.remove(ledger._engine, "before_cursor_execute", note)


@pytest.mark.parametrize("changes", [{}, {"referencia": "", "descripcion": "Otro texto"}])
def test_a_longer_file_asks_no_more_questions_of_the_ledger(
    changes: dict[str, str], tmp_path: Path
) -> None:
    counted, held = [], []
    for count in (10, 100):
        home = tmp_path / str(count)
        url = f"sqlite:///{(home / 'ledger.sqlite3').as_posix()}"
        with Ledger(url, "sandbox", home, timedelta(seconds=60)) as ledger:
            Registration(ledger).commit(Path("a.csv"), "a" * 64, asked(tmp_path, count, "R"))
            again = asked(tmp_path, count, "T", **changes)
            with questions(ledger) as told:
                Registration(ledger).commit(Path("b.csv"), "b" * 64, again)
            counted.append(len(told))
            held.append({one.reason for one in ledger.reviews.waiting()})
            assert len(ledger.reviews.waiting()) == count
    assert counted[0] == counted[1]
    assert held == [{Reason.MENDED if changes else Reason.AGAIN}] * 2
