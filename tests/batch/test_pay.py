"""Paying from a spreadsheet, against the sandbox: each payment once, or for a person to judge."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planilla.batch.run_result import Outcome
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from planilla.writing.report import Estado
from tests.covering import covering, each
from tests.helpers import Job, paid_at, payment, row, run, run_pay, settings_for, write_csv

FIRST = "FACTURA A 00001-00000001"
CONSUMER = "FACTURA B 00001-00000001"


class Office:
    """An office with some comprobantes issued, and a folder to drop payments in."""

    def __init__(self, box: Sandbox, folder: Path, tipos: tuple[str, ...]) -> None:
        self.box, self.folder = box, folder
        self.settings: Settings = settings_for(box, folder / "home")
        rows = [row(n, tipo=tipo) for n, tipo in enumerate(tipos)]
        done = run(Job((write_csv(folder / "ventas.csv", rows),), self.settings))
        assert done.exit_code == 0

    def pay(self, *rows: dict[str, object], name: str = "pagos.csv") -> Outcome:
        return run_pay(Job((write_csv(self.folder / name, rows),), self.settings))


@pytest.fixture
def office(tmp_path: Path) -> object:
    with Sandbox() as box:
        yield Office(box, tmp_path, ("FACTURA A", "FACTURA A", "FACTURA B"))


def held_as(office: Office, comprobante: str) -> dict[str, Any]:
    names = {
        f"{held['tipo']} {held['punto_venta']:05d}-{held['numero']:08d}": held
        for held in office.box.books.held
    }
    return names[comprobante]


def total_of(office: Office, comprobante: str) -> Decimal:
    return Decimal(str(held_as(office, comprobante)["total"]))


def test_partial_payments_and_several_means_add_up(office: Office) -> None:
    total = total_of(office, FIRST)
    done = office.pay(
        payment(1, "10.25"),
        payment(1, "20", referencia="REC-1"),
        payment(1, "5.50", referencia="REC-1", descripcion="MercadoPago"),
        payment(1, str(total - Decimal("35.75")), descripcion="Efectivo"),
    )
    assert done.rows == {Estado.PAGADO: 4}
    assert paid_at(office.box)[FIRST] == total
    assert [len(p["formas_pago"]) for p in held_as(office, FIRST)["pagos"]] == [1, 2, 1]


@pytest.mark.slow
def test_what_was_mended_in_corregir_is_what_counts_of_a_result_dropped_whole(
    office: Office,
) -> None:
    done = office.pay(payment(1, "10"), payment(2, "siete"))
    book = load_workbook(done.files[0].result or "")
    sheet = book["Corregir"]
    sheet.cell(2, [cell.value for cell in sheet[1]].index("importe") + 1, 7)
    path = office.folder / "pagos.resultado.xlsx"
    book.save(path)
    assert run_pay(Job((path,), office.settings)).rows == {Estado.PAGADO: 1}
    assert paid_at(office.box)["FACTURA A 00001-00000002"] == 7


@pytest.mark.slow
def test_the_same_file_twice_and_a_cumulative_one_the_next_day_pay_each_once(
    office: Office,
) -> None:
    yesterday = [payment(1, "10"), payment(1, "10"), payment(2, "7.10")]
    assert office.pay(*yesterday).rows == {Estado.PAGADO: 3}
    assert office.pay(*yesterday).rows == {Estado.YA_PAGADO: 3}
    more = office.pay(*yesterday, payment(1, "3"), name="acumulado.csv")
    assert more.rows == {Estado.YA_PAGADO: 3, Estado.PAGADO: 1}
    assert more.files[0].from_other_files == 3
    assert paid_at(office.box)[FIRST] == Decimal(23)


def test_more_than_what_is_left_is_invalid_and_says_the_figures(office: Office) -> None:
    total = total_of(office, FIRST)
    done = office.pay(payment(1, "1"), payment(1, str(total)))
    assert done.rows == {Estado.PAGADO: 1, Estado.INVALIDO: 1}
    assert done.exit_code == 3
    assert paid_at(office.box)[FIRST] == Decimal(1)


@pytest.mark.parametrize(
    "means",
    [
        "cheque diferido",
        "E-CHEQ",
        "Ret. IIBB",
        "Retención ganancias",
        "CHEQUES",
        "eCheq",
        "RET IVA",
    ],
)
def test_cheques_and_retenciones_are_refused_in_any_spelling(office: Office, means: str) -> None:
    before = office.box.books.requests["facturacion/pagar"]
    done = office.pay(payment(1, "1", descripcion=means))
    assert done.rows == {Estado.INVALIDO: 1}
    assert office.box.books.requests["facturacion/pagar"] == before


@pytest.mark.parametrize("means", ["Retiro en efectivo", "Transferencia", "Tarjeta Cheeky", "VISA"])
@pytest.mark.slow
def test_other_means_are_not_taken_for_cheques(office: Office, means: str) -> None:
    assert office.pay(payment(1, "1", descripcion=means)).rows == {Estado.PAGADO: 1}


def test_a_means_that_names_no_comprobante_keeps_its_payment_waiting(office: Office) -> None:
    """Registered without it, its referencia would refuse the whole payment afterwards."""
    transfer = payment(1, "10", referencia="REC-1")
    cash = payment(1, "5", referencia="REC-1", descripcion="Efectivo")
    other = payment(2, "7", referencia="REC-2")
    blank = cash | {"tipo": "", "punto_venta": "", "numero": ""}
    done = office.pay(transfer, blank, other)
    assert done.rows == {Estado.INVALIDO: 2, Estado.PAGADO: 1}
    assert paid_at(office.box)[FIRST] == 0
    assert office.pay(transfer, cash, other).rows == {Estado.PAGADO: 2, Estado.YA_PAGADO: 1}
    assert paid_at(office.box)[FIRST] == Decimal(15)


def test_a_total_that_disagrees_and_an_unknown_comprobante_are_invalid(office: Office) -> None:
    done = office.pay(payment(1, "1", total="2"), payment(9, "1", total=""))
    assert done.rows == {Estado.INVALIDO: 2}


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.SERVER_DONE, Fault.BROKEN, Fault.GATEWAY])
def test_a_lost_answer_is_settled_by_the_account_and_marked_as_inferred(
    office: Office, fault: Fault
) -> None:
    office.box.plan.named[FIRST] = [fault]
    done = office.pay(payment(1, "10"), payment(1, "5"))
    assert done.rows == {Estado.PAGADO: 2}
    assert paid_at(office.box)[FIRST] == Decimal(15)


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.SERVER])
def test_what_did_not_arrive_is_never_sent_again_by_itself(office: Office, fault: Fault) -> None:
    office.box.plan.named[FIRST] = [fault]
    done = office.pay(payment(1, "10"), payment(1, "5"))
    assert done.rows == {Estado.A_REVISAR: 1, Estado.PENDIENTE: 1}
    assert office.pay(payment(1, "10"), payment(1, "5")).exit_code == 4
    assert paid_at(office.box)[FIRST] == 0


@pytest.mark.slow
def test_a_person_says_that_it_was_not_applied_and_it_is_sent_once(office: Office) -> None:
    office.box.plan.named[FIRST] = [Fault.RESET]
    rows = (payment(1, "10"), payment(1, "5"))
    office.pay(*rows)
    answer(office, "no se aplicó")
    assert office.pay(*rows).rows == {Estado.PAGADO: 2}
    assert paid_at(office.box)[FIRST] == Decimal(15)


def test_a_person_who_is_wrong_about_it_does_not_make_it_twice(office: Office) -> None:
    """The balance is asked again before sending: it shows what the person overlooked."""
    office.box.plan.named[CONSUMER] = [Fault.LOST]
    rows = (payment(1, "10", tipo="FACTURA B"),)
    assert office.pay(*rows).rows == {Estado.A_REVISAR: 1}  # no account: the status says no figure
    answer(office, "not-applied")
    assert office.pay(*rows).rows == {Estado.A_REVISAR: 1}
    assert paid_at(office.box)[CONSUMER] == Decimal(10)


def test_a_client_without_account_is_settled_only_by_a_payment_of_the_whole(
    office: Office,
) -> None:
    office.box.plan.named[CONSUMER] = [Fault.LOST]
    total = total_of(office, CONSUMER)
    assert office.pay(payment(1, str(total), tipo="FACTURA B")).rows == {Estado.PAGADO: 1}


def test_a_balance_that_nobody_explains_waits_until_somebody_accepts_it(office: Office) -> None:
    means = [{"descripcion": "En la caja", "importe": Decimal(20)}]
    elsewhere = {"formas_pago": means, "total": Decimal(20)}
    office.box.books.pay(held_as(office, FIRST), elsewhere)
    assert office.pay(payment(1, "10")).rows == {Estado.A_REVISAR: 1}
    answer(office, "aceptar")
    assert office.pay(payment(1, "10")).rows == {Estado.PAGADO: 1}
    assert paid_at(office.box)[FIRST] == Decimal(30)


@pytest.mark.slow
def test_a_ledger_restored_from_before_a_payment_does_not_make_it_again(office: Office) -> None:
    home = office.folder / "home"
    backup = office.folder / "backup"
    shutil.copytree(home, backup)
    assert office.pay(payment(1, "10")).rows == {Estado.PAGADO: 1}
    shutil.rmtree(home)
    shutil.copytree(backup, home)
    assert office.pay(payment(1, "10")).rows == {Estado.A_REVISAR: 1}
    assert paid_at(office.box)[FIRST] == Decimal(10)


def test_a_payment_that_came_with_issuing_counts(tmp_path: Path) -> None:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        rows = [row(1, tipo="FACTURA A", pago_descripcion="VISA", pago_importe="50")]
        assert run(Job((write_csv(tmp_path / "v.csv", rows),), settings)).exit_code == 0
        pagos = write_csv(tmp_path / "p.csv", [payment(1, "10")])
        assert run_pay(Job((pagos,), settings)).rows == {Estado.PAGADO: 1}
        assert paid_at(box)[FIRST] == Decimal(60)


def answer(office: Office, word: str) -> None:
    """What a person answers to the only question."""
    with open_ledger(office.settings) as ledger:
        (waiting,) = ledger.reviews.waiting()
        decide(ledger, waiting, Decision("Ana", word, "lo miré en la cuenta"))
        (review,) = ledger.reviews.of([waiting.id])[waiting.id][-1:]
        assert review.who == "Ana"


@pytest.mark.slow
def test_a_payment_is_counted_in_pesos_whatever_its_comprobante_is_in(tmp_path: Path) -> None:
    with Sandbox() as box:
        office = Office(box, tmp_path, ("FACTURA B",))
        dollars = row(9, tipo="FACTURA B", moneda="DOL", cotizacion="1415,5")
        run(Job((write_csv(tmp_path / "dol.csv", [dollars]),), office.settings))
        named = {"descripcion": "Efectivo", "importe": "10"}
        done = office.pay(
            {"comprobante": "FACTURA B 1-1", **named}, {"comprobante": "FACTURA B 1-2", **named}
        )
    assert done.rows == {Estado.PAGADO: 2}
    assert done.files[0].money[Estado.PAGADO] == {"PES": Decimal(20)}


DOLLARS: dict[str, Any] = {
    "moneda": "DOL",
    "cotizacion": "1045,5",
    "precio_unitario_sin_iva": "100",
}
"""121 dollars, which are 126505.50 pesos."""


def emit(box: Sandbox, folder: Path, *rows: dict[str, Any], name: str = "ventas.csv") -> Outcome:
    return run(Job((write_csv(folder / name, rows),), settings_for(box, folder / "home")))


def drop(box: Sandbox, folder: Path, *rows: dict[str, Any], name: str = "pagos.csv") -> Outcome:
    return run_pay(Job((write_csv(folder / name, rows),), settings_for(box, folder / "home")))


def errors(done: Outcome) -> str:
    whole = load_workbook(done.files[0].result or "")["Resultado"]
    column = [cell.value for cell in whole[1]].index("errores")
    return " ".join(str(line[column]) for line in whole.iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("account_name", [None, "resultados"])
def test_dollars_are_paid_in_pesos_from_end_to_end_whether_the_list_is_bare_or_wrapped(
    account_name: str | None, tmp_path: Path
) -> None:
    with Sandbox(Options(rehearsal=Rehearsal(account_name=account_name))) as box:
        assert emit(box, tmp_path, row(1, tipo="FACTURA A", **DOLLARS)).exit_code == 0
        parts = [payment(1, "100000"), payment(1, "26505,50"), payment(1, "0,01")]
        done = drop(box, tmp_path, *parts)
        assert done.rows == {Estado.PAGADO: 2, Estado.INVALIDO: 1}
        assert done.files[0].money[Estado.PAGADO] == {"PES": Decimal("126505.50")}
        assert "126.505,50 pesos (DOL 121,00 a 1045,5)" in errors(done)
        assert drop(box, tmp_path, *parts[:2]).rows == {Estado.YA_PAGADO: 2}
        assert paid_at(box)[FIRST] == Decimal("126505.50")


@pytest.mark.slow
def test_what_is_paid_at_once_of_dollars_is_in_pesos_and_counts(tmp_path: Path) -> None:
    at_once = {"pago_descripcion": "Transferencia", "pago_importe": "126505,50"}
    with Sandbox() as box:
        assert emit(box, tmp_path, row(1, tipo="FACTURA A", **DOLLARS, **at_once)).exit_code == 0
        assert paid_at(box)[FIRST] == Decimal("126505.50")
        assert drop(box, tmp_path, payment(1, "1")).rows == {Estado.INVALIDO: 1}


@covering(each, tipo=["FACTURA A", "FACTURA B"], cells=[{}, DOLLARS])
def test_what_a_credit_note_paid_off_says_so_and_takes_no_payment(
    tipo: str, cells: dict[str, Any], tmp_path: Path
) -> None:
    note = f"NOTA DE CREDITO {tipo[-1]}"
    invoice = row(1, tipo=tipo, **cells)
    corrects = invoice | {"referencia": "NC", "tipo": note, "asociado_referencia": "R-00001"}
    with Sandbox() as box:
        assert emit(box, tmp_path, invoice, corrects).exit_code == 0
        done = drop(box, tmp_path, payment(1, "10", tipo=tipo))
        assert done.rows == {Estado.INVALIDO: 1}
        assert f"la nota de crédito {note} 00001-00000001 dejó saldado" in errors(done)
        assert box.books.requests["facturacion/pagar"] == 0


@pytest.mark.slow
def test_a_credit_note_on_what_was_partly_paid_leaves_the_rest_to_be_paid(tmp_path: Path) -> None:
    invoice = row(1, tipo="FACTURA A")
    corrects = {"referencia": "NC", "tipo": "NOTA DE CREDITO A", "asociado_referencia": "R-00001"}
    with Sandbox() as box:
        emit(box, tmp_path, invoice)
        assert drop(box, tmp_path, payment(1, "10")).rows == {Estado.PAGADO: 1}
        assert emit(box, tmp_path, invoice | corrects, name="nota.csv").exit_code == 0
        assert drop(box, tmp_path, payment(1, "7"), name="mas.csv").rows == {Estado.PAGADO: 1}
        assert paid_at(box)[FIRST] == Decimal(17)


@pytest.mark.slow
def test_more_than_what_a_client_without_account_owes_is_sent_only_when_a_person_approves_it(
    office: Office,
) -> None:
    total = total_of(office, CONSUMER)
    rows = (payment(1, "1", tipo="FACTURA B"), payment(1, str(total), tipo="FACTURA B"))
    assert office.pay(*rows).rows == {Estado.PAGADO: 1, Estado.A_REVISAR: 1}
    assert office.box.books.requests["facturacion/pagar"] == 1
    answer(office, "aprobar")
    assert office.pay(*rows).rows == {Estado.YA_PAGADO: 1, Estado.A_REVISAR: 1}
    assert office.box.books.requests["facturacion/pagar"] == 2
    assert paid_at(office.box)[CONSUMER] == Decimal(1)
