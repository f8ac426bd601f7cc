"""Statements as banks send them: both directions, their own proof, and what is no movement."""

from __future__ import annotations

import asyncio
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from planilla.common.errors import InputError, MissingColumns, UnreadableFile
from planilla.reconcile.gather import Gathered
from planilla.reconcile.job import Reconcile
from planilla.reconcile.matching.frames import PAYMENTS
from planilla.reconcile.seen_payments import SEEN, identified, nothing
from planilla.reconcile.sequence import Reconciliation, reconcile_one
from planilla.reconcile.sources import SourceFrame, read_source
from planilla.reconcile.statements import all_payments
from planilla.sandbox.server import Sandbox
from schemas.codes import tipo
from schemas.sources.declaration import Declaration
from tests.helpers import settings_for

GALICIA = "Fecha;Descripción;Débitos;Créditos;Grupo de Conceptos;Concepto\n"
NACION = "Fecha;Comprobante;Concepto;Importe;Saldo\n"
MACRO = "Fecha;Referencia;Codigo Causal;Concepto;Debito;Credito;Saldo\n"
INVOICES = "Fecha;Tipo;Punto de venta;Número;CUIT;Razón social;Total\n"
CUIT = "30712345671"
NEW = {name: kind for name, kind in SEEN.items() if name not in PAYMENTS}


def written(folder: Path, text: str, name: str = "banco.csv") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, text: str) -> SourceFrame:
    return read_source(written(folder, text), (), "payments")


def done(folder: Path, *statements: str, total: str = "1210,00") -> Reconciliation:
    """One invoice of a client against statements, in one home."""
    invoice = f"{INVOICES}02/11/2026;FACTURA A;3;101;{CUIT};Uno;{total}\n"
    files = [written(folder, text, f"{n}.csv") for n, text in enumerate(statements)]
    job = Reconcile(
        invoices=(written(folder, invoice, "facturas.csv"),),
        payments=tuple(files),
        out=folder / "out",
    )
    with Sandbox() as box:
        settings = settings_for(box, folder / "home")
        return asyncio.run(reconcile_one(job, settings))


def registered(found: Reconciliation) -> list[Decimal]:
    return found.reconciled.to_register["importe"].to_list()


def motives(found: Reconciliation) -> list[str]:
    return found.reconciled.matching.review["motivo"].to_list()


CREDIT = f"16/11/2026;Transferencia;;1210,00;T;{CUIT}\n"


@pytest.mark.parametrize(
    "back",
    [
        f"17/11/2026;Reversa transferencia;1210,00;;T;{CUIT}\n",
        f"18/11/2026;Anulacion credito;;-1210,00;T;{CUIT}\n",
        f"18/11/2026;Devolución transferencia;-1210,00;;T;{CUIT}\n",
    ],
)
def test_a_credit_that_went_out_again_pays_nothing(tmp_path: Path, back: str) -> None:
    found = done(tmp_path, GALICIA + CREDIT + back)
    assert registered(found) == []
    assert motives(found) == []
    assert found.reconciled.closes
    assert found.reconciled.matching.documents["resta"].to_list() == [Decimal(1210)]


def test_a_rejected_cheque_pays_nothing(tmp_path: Path) -> None:
    text = (
        "16/11/2026;Deposito cheque FACTURA A 0003-00000101;;1210,00;C;\n"
        "18/11/2026;Cheque rechazado FACTURA A 0003-00000101;1210,00;;C;\n"
    )
    found = done(tmp_path, GALICIA + text)
    assert (registered(found), motives(found)) == ([], [])


def test_the_payment_after_the_one_that_came_back_pays(tmp_path: Path) -> None:
    text = f"17/11/2026;Reversa;1210,00;;T;{CUIT}\n20/11/2026;Transferencia;;1210,00;T;{CUIT}\n"
    found = done(tmp_path, GALICIA + CREDIT + text)
    assert registered(found) == [Decimal(1210)]
    assert found.reconciled.to_register["fecha"].to_list() == [date(2026, 11, 20)]


