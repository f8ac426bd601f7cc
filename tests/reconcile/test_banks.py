"""Banks' layouts: each as its sample has it, and what only looks like one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from planilla.common.errors import MissingColumns
from planilla.reconcile.gather import Gathered
from planilla.reconcile.seen_payments import SEEN, identified, nothing
from planilla.reconcile.sources import SourceFrame, read_source
from planilla.reconcile.statements import all_payments
from sample_data.conciliacion.expected import HERE as OTHERS
from sample_data.extractos.expected import EXPECTED, outcomes, samples
from schemas.sources.declaration import FOLDER, built_in
from tests.reconcile.test_statements import CUIT, NACION, NEW, done, registered, written

SANTANDER = "Fecha;Suc. Origen;Desc. Sucursal;Cod. Operativo;Referencia;Concepto;Importe;Saldo\n"
BBVA = "Fecha;Fecha Valor;Concepto;Codigo;Número Documento;Oficina;Crédito;Débito;Detalle\n"
RELEASES = (
    "DATE,SOURCE_ID,EXTERNAL_REFERENCE,RECORD_TYPE,DESCRIPTION,NET_CREDIT_AMOUNT,"
    "NET_DEBIT_AMOUNT,GROSS_AMOUNT,MP_FEE_AMOUNT\n"
)


def read(folder: Path, text: str, name: str = "banco.csv") -> SourceFrame:
    return read_source(written(folder, text, name), yields="payments")


def seen(*sources: SourceFrame) -> pl.DataFrame:
    return all_payments(nothing(), Gathered(statements=list(sources)), {})


def test_every_sample_is_read_as_it_is_expected() -> None:
    assert outcomes() == EXPECTED.read_text(encoding="utf-8")


def test_every_layout_has_a_sample_and_says_where_it_is_from() -> None:
    found = [*samples(), *(one for one in OTHERS.iterdir() if one.suffix in {".csv", ".xlsx"})]
    mine = "mi_banco.csv"
    read_as = {read_source(one).declaration.title for one in found if one.name != mine}
    refused = {one.title for one in built_in() if one.refuse}
    assert read_as == {one.title for one in built_in()} - refused
    for sample in samples():
        title = read_source(sample).declaration.title
        (toml,) = (
            text
            for path in FOLDER.glob("*.toml")
            if f'title = "{title}"\n' in (text := path.read_text(encoding="utf-8"))
        )
        assert toml.startswith("# ")


def test_a_workbook_of_provincia_has_a_column_of_numbers_before_its_headings(
    tmp_path: Path,
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (
        ["Banco Provincia"],
        ["Cuenta: 5000-1/2"],
        [None, "Fecha", "Importe", "Descripción", "Saldo"],
        [1, "16/11/2026", 1210, f"TRANSF. {CUIT}", 5000],
        [2, "17/11/2026", -7.26, "IMP", 4992.74],
        ["Total", None, "1.202,74"],
        ["Generado el 20/11/2026"],
    ):
        sheet.append(cells)
    book.save(tmp_path / "x.xlsx")
    found = read_source(tmp_path / "x.xlsx", yields="payments")
    assert found.declaration.title == "Banco Provincia"
    assert found.frame.select("importe", "cuenta").rows() == [(Decimal(1210), "5000-1/2")]
    assert (found.faults, [note.row for note in found.notes]) == ((), [6, 7])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Fecha;Importe;Descripción;Saldo\n16/11/2026;1;A;1\n", "Se parece a "),
        ("Fecha;Concepto;Importe;Saldo\n16/11/2026;A;1;1\n", "Se parece a "),
        (SANTANDER.replace("Suc. Origen;", "") + "16/11/2026;A;B;C;D;1;1\n", "falta «Suc. Origen»"),
        (SANTANDER.replace("Importe;", "Importe U$S;") + "16/11/2026;1;A;B;C;D;1;1\n", "«Importe»"),
        (BBVA.replace("Oficina;", "") + "16-11-2026;16-11-2026;A;1;2;1;;B\n", "falta «Oficina»"),
    ],
)
def test_what_is_near_a_layout_is_refused_with_an_offer(
    tmp_path: Path, text: str, told: str
) -> None:
    if told == "falta «Oficina»":  # it is a layout of another bank, then
        assert read(tmp_path, text).declaration.title == "Banco Supervielle"
        return
    with pytest.raises(MissingColumns, match=told) as refused:
        read(tmp_path, text)
    assert "planilla source" in refused.value.message


@pytest.mark.parametrize("letters", ["C D", "H D", "Crédito Débito"])
def test_a_letter_that_tells_debits_is_never_passed_over(tmp_path: Path, letters: str) -> None:
    came, went = letters.split()
    head = NACION.strip().replace("Importe", "Movim.;Importe") + "\n"
    text = f"{head}16/11/2026;1;A;{came};10,00;10,00\n17/11/2026;2;B;{went};4,00;6,00\n"
    with pytest.raises(MissingColumns, match=r"«Movim\.» dice qué entró y qué salió"):
        read(tmp_path, text)


def test_overlapping_downloads_count_once(tmp_path: Path) -> None:
    rows = [
        f"{day}/11/2026;0;Casa;4805;{day:09};Transferencia {CUIT};100,00;{day}00,00\n"
        for day in (19, 18, 17, 16)
    ]
    first = read(tmp_path, SANTANDER + "".join(rows[1:]), "a.csv")
    second = read(tmp_path, SANTANDER + "".join(rows[:3]), "b.csv")
    assert len(seen(first, second)) == 4


def test_a_movement_of_the_day_is_the_same_once_its_balance_is_printed(tmp_path: Path) -> None:
    row = f"20/11/2026;0;Casa;4805;7;Transferencia {CUIT};100,00;{{balance}}\n"
    today = f"Movimientos del Día\n{SANTANDER}{row.format(balance='0,00')}"
    later = f"Últimos Movimientos\n{SANTANDER}{row.format(balance='1.100,00')}"
    assert len(seen(read(tmp_path, today, "a.csv"), read(tmp_path, later, "b.csv"))) == 1


def test_a_part_without_balances_proves_nothing_and_the_other_does(tmp_path: Path) -> None:
    text = (
        f"Movimientos del Día\n{SANTANDER}20/11/2026;0;C;1;1;A;5,00;0,00\n"
        f"Últimos Movimientos\n{SANTANDER}19/11/2026;0;C;1;2;B;10,00;{{balance}}\n"
        "18/11/2026;0;C;1;3;C;1,00;90,00\n17/11/2026;0;C;1;4;D;(9,00);89,00\n"
    )
    assert read(tmp_path, text.format(balance="100,00")).faults == ()
    wrong = read(tmp_path, text.format(balance="101,00"))
    assert [(fault.row, fault.code) for fault in wrong.faults] == [(6, "SALDO_NO_SIGUE")]


def test_equal_movements_of_two_accounts_are_two_and_each_proves_itself(tmp_path: Path) -> None:
    row = f"16/11/2026;0;C;1;1;Transferencia {CUIT};10,00;"
    text = (
        f"Cuenta corriente en Pesos Nro. 111-000001/1\n{SANTANDER}{row}110,00\n"
        f"15/11/2026;0;C;1;9;X;1,00;100,00\n"
        f"Cuenta corriente en Pesos Nro. 111-000002/2\n{SANTANDER}{row}510,00\n"
        f"15/11/2026;0;C;1;8;Y;1,00;500,00\n"
    )
    found = read(tmp_path, text)
    assert (len(found.frame), found.faults) == (4, ())
    assert found.frame["cuenta"].unique().sort().to_list() == ["111-000001/1", "111-000002/2"]
    assert len(seen(found)) == 4


def test_one_accounts_reversal_takes_nothing_back_from_another(tmp_path: Path) -> None:
    def account(number: int, row: str) -> str:
        return f"Cuenta: 111-00000{number}/1\n{SANTANDER}16/11/2026;0;C;1;1;{row};\n"

    one = account(1, f"Transferencia {CUIT};1.210,00")
    other = account(2, f"Reversa transferencia {CUIT};(1.210,00)")
    assert registered(done(tmp_path / "a", one + other)) == [Decimal(1210)]
    both = one + f"17/11/2026;0;C;1;2;Reversa transferencia {CUIT};(1.210,00);\n"
    assert registered(done(tmp_path / "b", both)) == []


@pytest.mark.parametrize(
    ("title", "account", "currency"),
    [
        ("Cuenta corriente en Pesos Nro. 1-22/3", "1-22/3", "PES"),
        ("Cuenta corriente en Dólares Nro. 1-22/3", "1-22/3", "DOL"),
        ("Movimientos de CC U$S 0001/0002/03", "0001/0002/03", "DOL"),
        ("Cuenta: del 01/11/2026 al 20/11/2026", None, "PES"),
        ("Consulta 1234567 del 20/11/2026", None, "PES"),
        ("Cotización del dólar: 1.415,50", None, "PES"),
    ],
)
def test_the_title_over_the_rows_says_the_account_and_its_currency(
    tmp_path: Path, title: str, account: str | None, currency: str
) -> None:
    found = read(tmp_path, f"{title};;;;\n{NACION}16/11/2026;1;TRF;10,00;10,00\n")
    assert found.frame.select("cuenta", "moneda").rows() == [(account, currency)]


def test_a_line_that_was_known_without_its_account_keeps_its_name(tmp_path: Path) -> None:
    bare = read(tmp_path, f"{NACION}16/11/2026;1;TRF {CUIT};10,00;10,00\n")
    known = seen(bare)
    titled = read(tmp_path, f"Cuenta: 123-4;;;;\n{NACION}16/11/2026;1;TRF {CUIT};10,00;10,00\n")
    assert identified(titled.frame)["id"][0] != known["id"][0]
    whole = all_payments(known, Gathered(statements=[titled]), {})
    assert whole["id"].to_list() == known["id"].to_list()


def test_a_line_that_another_layout_had_named_keeps_its_name(tmp_path: Path) -> None:
    """BBVA's workbook has all the columns of Supervielle's, and was read as that."""
    text = f"{BBVA}16-11-2026;16-11-2026;TRANSF {CUIT};1;2;3;10,00;;X\n"
    found = read(tmp_path, text)
    assert found.declaration.title == "Banco BBVA"
    supervielle = next(one for one in built_in() if one.title == "Banco Supervielle")
    then = identified(read_source(tmp_path / "banco.csv", [supervielle]).frame)
    known = then.with_columns(pl.lit(None, dtype=kind).alias(n) for n, kind in NEW.items())
    whole = all_payments(known.select(list(SEEN)), Gathered(statements=[found]), {})
    assert whole.select("id", "source").rows() == [(then["id"][0], "Banco BBVA")]


def test_releases_are_what_the_client_paid_and_balances_are_none(tmp_path: Path) -> None:
    text = RELEASES + (
        "2026-11-15T10:00:00.000-03:00,,,initial_available_balance,,100.00,0.00,5000.00,0.00\n"
        "2026-11-16T10:00:00.000-03:00,7,FACTURA A 3-101,release,payment,1149.50,0.00,1210.00,"
        "-60.50\n"
        "2026-11-17T10:00:00.000-03:00,,,total,,1249.50,0.00,1249.50,0.00\n"
    )
    found = done(tmp_path, text)
    assert registered(found) == [Decimal(1210)]
    refund = "2026-11-18T10:00:00.000-03:00,7,,release,refund,0.00,1149.50,-1210.00,60.50\n"
    assert registered(done(tmp_path / "b", text + refund)) == []


def test_the_balances_over_a_statement_prove_it(tmp_path: Path) -> None:
    text = (
        "INITIAL_BALANCE;CREDITS;DEBITS;FINAL_BALANCE\n100,00;10,00;-4,00;{final}\n\n"
        "RELEASE_DATE;TRANSACTION_TYPE;REFERENCE_ID;TRANSACTION_NET_AMOUNT;PARTIAL_BALANCE\n"
        "16-11-2026;Transferencia;1;10,00;110,00\n17-11-2026;Impuesto;2;-4,00;106,00\n"
    )
    good = read(tmp_path, text.format(final="106,00"))
    assert (good.faults, good.frame["fecha"].to_list()) == ((), [date(2026, 11, 16)])
    wrong = read(tmp_path, text.format(final="107,00"))
    assert [fault.code for fault in wrong.faults] == ["CIERRE"]
