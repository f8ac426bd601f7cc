"""A row without referencia that a lost or another ledger issued, and whose text was mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from planilla.batch.run_result import Outcome
from planilla.model.operation import Operation, Reason
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.helpers import Job, check_books, row, run, run_queued, settings_for, write_csv

pytestmark = pytest.mark.slow

Run = Callable[[Job], Outcome]


def bare(text: str, number: int = 1, **changes: Any) -> dict[str, Any]:
    """A row of no referencia; what its number says but for the text stays."""
    return row(number, referencia="", descripcion=text, **changes)


class Offices:
    """Ledgers of one company, each with a home of its own."""

    def __init__(self, box: Sandbox, folder: Path) -> None:
        self.box, self.folder = box, folder

    def drop(self, home: str, *rows: dict[str, Any], by: Run = run) -> Mapping[Estado, int]:
        source = write_csv(self.folder / "ventas.csv", rows)
        return by(Job((source,), settings_for(self.box, self.folder / home))).rows

    def waiting(self, home: str) -> list[Operation]:
        with open_ledger(settings_for(self.box, self.folder / home)) as ledger:
            return ledger.reviews.waiting()

    def answer(self, home: str, word: str) -> None:
        with open_ledger(settings_for(self.box, self.folder / home)) as ledger:
            for operation in ledger.reviews.waiting():
                decide(ledger, operation, Decision("Ana", word))

    def issued(self) -> int:
        check_books(self.box)
        return len(self.box.books.held)


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    with Sandbox() as box:
        yield Offices(box, tmp_path)


OTHER = row(7)
OF_IT = {
    "asociado_tipo": "FACTURA B",
    "asociado_punto_venta": "1",
    "asociado_numero": "1",
    "asociado_fecha": row(1)["fecha"],
}


@pytest.mark.parametrize("by", [run, run_queued])
@pytest.mark.parametrize("others", [(), (OTHER,)])
def test_what_a_lost_ledger_issued_waits_when_its_text_was_mended(
    others: tuple[dict[str, Any], ...], by: Run, offices: Offices
) -> None:
    offices.drop("lost", bare("Servicio"), *others)
    again = offices.drop("new", bare("Servicio mensual"), *others, by=by)
    assert again[Estado.A_REVISAR] == 1
    [waiting] = offices.waiting("new")
    assert waiting.reason is Reason.MENDED
    assert "FACTURA B 00001-00000001" in waiting.errors[0]
    assert offices.issued() == 1 + len(others)
    assert not list(offices.box.books.in_queue())


def test_a_text_mended_along_with_the_letter_waits_too(offices: Offices) -> None:
    same: dict[str, Any] = {"documento_tipo": "CUIT", "documento_nro": "30-71234567-1"}
    offices.drop("lost", bare("Servicio", tipo="FACTURA A", **same), row(8))
    again = offices.drop("new", bare("Servicio", tipo="FACTURA B", condicion_iva="E", **same))
    assert again == {Estado.A_REVISAR: 1}


def test_another_sale_goes_on_and_is_not_asked_again(offices: Offices) -> None:
    offices.drop("lost", bare("Servicio"))
    offices.drop("new", bare("Servicio mensual"))
    offices.answer("new", "approve")
    assert offices.drop("new", bare("Servicio mensual")) == {Estado.EMITIDO: 1}
    assert offices.issued() == 2


def test_the_same_sale_is_refused_and_asked_again_when_it_is_dropped_again(
    offices: Offices,
) -> None:
    offices.drop("lost", bare("Servicio"))
    offices.drop("new", bare("Servicio mensual"))
    offices.answer("new", "refuse")
    assert offices.drop("new", bare("Servicio mensual")) == {Estado.A_REVISAR: 1}
    assert offices.issued() == 1


def test_a_third_ledgers_row_is_asked_about_though_the_second_was_another_sale(
    offices: Offices,
) -> None:
    offices.drop("lost", bare("Servicio"))
    offices.drop("new", bare("Servicio mensual"))
    offices.answer("new", "approve")
    offices.drop("elsewhere", bare("Servicio del mes"))
    offices.answer("elsewhere", "approve")
    offices.drop("elsewhere", bare("Servicio del mes"))
    assert offices.drop("new", bare("Servicio mensual")) == {Estado.A_REVISAR: 1}
    assert len(offices.waiting("new")[0].errors) == 2


def test_what_a_lost_ledger_queued_waits_when_its_text_was_mended(offices: Offices) -> None:
    offices.drop("lost", bare("Servicio"), by=run_queued)
    again = offices.drop("new", bare("Servicio mensual"), by=run_queued)
    assert again == {Estado.A_REVISAR: 1}
    offices.answer("new", "approve")
    again = offices.drop("new", bare("Servicio mensual"), by=run_queued)
    assert again == {Estado.ENCOLADO: 1}


def test_of_two_equal_rows_one_is_taken_in_and_the_other_goes_on(offices: Offices) -> None:
    offices.drop("lost", bare("Servicio"))
    twice = offices.drop("new", bare("Servicio"), bare("Servicio"))
    assert twice == {Estado.YA_EMITIDO: 1, Estado.EMITIDO: 1}
    assert offices.issued() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"referencia": "R-1"},
        {"precio_unitario_sin_iva": "99"},
        {"documento_nro": "87654321"},
        {"tipo": "NOTA DE CREDITO B", **OF_IT},
    ],
)
def test_what_differs_in_more_than_its_text_goes_on(
    changes: dict[str, str], offices: Offices
) -> None:
    offices.drop("lost", bare("Servicio"))
    again = offices.drop("new", bare("Servicio mensual") | changes)
    assert again == {Estado.EMITIDO: 1}


def test_rows_with_referencias_of_another_ledger_hold_nothing(offices: Offices) -> None:
    offices.drop("lost", row(1, descripcion="Servicio"))
    assert offices.drop("new", bare("Servicio mensual")) == {Estado.EMITIDO: 1}