def test_of_two_credits_that_one_reversal_may_mean_a_person_decides(tmp_path: Path) -> None:
    other = f"16/11/2026;Transferencia;;1210,00;T;{CUIT} VARIOS\n"
    found = done(tmp_path, f"{GALICIA}{CREDIT}{other}17/11/2026;Reversa;1210,00;;T;{CUIT}\n")
    assert registered(found) == []
    assert len(motives(found)) == 2
    assert all("puede devolver este cobro" in motive for motive in motives(found))


def test_a_reversal_that_says_nothing_of_the_payer_is_for_a_person(tmp_path: Path) -> None:
    found = done(tmp_path, f"{GALICIA}{CREDIT}17/11/2026;Contrasiento;1210,00;;T;\n")
    assert registered(found) == []
    assert "puede devolver este cobro" in motives(found)[0]


@pytest.mark.parametrize(
    "other",
    [
        "17/11/2026;Reversa;1210,00;;T;20-12345678-6\n",  # another payer
        "17/11/2026;Imp. ley 25413 devolucion;1210,00;;T;\n",  # the bank's own
        f"15/11/2026;Reversa;1210,00;;T;{CUIT}\n",  # before it came
        f"17/12/2026;Reversa;1210,00;;T;{CUIT}\n",  # long after
        "17/11/2026;Pago de servicios;1210,00;;T;\n",
    ],
)
def test_what_went_out_for_something_else_takes_nothing_back(tmp_path: Path, other: str) -> None:
    assert registered(done(tmp_path, GALICIA + CREDIT + other)) == [Decimal(1210)]


def test_a_part_that_went_back_is_told_and_the_rest_is_for_a_person(tmp_path: Path) -> None:
    found = done(tmp_path, f"{GALICIA}{CREDIT}18/11/2026;Devolucion;210,00;;T;{CUIT}\n")
    assert registered(found) == []
    assert motives(found) == [
        "De este cobro volvieron 210,00 el 18/11/2026, y quedan 1.000,00: elija su comprobante, "
        "o NINGUNO."
    ]
    assert found.reconciled.closes


def test_a_reversal_in_a_later_statement_is_remembered(tmp_path: Path) -> None:
    assert registered(done(tmp_path, GALICIA + CREDIT)) == [Decimal(1210)]
    back = f"{GALICIA}17/11/2026;Reversa;1210,00;;T;{CUIT}\n"
    assert registered(done(tmp_path, back)) == []
    (tmp_path / "0.csv").unlink()
    assert registered(done(tmp_path)) == []  # neither file is given any more


def test_two_reversals_of_two_equal_credits_take_both_and_no_third(tmp_path: Path) -> None:
    back = "".join(f"{day}/11/2026;Reversa;1210,00;;T;{CUIT}\n" for day in (17, 21))
    later = "".join(f"{day}/11/2026;Transferencia;;1210,00;T;{CUIT}\n" for day in (20, 25))
    found = done(tmp_path, GALICIA + CREDIT + back + later)
    assert found.reconciled.to_register["fecha"].to_list() == [date(2026, 11, 25)]


def test_a_cheque_is_no_transfer_and_its_row_says_why_it_is_not_registered(tmp_path: Path) -> None:
    found = done(tmp_path, f"{GALICIA}16/11/2026;Deposito eCheq;;1210,00;C;{CUIT}\n")
    assert registered(found) == []
    assert "no toma cheques" in motives(found)[0]
    assert found.reconciled.payments["medio"].to_list() == ["Cheque"]


MERCADOPAGO = "date_created;operation_id;external_reference;status;transaction_amount;{more}\n"


