"""A month reconciled from end to end: found, registered by `pay` as it is, and nothing left."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.reconcile.job import Reconcile
from planilla.reconcile.matching.options import Options
from planilla.reconcile.sequence import Reconciliation, reconcile, reconcile_one
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.helpers import Job, paid_at, payment, row, run, run_pay, settings_for, write_csv

pytestmark = pytest.mark.slow

ANA, LUIS = "30-71234567-1", "27-22222222-8"


class Office:
    """Six comprobantes by planilla and one issued elsewhere."""

    def __init__(self, box: Sandbox, folder: Path) -> None:
        self.box, self.folder = box, folder
        self.settings = settings_for(box, folder / "home")
        rows = [
            row(n, tipo="FACTURA A", documento_nro=ANA if n < 5 else LUIS, razon_social=name)
            for n, name in enumerate(["El Ñandú"] * 5 + ["Luisa"] * 2, start=1)
        ]
        self.sales = write_csv(folder / "ventas.csv", rows[:6])
        assert run(Job((self.sales,), self.settings)).exit_code == 0
        elsewhere = settings_for(box, folder / "other")
        outside = write_csv(folder / "afuera.csv", [rows[6]])
        assert run(Job((outside,), elsewhere)).exit_code == 0

    def total(self, number: int) -> Decimal:
        return next(Decimal(str(h["total"])) for h in self.box.books.held if h["numero"] == number)

    def bank(self, *rows: dict[str, Any], name: str = "banco.csv") -> Path:
        """A statement of Banco Ciudad."""
        lines = ["Cuenta;CUIT Cuenta;Fecha;Monto;N° de Comprobante;Descripción;Saldo"]
        for place, one in enumerate(rows):
            amount = f"{one['monto']:.2f}".replace(".", ",")
            day = f"{today() + timedelta(days=one.get('day', 0)):%d/%m/%Y}"
            lines.append(f"1;30707070707;{day};{amount};{place};{one['texto']};0")
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def reconcile(self, **more: Any) -> Reconciliation:
        given = {"out": self.folder / "out", **more}
        return asyncio.run(reconcile_one(Reconcile(**given), self.settings))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def sheet(done: Reconciliation, name: str) -> list[dict[Any, Any]]:
    headings, *rows = openpyxl.load_workbook(done.result)[name].iter_rows(values_only=True)
    return [dict(zip(headings, cells, strict=True)) for cells in rows]


def statement(office: Office) -> Path:
    return office.bank(
        {"monto": office.total(1), "texto": "TRF FC A 1-1 EL NANDU"},
        {"monto": office.total(2), "texto": "CR 30-71234567-1"},
        {"monto": office.total(3) + office.total(4), "texto": "TRANSF 30712345671 VARIAS"},
        {"monto": Decimal("40.00"), "texto": "27222222228 FC A 0001-00000005"},
        {"monto": Decimal("7.77"), "texto": "NADIE SABE"},
    )


def test_payments_are_found_registered_and_a_second_time_nothing_is_left(office: Office) -> None:
    bank = statement(office)
    done = office.reconcile(payments=(bank,))
    assert done.reconciled.closes
    assert len(done.reconciled.to_register) == 5
    assert {one["regla"][0] for one in sheet(done, "Conciliado")} == {"1", "2", "3"}
    lines = sheet(done, "Conciliado") + sheet(done, "Parcial")
    assert {(one["pago_archivo"], one["pago_fila"]) for one in lines} == {
        ("banco.csv", fila) for fila in (2, 3, 4, 5)
    }
    assert all(one["pago_origen"] == "Banco Ciudad" and one["pago_id"] for one in lines)
    assert [one["importe"] for one in sheet(done, "Pago sin comprobante")] == [7.77]
    assert done.to_pay is not None
    paid = run_pay(Job((done.to_pay,), office.settings))
    assert paid.rows == {Estado.PAGADO: 5}
    sums = paid_at(office.box)
    assert sums["FACTURA A 00001-00000003"] == office.total(3)
    assert sums["FACTURA A 00001-00000005"] == Decimal(40)
    again = office.reconcile(payments=(bank,))
    assert again.to_pay is None
    assert again.reconciled.closes
    assert len(again.reconciled.registered) == 5
    assert not done.to_pay.exists()


def test_a_cent_too_much_is_not_put_on_another_invoice_the_next_time(office: Office) -> None:
    paid = office.total(1) + Decimal("0.01")
    bank = office.bank({"monto": paid, "texto": f"TRF {ANA} FC A 1-1"})
    done = office.reconcile(payments=(bank,))
    assert done.to_pay is not None
    run_pay(Job((done.to_pay,), office.settings))
    assert paid_at(office.box)["FACTURA A 00001-00000001"] == office.total(1)
    again = office.reconcile(payments=(bank,), options=Options(on_account=True))
    assert again.to_pay is None
    assert again.reconciled.closes


def test_two_runs_give_the_same_as_one(office: Office, tmp_path: Path) -> None:
    whole = office.reconcile(payments=(statement(office),), forget=True)
    office.settings = settings_for(office.box, tmp_path / "home", max_file=None)
    first = office.bank({"monto": office.total(1), "texto": "TRF FC A 1-1 EL NANDU"}, name="a.csv")
    rest = statement(office)
    with open_ledger(office.settings) as ledger:
        ledger.seen_payments.keep("", {}, gone=ledger.seen_payments.of(""))
    office.reconcile(payments=(first,))
    second = office.reconcile(payments=(rest,))
    assert second.reconciled.matching.pairs.equals(whole.reconciled.matching.pairs)


def test_what_was_issued_elsewhere_changed_at_arca_or_is_missing_is_found(office: Office) -> None:
    held = [h for h in office.box.books.held if h["numero"] not in {3}]
    lines = [
        "Fecha;Tipo;Punto de Venta;Número Desde;Número Hasta;Cód. Autorización;"
        "Tipo Doc. Receptor;Nro. Doc. Receptor;Denominación Receptor;Tipo Cambio;Moneda;Imp. Total"
    ]
    for one in held:
        total = Decimal(str(one["total"])) + (1 if one["numero"] == 2 else 0)
        whole, receiver = one["comprobante"], one["cliente"]
        lines.append(
            f"{whole['fecha']};1 - Factura A;1;{one['numero']};{one['numero']};{one['cae']};80;"
            f"{receiver['documento_nro']};{receiver['razon_social']};1;$;"
            f"{total:.2f}".replace(".", ",")
        )
    arca = office.folder / "arca.csv"
    arca.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = office.reconcile(invoices=(arca,), service_days=(today(), today()))
    found = {
        (one["comprobante"][-8:], one["que"], one["campo"]) for one in sheet(done, "Diferencias")
    }
    assert ("00000007", "Falta en planilla", None) in found
    assert ("00000002", "Distinto", "importe") in found
    assert any(
        number == "00000003" and what.startswith("Falta en Mis") for number, what, _ in found
    )
    assert done.exit_code == 3


def test_a_number_that_nobody_has_is_a_gap(office: Office) -> None:
    listing = office.folder / "facturas.csv"
    listing.write_text(
        "Fecha;Tipo de comprobante;Punto de venta;Número;Cliente;Importe total\n"
        "01/11/2026;Factura B;9;1;Ana;10,00\n01/11/2026;Factura B;9;4;Ana;10,00\n",
        encoding="utf-8",
    )
    done = office.reconcile(invoices=(listing,), ledger=False)
    assert [tuple(one.values()) for one in sheet(done, "Numeración")] == [("FACTURA B", 9, 2, 3, 2)]


def test_a_choice_in_the_workbook_is_honoured_by_the_next_run(office: Office) -> None:
    bank = office.bank({"monto": office.total(1), "texto": "EL NANDU PAGO"})
    done = office.reconcile(payments=(bank,))
    assert done.to_pay is None
    book = openpyxl.load_workbook(done.result)
    review = book["A revisar"]
    places = {cell.value: int(cell.column or 0) for cell in review[1]}
    candidate = review.cell(2, places["candidato"]).value
    review.cell(2, places["eleccion"], str(candidate))
    book.save(done.result)
    again = office.reconcile(payments=(bank,))
    assert len(again.reconciled.to_register) == 1
    assert "Lo eligió una persona" in sheet(again, "Conciliado")[0]["evidencia"]


def test_choices_beside_two_candidates_of_one_payment_are_chosen_together(office: Office) -> None:
    bank = office.bank({"monto": office.total(1) + office.total(2), "texto": "EL NANDU PAGO"})
    done = office.reconcile(payments=(bank,))
    choose(done, "FACTURA A 00001-00000001")
    choose(done, "FACTURA A 00001-00000002")
    again = office.reconcile(payments=(bank,))
    assert len(again.reconciled.to_register) == 2
    assert again.to_pay is not None
    assert run_pay(Job((again.to_pay,), office.settings)).rows == {Estado.PAGADO: 2}
    assert not len(office.reconcile(payments=(bank,)).reconciled.to_register)


def test_a_payment_without_candidates_has_a_column_to_choose_in(office: Office) -> None:
    bank = office.bank({"monto": Decimal("17.31"), "texto": "DEPOSITO 4711"})
    done = office.reconcile(payments=(bank,))
    book = openpyxl.load_workbook(done.result)
    left = book["Pago sin comprobante"]
    places = {cell.value: int(cell.column or 0) for cell in left[1]}
    assert left.cell(2, places["pago_id"]).value == done.reconciled.payments["id"][0]
    left.cell(2, places["eleccion"], "FACTURA A 00001-00000001")
    book.save(done.result)
    (pair,) = office.reconcile(payments=(bank,)).reconciled.to_register.rows(named=True)
    assert (pair["tipo"], pair["numero"]) == ("FACTURA A", 1)


def test_one_line_matched_anew_is_not_registered_beside_what_it_was_matched_with_before(
    office: Office,
) -> None:
    """Two files to register, each of the same statement: the second one waits for a person."""
    bank = office.bank({"monto": Decimal("40.00"), "texto": f"{ANA} FC A 0001-00000001"})
    first = kept(office.reconcile(payments=(bank,)), office.folder / "primero.xlsx")
    choose(office.reconcile(payments=(bank,)), "FACTURA A 00001-00000002")
    second = kept(office.reconcile(payments=(bank,)), office.folder / "segundo.xlsx")
    assert run_pay(Job((first,), office.settings)).rows == {Estado.PAGADO: 1}
    assert run_pay(Job((second,), office.settings)).rows == {Estado.A_REVISAR: 1}
    assert sum(paid_at(office.box).values()) == Decimal(40)
    with open_ledger(office.settings) as ledger:
        (question,) = ledger.reviews.waiting()
        assert "por registrar, en FACTURA A 00001-00000001 por 40,00." in question.errors[0]
        decide(ledger, question, Decision("Ana", "es otro cobro"))
    assert run_pay(Job((second,), office.settings)).rows == {Estado.PAGADO: 1}
    assert sum(paid_at(office.box).values()) == Decimal(80)


def test_what_is_left_of_a_line_is_registered_later_without_asking(office: Office) -> None:
    whole = office.total(1)
    bank = office.bank({"monto": whole + Decimal(30), "texto": "EL NANDU"})
    choose(office.reconcile(payments=(bank,)), "fc a 1-1")
    first = kept(office.reconcile(payments=(bank,)), office.folder / "primero.xlsx")
    assert run_pay(Job((first,), office.settings)).rows == {Estado.PAGADO: 1}
    left = office.reconcile(payments=(bank,))
    assert [one["resta"] for one in sheet(left, "Pago sin comprobante")] == [30]
    choose(left, "FACTURA A 00001-00000002")
    rest = kept(office.reconcile(payments=(bank,)), office.folder / "resto.xlsx")
    assert run_pay(Job((rest,), office.settings)).rows == {Estado.PAGADO: 1}
    assert sum(paid_at(office.box).values()) == whole + Decimal(30)


def test_a_choice_outlasts_the_same_statement_given_again(office: Office) -> None:
    bank = office.bank({"monto": office.total(1), "texto": f"CR {ANA}"})
    first = office.reconcile(payments=(bank,))
    assert len(first.reconciled.to_register) == 1
    choose(first, "NINGUNO")
    for _ in range(2):
        again = office.reconcile(payments=(bank,))
        assert again.to_pay is None
        assert "ningún comprobante" in sheet(again, "A revisar")[0]["motivo"]


def test_a_choice_that_cannot_be_honoured_is_told_and_nothing_is_guessed(office: Office) -> None:
    bank = office.bank({"monto": office.total(1), "texto": f"CR {ANA}"})
    choose(office.reconcile(payments=(bank,)), "FACTURA A 00001-00000099")
    again = office.reconcile(payments=(bank,))
    assert again.to_pay is None
    assert "«FACTURA A 00001-00000099»" in sheet(again, "A revisar")[0]["motivo"]


@pytest.mark.parametrize("referencia", ["REC-1", ""])
def test_a_sheet_of_payments_that_were_registered_is_registered_already(
    office: Office, referencia: str
) -> None:
    half = office.total(1) / 2
    paid = write_csv(office.folder / "pagos.csv", [payment(1, f"{half}", referencia=referencia)])
    assert office.reconcile(payments=(paid,)).exit_code == 3  # nobody says who pays a part
    assert run_pay(Job((paid,), office.settings)).rows == {Estado.PAGADO: 1}
    for files in ((paid,), ()):
        again = office.reconcile(payments=files)
        assert again.to_pay is None
        assert again.reconciled.closes
        assert [one["regla"] for one in sheet(again, "Conciliado")] == ["ya registrado"]


def test_a_referencia_used_for_another_amount_is_for_a_person(office: Office) -> None:
    half = office.total(1) / 2
    first = write_csv(office.folder / "a.csv", [payment(1, f"{half - 1}", referencia="REC-1")])
    run_pay(Job((first,), office.settings))
    again = write_csv(office.folder / "b.csv", [payment(1, f"{half + 1}", referencia="REC-1")])
    done = office.reconcile(payments=(again,))
    assert done.to_pay is None
    assert "ya se usó con otro importe" in sheet(done, "A revisar")[0]["motivo"]


def test_the_statement_of_what_was_registered_by_hand_is_for_a_person(office: Office) -> None:
    """Half was paid and registered; the bank shows it, and half is what is left, too."""
    half = office.total(1) / 2
    paid = write_csv(office.folder / "pagos.csv", [payment(1, f"{half}", referencia="REC-1")])
    run_pay(Job((paid,), office.settings))
    bank = office.bank({"monto": half, "texto": f"CR {ANA}"})
    done = office.reconcile(payments=(bank,))
    assert done.to_pay is None
    assert "Ya se registró un pago igual" in sheet(done, "A revisar")[0]["motivo"]
    choose(done, "FACTURA A 00001-00000001")
    assert len(office.reconcile(payments=(bank,)).reconciled.to_register) == 1


def test_what_was_written_to_be_registered_is_no_other_money_than_its_line(office: Office) -> None:
    bank = office.bank({"monto": office.total(1), "texto": f"{ANA} FC A 1-1"})
    written = kept(office.reconcile(payments=(bank,)), office.folder / "escrito.xlsx")
    done = office.reconcile(payments=(bank, written))
    assert len(done.reconciled.to_register) == 1
    assert done.reconciled.closes


def test_a_statement_in_another_spelling_is_not_registered_a_second_time(office: Office) -> None:
    half = office.total(1) / 2
    text = f"{ANA}  Transf. 000123 a cta."
    first = office.bank({"monto": half, "texto": f"{text} FC A 1-1"})
    paid = office.reconcile(payments=(first,)).to_pay
    assert paid is not None
    assert run_pay(Job((paid,), office.settings)).rows == {Estado.PAGADO: 1}
    again = {"monto": half, "texto": f"{ANA} Transf. 123 a cta. FC A 1-1"}
    by_excel = office.bank(again, name="excel.csv")
    for files in ((by_excel,), (), (first, by_excel)):
        done = office.reconcile(payments=files)
        assert done.to_pay is None
        assert "escrito de otro modo" in sheet(done, "A revisar")[0]["motivo"]
        assert done.reconciled.closes
    assert office.reconcile(payments=(first, by_excel), forget=True).to_pay is None


def test_reconciliations_at_once_forget_nothing_of_each_other(office: Office) -> None:
    names = [f"banco {n}.csv" for n in range(8)]
    banks = [
        office.bank({"monto": Decimal(n + 1), "texto": f"CLIENTE {n}"}, name=name)
        for n, name in enumerate(names)
    ]

    async def at_once() -> None:
        jobs = [Reconcile(payments=(b,), out=office.folder / b.stem) for b in banks]
        await asyncio.gather(*(reconcile(job, office.settings) for job in jobs))

    asyncio.run(at_once())
    seen = sheet(office.reconcile(), "Pago sin comprobante")
    assert [one["importe"] for one in seen] == [n + 1 for n in range(8)]


def test_two_lines_of_one_statement_are_two_though_they_are_alike(office: Office) -> None:
    half = office.total(1) / 2
    lines = [{"monto": half, "texto": f"{ANA} {n} FC A 1-1"} for n in "ab"]
    first = office.bank(lines[0], name="lunes.csv")
    assert len(office.reconcile(payments=(first,)).reconciled.to_register) == 1
    both = office.bank(*lines, name="martes.csv")
    assert len(office.reconcile(payments=(both,)).reconciled.to_register) == 2


def kept(done: Reconciliation, copy: Path) -> Path:
    """The payments to register, as a file that the next run does not write over."""
    assert done.to_pay is not None
    shutil.copy(done.to_pay, copy)
    return copy


def choose(done: Reconciliation, what: str) -> None:
    """Write a choice for the first payment into the result."""
    book = openpyxl.load_workbook(done.result)
    review = book["A revisar"]
    places = {cell.value: int(cell.column or 0) for cell in review[1]}
    line = review.max_row + 1
    review.cell(line, places["pago_id"], done.reconciled.payments["id"][0])
    review.cell(line, places["eleccion"], what)
    book.save(done.result)


def test_an_offer_is_no_debt_and_no_payment_is_for_it(office: Office) -> None:
    client = {"documento_tipo": "CUIT", "documento_nro": LUIS, "condicion_iva": "RI"}
    offer = row(50, tipo="PRESUPUESTO", **client)
    assert run(Job((write_csv(office.folder / "p.csv", [offer]),), office.settings)).exit_code == 0
    (held,) = (h for h in office.box.books.held if h["tipo"] == "PRESUPUESTO")
    bank = office.bank({"monto": Decimal(str(held["total"])), "texto": f"CR {LUIS}"})
    done = office.reconcile(payments=(bank,), service_days=(today(), today()))
    assert done.to_pay is None
    assert not [one for one in sheet(done, "Sin pago") if "PRESU" in one["comprobante"]]
    assert done.reconciled.closes


def test_our_own_sheet_is_a_source_with_the_numbers_of_the_ledger(office: Office) -> None:
    done = office.reconcile(invoices=(office.sales,))
    assert not sheet(done, "Diferencias")
    result = office.folder / "resultados" / "ventas.resultado.xlsx"
    assert not sheet(office.reconcile(invoices=(result,)), "Diferencias")


def test_a_file_that_is_nobodys_stops_only_itself(office: Office) -> None:
    odd = office.folder / "otra.csv"
    odd.write_text("uno;dos\n1;2\n", encoding="utf-8")
    done = office.reconcile(payments=(odd, statement(office)))
    assert done.exit_code == 1
    assert len(done.unread) == 1
    assert len(done.reconciled.to_register) == 5
    resumen = openpyxl.load_workbook(done.result)["Resumen"]
    told = [str(cell.value) for cell in resumen["A"]]
    assert any(line.startswith("Falta, y no está en estas cuentas: otra.csv") for line in told)
