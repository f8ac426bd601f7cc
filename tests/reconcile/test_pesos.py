"""Reconciling what was issued in dollars, and what a credit note paid off: both in pesos."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.reconcile.sequence import Reconciliation
from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.covering import covering, each
from tests.helpers import Job, paid_at, payment, row, run, run_pay, write_csv
from tests.reconcile.test_month import Office, sheet

pytestmark = pytest.mark.slow

PEDRO = "30-71229384-1"
CLIENT: dict[str, Any] = {"tipo": "FACTURA A", "documento_nro": PEDRO, "razon_social": "Pedro SA"}
DOLLARS: dict[str, Any] = {
    **CLIENT,
    "referencia": "U-1",
    "moneda": "DOL",
    "cotizacion": "1045,5",
    "precio_unitario_sin_iva": "100",
}
NAME = "FACTURA A 00001-00000008"
PESOS = Decimal("126505.50")
TODAY = (today(), today())


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def issue(office: Office, *rows: dict[str, Any], name: str = "mas.csv") -> Path:
    path = write_csv(office.folder / name, rows)
    assert run(Job((path,), office.settings)).exit_code == 0
    return path


def resumen(done: Reconciliation) -> str:
    return " ".join(str(c.value) for c in openpyxl.load_workbook(done.result)["Resumen"]["A"])


def of_pedro(done: Reconciliation, name: str) -> list[dict[Any, Any]]:
    return [one for one in sheet(done, name) if one["CUIT"] == PEDRO.replace("-", "")]


@pytest.mark.parametrize("service_days", [None, TODAY], ids=["ledger", "service too"])
def test_dollars_are_owed_matched_proposed_and_paid_in_pesos(
    service_days: Any, office: Office
) -> None:
    issue(office, row(8, **DOLLARS))
    first = office.bank({"monto": Decimal(100000), "texto": f"TRF {PEDRO} FC A 1-8"})
    done = office.reconcile(payments=(first,), service_days=service_days)
    (part,) = sheet(done, "Parcial")
    told = (part["moneda"], part["total"], part["cotizacion"], part["saldo"], part["resta"])
    assert told == ("DOL", 121, 1045.5, 126505.5, 26505.5)
    assert done.reconciled.closes
    assert {currency for currency, *_ in done.reconciled.equation} == {"PES"}
    assert "1 comprobante(s) en DOL" in resumen(done)
    assert not [one for one in sheet(done, "Diferencias") if one["comprobante"] == NAME]
    assert run_pay(Job((done.to_pay or Path(),), office.settings)).rows == {Estado.PAGADO: 1}
    rest = office.bank({"monto": Decimal("26505.50"), "texto": f"CR {PEDRO}"}, name="b.csv")
    again = office.reconcile(payments=(first, rest), service_days=service_days)
    assert [one["importe"] for one in again.reconciled.to_register.to_dicts()] == [
        Decimal("26505.50")
    ]
    assert run_pay(Job((again.to_pay or Path(),), office.settings)).rows == {Estado.PAGADO: 1}
    assert paid_at(office.box)[NAME] == PESOS
    last = office.reconcile(payments=(first, rest), service_days=service_days)
    assert last.to_pay is None
    assert last.reconciled.closes
    assert not of_pedro(last, "Sin pago")


def test_what_dollars_owe_by_how_long_is_in_pesos(office: Office) -> None:
    issue(office, row(8, **DOLLARS))
    done = office.reconcile()
    (owed,) = of_pedro(done, "Antigüedad")
    assert (owed["moneda"], owed["total"]) == ("PES", 126505.5)


def test_a_file_without_a_rate_has_that_of_the_ledger_and_agrees(office: Office) -> None:
    issue(office, row(8, **DOLLARS))
    listing = office.folder / "facturas.csv"
    listing.write_text(
        "Fecha;Tipo de comprobante;Punto de venta;Número;CUIT;Moneda;Importe total;Saldo\n"
        f"{today():%d/%m/%Y};Factura A;1;8;30712293841;USD;121,00;121,00\n",
        encoding="utf-8",
    )
    done = office.reconcile(invoices=(listing,))
    assert not [one for one in sheet(done, "Diferencias") if one["comprobante"] == NAME]
    assert of_pedro(done, "Sin pago")[0]["saldo"] == 126505.5


def test_dollars_without_any_rate_stay_in_dollars_and_are_not_proposed(office: Office) -> None:
    listing = office.folder / "facturas.csv"
    listing.write_text(
        "Fecha;Tipo de comprobante;Punto de venta;Número;CUIT;Moneda;Importe total\n"
        f"{today():%d/%m/%Y};Factura A;9;1;30712293841;USD;121,00\n",
        encoding="utf-8",
    )
    mine = office.folder / "banco.toml"
    bank = office.folder / "dolares.csv"
    mine.write_text(
        'title = "Banco en dólares"\nyields = "payments"\n[columns]\nfecha = ["Día"]\n'
        'importe = ["Entró"]\ntexto = ["Qué"]\n[constants]\nmoneda = "DOL"\n',
        encoding="utf-8",
    )
    bank.write_text(f"Día;Entró;Qué\n{today():%d/%m/%Y};121,00;{PEDRO}\n", encoding="utf-8")
    done = with_source(office, mine, invoices=(listing,), payments=(bank,), ledger=False)
    assert [one["pagado"] for one in sheet(done, "Conciliado")] == [121]
    assert done.to_pay is None
    assert "sin cotización conocida" in resumen(done)


def with_source(office: Office, declaration: Path, **more: Any) -> Reconciliation:
    return office.reconcile(declarations=(declaration,), **more)


def test_a_payment_in_dollars_of_what_is_owed_in_pesos_is_for_a_person(office: Office) -> None:
    issue(office, row(8, **DOLLARS))
    own = write_csv(
        office.folder / "cobros.csv",
        [{"Día": f"{today():%d/%m/%Y}", "Entró": "121,00", "Qué": f"{PEDRO} FC A 1-8"}],
    )
    mine = office.folder / "banco.toml"
    mine.write_text(
        'title = "Banco en dólares"\nyields = "payments"\n[columns]\nfecha = ["Día"]\n'
        'importe = ["Entró"]\ntexto = ["Qué"]\n[constants]\nmoneda = "DOL"\n',
        encoding="utf-8",
    )
    done = with_source(office, mine, payments=(own,))
    assert done.to_pay is None
    (waits,) = sheet(done, "A revisar")
    assert "vino en DOL" in waits["motivo"]
    assert done.reconciled.closes


NOTE: dict[str, Any] = {"tipo": "NOTA DE CREDITO A", "referencia": "NC-1"}


@covering(each, cells=[CLIENT, DOLLARS], service_days=[None, TODAY])
def test_what_a_credit_note_paid_off_is_owed_no_more_and_takes_no_payment(
    cells: dict[str, Any], service_days: Any, office: Office
) -> None:
    invoice = row(8, **cells)
    issue(office, invoice, invoice | NOTE | {"asociado_referencia": invoice["referencia"]})
    bank = office.bank({"monto": Decimal(50), "texto": f"TRF {PEDRO} FC A 1-8"})
    done = office.reconcile(payments=(bank,), service_days=service_days)
    assert done.to_pay is None
    assert not of_pedro(done, "Sin pago")
    assert not of_pedro(done, "Antigüedad")
    assert "ya no debe nada" in sheet(done, "A revisar")[0]["motivo"]
    assert not [one for one in sheet(done, "Diferencias") if one["campo"] == "saldo"]
    assert done.reconciled.closes


def test_what_the_service_did_not_credit_is_still_owed_as_it_says(office: Office) -> None:
    invoice = row(8, **CLIENT)
    issue(office, invoice, invoice | NOTE | {"asociado_referencia": invoice["referencia"]})
    for held in office.box.books.held[-2:]:  # the service does not credit by itself, after all
        held["pagos"] = []
        held.pop("credits", None)
    done = office.reconcile(service_days=TODAY)
    left = sorted(one["resta"] for one in of_pedro(done, "Sin pago"))
    assert left[0] == -left[1] < 0
    assert not [one for one in sheet(done, "Diferencias") if one["campo"] == "saldo"]


def test_a_credit_note_on_what_was_partly_paid_stands_beside_it(office: Office) -> None:
    invoice = row(8, **CLIENT)
    issue(office, invoice)
    pagos = write_csv(office.folder / "pagos.csv", [payment(8, "10")])
    assert run_pay(Job((pagos,), office.settings)).rows == {Estado.PAGADO: 1}
    note = invoice | NOTE | {"asociado_referencia": invoice["referencia"]}
    issue(office, note, name="nota.csv")
    done = office.reconcile()
    total = office.total(8)
    assert sorted(one["resta"] for one in of_pedro(done, "Sin pago")) == [
        float(-total),
        float(total - 10),
    ]


def test_a_note_is_used_up_where_the_service_says_only_that_its_invoice_is_paid(
    office: Office,
) -> None:
    invoice = row(8, **CLIENT)
    issue(office, invoice, invoice | NOTE | {"asociado_referencia": invoice["referencia"]})
    office.box.books.held[-1]["shown"] = False
    done = office.reconcile(service_days=TODAY)
    assert not of_pedro(done, "Sin pago")
    assert done.reconciled.closes
