"""A payment without referencia, worded otherwise, waits: it may be the same money."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planilla.review.record_answers import Decision, decide
from planilla.writing.report import Estado
from tests.covering import covering, each
from tests.double.office import Office, office_of
from tests.helpers import payment, row

pytestmark = pytest.mark.slow

BEFORE = payment(1, "30")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_of(tmp_path) as made:
        made.emit(made.file("ventas.csv", [row(n, tipo="FACTURA A") for n in range(4)]))
        yield made


def pay(office: Office, name: str, *rows: dict[str, Any]) -> dict[Estado, int]:
    return office.pay(office.file(name, rows)).rows


@covering(
    each,
    changes=[{"descripcion": "Transferencia bancaria"}, {"referencia": "P-1"}],
    name=["pagos.csv", "otro.csv"],
)
def test_a_payment_that_says_the_same_otherwise_waits_and_is_made_once(
    changes: dict[str, str], name: str, office: Office
) -> None:
    assert pay(office, "pagos.csv", BEFORE) == {Estado.PAGADO: 1}
    assert pay(office, name, BEFORE | changes) == {Estado.A_REVISAR: 1}
    assert len(office.double.books.payments) == 1
    with office.ledger() as ledger:
        (waiting,) = ledger.reviews.waiting()
        assert "Ya se pidió un pago de 30,00" in waiting.errors[0]
        decide(ledger, waiting, Decision("Ana", "approve"))
    assert pay(office, name, BEFORE | changes) == {Estado.PAGADO: 1}
    assert len(office.double.books.payments) == 2


def test_a_whole_file_whose_means_are_respelled_is_not_paid_again(office: Office) -> None:
    rows = [payment(n, "30") for n in range(1, 5)]
    assert pay(office, "pagos.csv", *rows) == {Estado.PAGADO: 4}
    respelled = [one | {"descripcion": "Transf."} for one in reversed(rows)]
    assert pay(office, "otro.csv", *respelled) == {Estado.A_REVISAR: 4}
    assert len(office.double.books.payments) == 4


def test_a_line_of_a_statement_that_was_registered_by_hand_meanwhile_waits(office: Office) -> None:
    """The file that a reconciliation made is paid a day after."""
    line = BEFORE | {"referencia": "conc-0123456789abcdef0123"}
    assert pay(office, "pagos.csv", BEFORE) == {Estado.PAGADO: 1}
    assert pay(office, "pagos_a_registrar.csv", line) == {Estado.A_REVISAR: 1}
    assert len(office.double.books.payments) == 1


def test_parts_of_one_file_and_those_with_referencias_of_their_own_go_on(office: Office) -> None:
    cash = BEFORE | {"descripcion": "Efectivo"}
    assert pay(office, "pagos.csv", BEFORE) == {Estado.PAGADO: 1}
    assert pay(office, "pagos.csv", BEFORE, cash) == {Estado.YA_PAGADO: 1, Estado.PAGADO: 1}
    named = [payment(2, "30", referencia=f"P-{n}") for n in range(2)]
    assert pay(office, "uno.csv", named[0]) == {Estado.PAGADO: 1}
    assert pay(office, "dos.csv", named[1]) == {Estado.PAGADO: 1}