def test_a_partial_refund_of_mercadopago_is_no_income(tmp_path: Path) -> None:
    text = (
        MERCADOPAGO.format(more="amount_refunded")
        + "16/11/2026;7;FACTURA A 3-101;approved;1210,00;210,00\n"
    )
    found = done(tmp_path, text)
    assert registered(found) == []
    assert "volvieron 210,00" in motives(found)[0]
    assert found.reconciled.payments["importe"].to_list() == [Decimal(1000)]


def test_a_collection_that_is_refunded_in_a_later_export_is_taken_back(tmp_path: Path) -> None:
    row = "16/11/2026;7;FACTURA A 3-101;{state};1210,00;\n"
    head = MERCADOPAGO.format(more="")
    assert registered(done(tmp_path, head + row.format(state="approved"))) == [Decimal(1210)]
    refunded = head + row.format(state="refunded")
    refunded += "17/11/2026;8;OTRA;approved;5,00;\n"
    assert registered(done(tmp_path, refunded)) == []


def test_a_card_that_was_rejected_first_takes_nothing_back(tmp_path: Path) -> None:
    head = MERCADOPAGO.format(more="")
    row = "16/11/2026;{n};FACTURA A 3-101;{state};1210,00;\n"
    tries = "".join(
        row.format(n=n, state=state) for n, state in enumerate(("rejected", "refunded", "approved"))
    )
    assert registered(done(tmp_path, head + tries)) == [Decimal(1210)]


def test_a_sheet_of_payments_may_have_a_balance_where_it_names_invoices(tmp_path: Path) -> None:
    text = "Fecha;Factura;Forma de pago;Monto;Saldo\n1/11/2026;FC A 3-101;Transferencia;10;0\n"
    assert read(tmp_path, text).declaration.title == "Pagos de planilla"


def test_footers_and_titles_are_listed_and_are_no_movements(tmp_path: Path) -> None:
    text = (
        f"{NACION}20/11/2026;1;TRF;1.210,00;11.210,00\n21/11/2026;2;IMP;-7,26;11.202,74\n"
        ";;Saldo anterior;10.000,00;\n;;Total creditos;1.210,00;\n"
        ";;Saldo al cierre;11.202,74;11.202,74\n"
        "Fecha;Comprobante;Concepto;Importe;Saldo\nFin del archivo;;;;\n20/11/2026 14:05:08\n"
    )
    found = read(tmp_path, text)
    assert found.frame["importe"].to_list() == [Decimal(1210)]
    assert [note.row for note in found.notes] == [4, 5, 6, 7, 8, 9]
    assert {note.code for note in found.notes} == {"NO_ES_MOVIMIENTO"}
    assert (found.faults, found.left_out) == ((), 1)


def test_a_date_that_cannot_be_read_beside_an_amount_is_a_fault(tmp_path: Path) -> None:
    found = read(tmp_path, f"{NACION}31/02/2026;1;TRF;10,00;10,00\n20/11/2026;1;T;5,00;15,00\n")
    assert [(fault.row, fault.code) for fault in found.faults] == [(2, "NO_ES_FECHA")]


@pytest.mark.parametrize("upwards", [False, True])
def test_a_balance_that_does_not_follow_is_told_with_its_row(tmp_path: Path, upwards: bool) -> None:
    rows = [
        "16/11/2026;1;A;100,00;1.100,00\n",
        "17/11/2026;2;B;-50,00;1.050,00\n",
        "18/11/2026;3;C;10,00;1.070,00\n",
        "19/11/2026;4;D;5,00;1.075,00\n",
    ]
    found = read(tmp_path, NACION + "".join(reversed(rows) if upwards else rows))
    assert [(fault.row, fault.code) for fault in found.faults] == [
        (3 if upwards else 4, "SALDO_NO_SIGUE")
    ]
    assert "da 1.060,00, y la diferencia es 10,00" in found.faults[0].message
    assert len(found.frame) == 3  # what came in is read all the same


