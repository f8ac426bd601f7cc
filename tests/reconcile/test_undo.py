"""A payment that was registered where it should not have been: annulled, and told."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from planilla.common.errors import InputRefused
from planilla.review.record_answers import Decision
from planilla.review.undo import undo
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.helpers import Job, paid_at, run_pay
from tests.reconcile.test_month import ANA, Office, choose, kept, sheet

pytestmark = pytest.mark.slow
ANNULLED = Decision("Ana", "undone", "era de otro")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def test_what_was_undone_is_open_again_and_is_not_registered_there_by_itself(
    office: Office,
) -> None:
    bank = office.bank({"monto": Decimal(40), "texto": f"{ANA} FC A 1-1"})
    wrong = kept(office.reconcile(payments=(bank,)), office.folder / "a.xlsx")
    assert run_pay(Job((wrong,), office.settings)).rows == {Estado.PAGADO: 1}
    (booked,) = sheet(office.reconcile(payments=(bank,)), "Conciliado")
    number = int(str(booked["evidencia"]).split("operación ")[1].rstrip(")."))
    for held in office.box.books.held:
        held["pagos"].clear()  # annulled on the service's page
    with open_ledger(office.settings) as ledger:
        assert undo(ledger, number, ANNULLED).total == Decimal(40)
        with pytest.raises(InputRefused):
            undo(ledger, number, ANNULLED)
    again = office.reconcile(payments=(bank,))
    assert again.to_pay is None
    assert again.reconciled.closes
    (waits,) = sheet(again, "A revisar")
    assert "No se registra en FACTURA A 00001-00000001" in waits["motivo"]
    assert "era de otro" in waits["motivo"]
    assert run_pay(Job((wrong,), office.settings)).rows == {Estado.RECHAZADO: 1}
    choose(again, "FACTURA A 00001-00000002")
    right = office.reconcile(payments=(bank,))
    assert run_pay(Job((right.to_pay or Path(),), office.settings)).rows == {Estado.PAGADO: 1}
    paid = {name: total for name, total in paid_at(office.box).items() if total}
    assert paid == {"FACTURA A 00001-00000002": Decimal(40)}


def test_what_is_said_to_be_annulled_and_is_not_holds_what_comes_after(office: Office) -> None:
    """The service still shows the payment: nothing more is paid there until somebody looks."""
    lines = [{"monto": Decimal(40), "texto": f"{ANA} {n} FC A 1-1"} for n in "ab"]
    first = office.reconcile(payments=(office.bank(lines[0]),))
    assert run_pay(Job((first.to_pay or Path(),), office.settings)).rows == {Estado.PAGADO: 1}
    with open_ledger(office.settings) as ledger:
        (payment,) = ledger.payments.standing()
        undo(ledger, payment.id, ANNULLED)
    later = office.reconcile(payments=(office.bank(*lines, name="b.csv"),))
    assert run_pay(Job((later.to_pay or Path(),), office.settings)).rows == {Estado.A_REVISAR: 1}
    assert sum(paid_at(office.box).values()) == Decimal(40)
