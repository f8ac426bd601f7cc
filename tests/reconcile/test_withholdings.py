"""What was withheld closes a comprobante: with its certificate, and for later runs too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.reconcile.matching.withheld import Withheld, withheld_in, without
from planilla.reconcile.sequence import Reconciliation
from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.helpers import Job, paid_at, run_pay
from tests.reconcile.test_engine import doc, paid, pairs, run
from tests.reconcile.test_month import ANA, Office, choose, sheet

FIRST = "FACTURA A 00001-00000001"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def write(done: Reconciliation, name: str, row: int = 2, **cells: str) -> None:
    """Into a row of a sheet."""
    book = openpyxl.load_workbook(done.result)
    places = {cell.value: int(cell.column or 0) for cell in book[name][1]}
    for heading, value in cells.items():
        book[name].cell(row, places[heading], value)
    book.save(done.result)


def registered(office: Office, done: Reconciliation) -> None:
    assert done.to_pay is not None
    assert run_pay(Job((done.to_pay,), office.settings)).exit_code == 0


def unpaid(done: Reconciliation) -> list[str]:
    return [one["comprobante"] for one in sheet(done, "Sin pago")]


@pytest.mark.parametrize(
    ("choice", "names", "meant"),
    [
        ("fc a 10-1; retención 0001-00012345", "fc a 10-1", [(None, "0001-00012345")]),
        ("fc a 10-1 con retención", "fc a 10-1", [(None, None)]),
        ("fc a 10-1, ret. 3.600,00, fc a 10-2", "fc a 10-1, fc a 10-2", [(360000, None)]),
        (
            "fc a 10-1; ret IIBB $ 36 n° 55; retención 12,50 cert. 9",
            "fc a 10-1",
            [(3600, "IIBB 55"), (1250, "9")],
        ),
        ("fc a 10-1; diferencia de cambio", "fc a 10-1", [(None, None)]),
        ("Retenciones 2026-7 y fc a 10-3", "fc a 10-3", [(None, "2026-7")]),
        ("fc a 10-1 y fc a 10-2", "fc a 10-1 y fc a 10-2", []),
    ],
)
def test_a_choice_says_what_was_withheld_and_its_certificate(
    choice: str, names: str, meant: list[tuple[int | None, str | None]]
) -> None:
    left, parts = without(choice)
    assert (left, withheld_in(parts)) == (names, [Withheld(*one) for one in meant])


def test_a_number_that_may_be_an_amount_or_a_certificate_is_asked_for() -> None:
    (told,) = run([doc(1, "1000")], [paid("p", "880", eleccion="fc a 10-1; retención 120")]).review[
        "motivo"
    ]
    assert "«retención $ 120», o «retención certificado 120»" in told


def test_a_chosen_withholding_closes_what_the_money_does_not_reach() -> None:
    choice = "fc a 10-1; fc a 10-2; retención iibb $ 60 n° 4; retención 0001-9"
    found = run([doc(1, "1000"), doc(2, "500")], [paid("p", "1400", eleccion=choice)])
    assert pairs(found) == {("p", "d1", "1000.00"), ("p", "d2", "400.00")}
    assert found.pairs["diferencia"].to_list() == [0, 100]
    assert found.documents["resta"].to_list() == [0, 0]
    assert "se retuvo 100,00 (certificado iibb 4; 0001-9)" in found.pairs["evidencia"][1]


@pytest.mark.parametrize(
    ("amount", "choice", "told"),
    [
        ("1000", "fc a 10-1; retención", "no puede ser: al pago le falta 0,00"),
        ("900", "fc a 10-1; retención 200,00", "no puede ser: al pago le falta 100,00"),
        ("400", "fc a 10-1; retención", "se retendría más de lo que se pagó"),
        ("900", "retención 0001-1", "escriba también de qué comprobante"),
    ],
)
def test_a_withholding_that_cannot_be_is_told_and_nothing_is_made(
    amount: str, choice: str, told: str
) -> None:
    found = run([doc(1, "1000")], [paid("p", amount, eleccion=choice)])
    assert found.pairs.is_empty()
    assert told in found.review["motivo"][0]


def test_what_is_known_to_be_closed_is_owed_no_more() -> None:
    closed = (
        doc(1, "1000", menos=Decimal("30")),
        doc(2, "500", saldo=Decimal(20), menos=Decimal(50)),
    )
    found = run(list(closed), [paid("p", "970")])
    assert pairs(found) == {("p", "d1", "970.00")}
    assert found.documents["balance"].to_list() == [970, 0]


@pytest.mark.slow
def test_a_difference_that_was_explained_stays_closed_once_its_payment_is_registered(
    office: Office,
) -> None:
    short = (office.total(1) * Decimal("0.03")).quantize(Decimal(1))
    bank = office.bank({"monto": office.total(1) - short, "texto": f"TRF {ANA} FC A 1-1"})
    first = office.reconcile(payments=(bank,))
    (waiting,) = sheet(first, "Retenciones")
    assert (waiting["importe"], waiting["vale"]) == (short, "cuando se registre su pago")
    registered(office, first)
    write(first, "Retenciones", certificado="0001-777")
    for files in ((bank,), ()):
        again = office.reconcile(payments=files)
        assert FIRST not in unpaid(again)
        assert again.reconciled.closes
        (held,) = sheet(again, "Retenciones")
        assert (held["vale"], held["certificado"]) == ("sí", "0001-777")
        (done,) = sheet(again, "Conciliado")
        assert done["retenciones_gastos_y_notas"] == short
    assert paid_at(office.box)[FIRST] == office.total(1) - short
    # what was sent is all that the service is believed to know
    rest = office.bank({"monto": Decimal(40), "texto": f"{ANA} FC A 1-2"}, name="otro.csv")
    registered(office, office.reconcile(payments=(bank, rest)))


@pytest.mark.slow
def test_a_withholding_taken_back_is_owed_again(office: Office) -> None:
    bank = office.bank({"monto": office.total(1) - 30, "texto": f"{ANA} FC A 1-1"})
    choose(office.reconcile(payments=(bank,)), f"{FIRST}; retención 0001-12")
    done = office.reconcile(payments=(bank,))
    assert [one["clase"] for one in sheet(done, "Retenciones")] == ["retención"]
    registered(office, done)
    again = office.reconcile(payments=(bank,))
    assert FIRST not in unpaid(again)
    write(again, "Retenciones", anular="SI")
    for _ in range(2):
        last = office.reconcile(payments=(bank,))
        assert FIRST in unpaid(last)
        assert [one["vale"] for one in sheet(last, "Retenciones")] == ["no: se anuló"]


@pytest.mark.slow
def test_a_person_says_what_was_withheld_of_what_is_left(office: Office) -> None:
    """The payment went by a sheet of its own, short by more than any rule explains."""
    short = (office.total(1) * Decimal("0.2")).quantize(Decimal(1))
    bank = office.bank({"monto": office.total(1) - short, "texto": f"{ANA} FC A 1-1"})
    first = office.reconcile(payments=(bank,))
    assert [one["resta"] for one in sheet(first, "Parcial")] == [short]
    registered(office, first)
    second = office.reconcile(payments=(bank,))
    place = unpaid(second).index(FIRST)
    write(second, "Sin pago", row=place + 2, retencion="Ganancias 0001-55")
    for _ in range(2):
        third = office.reconcile(payments=(bank,))
        assert FIRST not in unpaid(third)
        (one,) = sheet(third, "Retenciones")
        told = (one["importe"], one["certificado"], one["vale"])
        assert told == (short, "Ganancias 0001-55", "sí: lo dijo una persona")
    past = office.reconcile(payments=(bank,), as_of=today() - timedelta(days=1))
    assert not sheet(past, "Retenciones")


@pytest.mark.slow
def test_what_was_issued_elsewhere_and_paid_through_planilla_is_paid(office: Office) -> None:
    """No source of it says what is left: the ledger knows what was sent."""
    held = next(h for h in office.box.books.held if h["numero"] == 7)
    total = office.total(7)
    listing = office.folder / "facturas.csv"
    listing.write_text(
        "Fecha;Tipo de comprobante;Punto de venta;Número;CUIT;Cliente;Importe total\n"
        f"{today():%d/%m/%Y};Factura A;1;7;{held['cliente']['documento_nro']};Luisa;"
        f"{total:.2f}\n".replace(".", ","),
        encoding="utf-8",
    )
    bank = office.bank({"monto": total, "texto": "27222222228 FC A 1-7"})
    first = office.reconcile(payments=(bank,), invoices=(listing,))
    assert len(first.reconciled.to_register) == 1
    assert first.to_pay is not None
    assert run_pay(Job((first.to_pay,), office.settings)).rows == {Estado.PAGADO: 1}
    again = office.reconcile(payments=(bank,), invoices=(listing,))
    assert "FACTURA A 00001-00000007" not in unpaid(again)