def test_opening_and_movements_give_the_closing_balance(tmp_path: Path) -> None:
    text = f"{NACION};;Saldo anterior;100,00;\n16/11/2026;1;A;10,00;\n;;Saldo final;120,00;\n"
    found = read(tmp_path, text)
    assert [(fault.row, fault.code) for fault in found.faults] == [(3, "CIERRE")]
    assert "da 110,00, y el extracto cierra en 120,00" in found.faults[0].message


def test_a_debit_column_proves_the_balance_too_however_it_is_signed(tmp_path: Path) -> None:
    text = "17/11/2026;2;9;IMP;{debit};;50,00\n16/11/2026;1;9;TRF;;100,00;60,00\n"
    for debit in ("10,00", "-10,00"):
        assert read(tmp_path, MACRO + text.format(debit=debit)).faults == ()
    wrong = read(tmp_path, MACRO + text.format(debit="9,00"))
    assert [(fault.row, fault.code) for fault in wrong.faults] == [(2, "SALDO_NO_SIGUE")]


def test_a_letter_says_what_went_out(tmp_path: Path) -> None:
    columns: dict[str, tuple[str, ...]] = {
        "fecha": ("Día",),
        "importe": ("Monto",),
        "sentido": ("D/C",),
    }
    mine = Declaration(title="Mío", yields="payments", columns=columns)
    text = "Día;Monto;D/C\n1/11/2026;10;C\n1/11/2026;20;D\n1/11/2026;30;X\n"
    found = read_source(written(tmp_path, text), [mine])
    assert found.frame["importe"].to_list() == [Decimal(10)]
    assert [(fault.row, fault.code) for fault in found.faults] == [(4, "SENTIDO")]


def test_what_was_bought_is_never_a_sale(tmp_path: Path) -> None:
    head = "Fecha;Tipo;Punto de Venta;Número Desde;Nro. Doc. Emisor;Nro. Doc. Receptor;Imp. Total\n"
    path = written(tmp_path, f"{head}2/11/2026;1;10;9;30712345671;30707070707;10\n")
    with pytest.raises(UnreadableFile, match="compras"):
        read_source(path, (), "documents")


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        ("Fecha;Concepto;Tipo;Importe;Saldo", "Se parece a «Banco Nación», pero falta «Comprob"),
        ("Fecha;Comprobante;Concepto;Importe;D/C;Saldo", "pero sobra «D/C»"),
        ("Fecha;Descripcion;Debitos;Creditos;Saldo", r"a «Banco BBVA \(CSV\)», pero falta «Refe"),
        ("Fecha;Importe;Descripción;Saldo", "Se parece a "),
        ("Uno;Dos", "no son de ningún origen conocido"),
    ],
)
def test_what_is_near_a_source_but_not_it_is_refused_with_what_it_lacks(
    tmp_path: Path, headings: str, told: str
) -> None:
    with pytest.raises(MissingColumns, match=told):
        read(tmp_path, f"{headings}\n1/11/2026;1;1;1;1;1\n")


