"""A file that was changed while its rows still waited to be sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.batch.run_result import Outcome
from planilla.common.calendar import today
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.helpers import Job, check_books, row, run, settings_for, write_csv

pytestmark = pytest.mark.slow

YESTERDAY = f"{today() - timedelta(days=1):%d/%m/%Y}"


@dataclass
class Office:
    """An office that drops `ventas.csv` during an outage, and again after it."""

    box: Sandbox
    folder: Path

    def emit(self, *rows: dict[str, Any], name: str = "ventas.csv", budget: float = 30) -> Outcome:
        settings = settings_for(self.box, self.folder / "home", budget_seconds=budget)
        return run(Job((write_csv(self.folder / name, rows),), settings))

    def emit_during_outage(self, *rows: dict[str, Any]) -> None:
        service = self.box.door.service
        service.rehearsal.outage = 60
        service.begin_outage(Fault.MAINTENANCE)
        assert self.emit(*rows, budget=0.2).rows == {Estado.PENDIENTE: len(rows)}
        service.maintenance_until = 0

    def answer(self, word: str) -> int:
        with open_ledger(settings_for(self.box, self.folder / "home")) as ledger:
            waiting = ledger.reviews.waiting()
            for operation in waiting:
                decide(ledger, operation, Decision("Ana", word))
        return len(waiting)

    @property
    def totals(self) -> list[Decimal]:
        return [Decimal(str(held["total"])) for held in self.box.books.held]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


@pytest.mark.parametrize(
    "mended",
    [
        {"precio_unitario_sin_iva": "50.00"},
        {"documento_nro": "23456789"},
        {"descripcion": "Otro servicio"},
        {"punto_venta": 2},
        {"referencia": "R-00009", "precio_unitario_sin_iva": "50.00"},
        {"referencia": "R-00009"},
    ],
)
def test_a_row_mended_before_it_was_sent_is_not_issued_beside_what_it_was(
    mended: dict[str, Any], office: Office
) -> None:
    was, other = row(1, referencia=""), row(2)
    office.emit_during_outage(was, other)
    outcome = office.emit(was | mended, other)
    assert outcome.rows == {Estado.EMITIDO: 2}
    assert outcome.files[0].result is not None
    told = openpyxl.load_workbook(outcome.files[0].result)["Resumen"]
    assert "esperan que una persona decida" in str(list(told.values))
    assert len(office.totals) == 2
    assert office.answer("rechazar") == 1
    assert office.emit(was | mended, other).rows == {Estado.YA_EMITIDO: 2}
    assert len(office.totals) == 2


def test_rows_dated_anew_wait_until_somebody_says_what_became_of_the_old_ones(
    office: Office,
) -> None:
    rows = [row(n, referencia="", fecha=YESTERDAY) for n in (1, 2, 3)]
    office.emit_during_outage(*rows)
    anew = [one | {"fecha": f"{today():%d/%m/%Y}"} for one in rows]
    assert office.emit(*anew).rows == {Estado.PENDIENTE: 3}
    assert not office.totals
    assert office.answer("rechazar") == 3
    assert office.emit(*anew).rows == {Estado.EMITIDO: 3}
    check_books(office.box)


def test_a_referencia_whose_row_was_mended_is_not_issued_as_it_was(office: Office) -> None:
    was, mended = row(1), row(1, precio_unitario_sin_iva="50.00")
    office.emit_during_outage(was)
    outcome = office.emit(mended, row(2))
    assert outcome.rows == {Estado.INVALIDO: 1, Estado.EMITIDO: 1}
    assert len(office.totals) == 1
    assert office.answer("rechazar") == 1
    assert office.emit(mended, row(2)).rows == {Estado.EMITIDO: 1, Estado.YA_EMITIDO: 1}
    assert Decimal("60.50") in office.totals


def test_what_was_right_as_it_was_is_issued_once_approved(office: Office) -> None:
    office.emit_during_outage(row(1))
    office.emit(row(1, precio_unitario_sin_iva="50.00"))
    assert office.answer("aprobar") == 1
    assert office.emit(row(1)).rows == {Estado.EMITIDO: 1}


def test_rows_of_other_sales_and_other_files_wait_for_nobody(office: Office) -> None:
    """What an outage left goes along with whatever is dropped next."""
    office.emit_during_outage(row(1, referencia=""), row(2, documento_nro="23456789"))
    added = row(3, documento_nro="34567890")
    office.emit(row(1, referencia="", precio_unitario_sin_iva="9.00"), name="otro.csv")
    office.emit(added)
    assert office.answer("rechazar") == 0
    assert len(office.totals) == 4


@pytest.mark.parametrize(
    "mended", [{"descripcion": "Otro texto"}, {"precio_unitario_sin_iva": "7"}]
)
def test_what_another_ledger_issued_before_it_was_mended_is_for_a_person(
    mended: dict[str, str], office: Office
) -> None:
    """Here it was only registered: its new version would be a second one of the same sale."""
    first = row(1, referencia="")
    office.emit_during_outage(first)
    elsewhere = settings_for(office.box, office.folder / "elsewhere")
    assert run(Job((office.folder / "ventas.csv",), elsewhere)).rows == {Estado.EMITIDO: 1}
    for _ in range(2):
        assert office.emit(first | mended).rows == {Estado.A_REVISAR: 1}
    assert len(office.totals) == 1
    with open_ledger(settings_for(office.box, office.folder / "home")) as ledger:
        (waiting,) = ledger.reviews.waiting()
    assert "ya se emitió desde otro equipo" in " ".join(waiting.errors)
    assert office.answer("aprobar") == 1
    assert office.emit(first | mended).rows == {Estado.EMITIDO: 1}
    assert len(office.totals) == 2


def test_so_it_is_where_a_person_had_given_it_up_for_its_new_version(office: Office) -> None:
    """Who answered could not know that it had been issued."""
    first, mended = row(1, referencia=""), row(1, referencia="", descripcion="Otro")
    office.emit_during_outage(first)
    elsewhere = settings_for(office.box, office.folder / "elsewhere")
    assert run(Job((office.folder / "ventas.csv",), elsewhere)).rows == {Estado.EMITIDO: 1}
    office.emit_during_outage(mended)
    assert office.answer("rechazar") == 1
    assert office.emit(mended).rows == {Estado.A_REVISAR: 1}
    assert len(office.totals) == 1