def test_a_statement_of_credits_and_debits_is_not_our_sheet_of_payments(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read(tmp_path, "Fecha;Descripción;Importe;D/C;CUIT\n1/11/2026;T;10;D;30712345671\n")


@pytest.mark.parametrize(
    ("spelled", "means"),
    [
        ("201 - Factura de Crédito electrónica MiPyMEs (FCE) A", 201),
        ("FACTURA DE CREDITO ELECTRONICA MiPyMEs (FCE) B", 206),
        ("202 - Nota de Débito electrónica MiPyMEs (FCE) A", 202),
        ("NOTA DE CREDITO ELECTRONICA MiPyMEs (FCE) C", 213),
        ("FACTURAS A", 1),
        ("NOTAS DE CREDITO B", 8),
        ("19 - Factura de Exportación", 19),
        ("NOTAS DE DEBITO POR OPERACIONES CON EL EXTERIOR", 20),
        ("FACTURAS DE EXPORTACION", 19),
        ("Factura electrónica C", 11),
    ],
)
def test_arcas_spellings_of_a_tipo_are_known(spelled: str, means: int) -> None:
    assert tipo(spelled) == tipo(str(means)) is not None


def test_a_number_and_a_spelling_that_disagree_mean_none() -> None:
    assert tipo("201 - Factura A") is None


@pytest.mark.parametrize(
    ("text", "title", "said"),
    [
        (f"{MACRO}16/11/2026;1;9;TRF {CUIT};;100,00;60,00\n", "Banco Macro", None),
        (
            "Movimientos de CC $ 1\nFecha contable;Cod de Concepto;Concepto;Debito en $;"
            "Credito en $;Saldo en $;Nombre;Nro doc\n"
            f"17/11/2026;805;IMP;-1,00;;99,00;;\n16/11/2026;9;TRF;;100,00;100,00;ÑANDU;{CUIT}\n",
            "Banco ICBC",
            CUIT,
        ),
    ],
)
def test_further_banks_are_read(tmp_path: Path, text: str, title: str, said: str | None) -> None:
    found = read(tmp_path, text)
    assert found.declaration.title == title
    assert found.frame.select("importe", "documento_nro").rows() == [(Decimal(100), said)]
    assert found.faults == ()


def test_lines_of_an_earlier_version_keep_their_names_and_footers_go(tmp_path: Path) -> None:
    text = f"{NACION}20/11/2026;1;TRF {CUIT};1.210,00;\n;;Saldo anterior;10.000,00;\n"
    found = read(tmp_path, text)
    assert found.once
    assert found.once[0]["importe"].to_list() == [Decimal(1210), Decimal(10000)]
    assert found.once[0].schema == pl.Schema(PAYMENTS)


def test_a_line_that_was_registered_under_an_earlier_name_stays_registered(
    tmp_path: Path,
) -> None:
    """A list of Macro with the headings of a sheet of payments was one, once."""
    text = (
        "Fecha;Referencia;Codigo Causal;Concepto;Debito;Credito;Saldo;Importe;Descripción\n"
        f"16/11/2026;77;9;TRF {CUIT};;1210,00;;1210,00;T\n17/11/2026;78;9;IMP;9,00;;;9,00;I\n"
    )
    source = read(tmp_path, text)
    assert source.declaration.title == "Banco Macro"
    assert source.once
    then = identified(source.once[0])
    gathered = Gathered(statements=[source])
    done_then = {then["id"][0]: "FACTURA A 00003-00000101"}
    known = then.with_columns(pl.lit(None, dtype=kind).alias(n) for n, kind in NEW.items())
    whole = all_payments(known.select(list(SEEN)), gathered, done_then)
    assert whole.select("id", "source").rows() == [(then["id"][0], "Banco Macro")]
    fresh = all_payments(nothing(), Gathered(statements=[source]), {})
    assert fresh["id"].to_list() == identified(source.frame)["id"].to_list()


def test_a_reversal_of_what_was_registered_says_where_to_undo_it(tmp_path: Path) -> None:
    source = read(tmp_path, f"{GALICIA}{CREDIT}17/11/2026;Reversa;1210,00;;T;{CUIT}\n")
    one = identified(source.frame)["id"][0]
    gathered = Gathered(statements=[source])
    all_payments(nothing(), gathered, {one: "FACTURA A 00003-00000101"})
    assert [(fault.row, fault.code) for _, fault in gathered.faults] == [(3, "VOLVIO_REGISTRADO")]
    assert "ya se registró en FACTURA A 00003-00000101" in gathered.faults[0][1].message


def test_a_reversal_without_its_credit_is_told(tmp_path: Path) -> None:
    found = done(tmp_path, f"{GALICIA}17/11/2026;Reversa transferencia;7,00;;T;{CUIT}\n")
    assert [fault.code for _, fault in found.faults] == ["VOLVIO_OTRO"]
