"""Whole files: the samples, our own sheets, and what used to be read wrong."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from planilla.common.calendar import today
from planilla.common.errors import UnreadableFile
from planilla.comprobantes.rules import rules_without
from planilla.model.issuers import Issuers
from planilla.reconcile.sources import is_own, read_own, read_source
from sample_data.conciliacion.expected import EXPECTED, outcomes
from sample_data.conciliacion.make import HERE, write
from tests.helpers import row, write_csv

RULES = rules_without(("date_window", "cuit_digit"))
FACTURAS = "Fecha;Tipo;Punto de venta;Número;CUIT;Cliente;Total;Saldo;CAE;Estado\n"


def text_file(folder: Path, text: str, name: str = "x.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_samples_are_read_as_what_stands_beside_them() -> None:
    assert outcomes() == EXPECTED.read_text(encoding="utf-8")


def test_the_samples_are_those_that_the_script_writes(tmp_path: Path) -> None:
    for path in write(tmp_path):
        if path.suffix == ".csv":
            assert path.read_bytes() == (HERE / path.name).read_bytes()


def test_the_forms_of_arcas_export_tell_the_same() -> None:
    names = ("mis_comprobantes.xlsx", "mis_comprobantes.csv", "mis_comprobantes_anterior.csv")
    frames = [read_source(HERE / name).frame.drop("id") for name in names]
    assert frames[0].equals(frames[1])
    assert frames[0].equals(frames[2])


def test_a_column_may_tell_a_source_and_be_text_of_it(tmp_path: Path) -> None:
    text = (
        "Fecha;Concepto;Detalle;Descripcion;Debito;Credito;Saldo\n2026/11/20 10:30;T;3071;N;;1;5\n"
    )
    assert read_source(text_file(tmp_path, text)).frame["texto"].to_list() == ["T · 3071 · N"]


def test_what_a_result_adds_is_read_from_a_foreign_sheet_too(tmp_path: Path) -> None:
    text = FACTURAS + "1/11/2026;FA;10;7;30712345671;Ñ;10,50;;75301278726386;EMITIDO\n"
    found = read_source(text_file(tmp_path, text), yields="documents").frame
    assert found.select("cae", "estado").row(0) == ("75301278726386", "EMITIDO")


def test_cells_under_the_wrong_headings_are_no_amounts(tmp_path: Path) -> None:
    text = 'Fecha,Comprobante,Concepto,Importe,Saldo\n20/11/2026,1,CR,1210,50,"9,00"\n'
    found = read_source(text_file(tmp_path, text), yields="payments")
    assert found.frame.is_empty()
    assert [(fault.row, fault.code) for fault in found.faults] == [(2, "CELDAS_CORRIDAS")]


def test_a_separator_at_the_end_of_a_line_is_nothing(tmp_path: Path) -> None:
    text = "Fecha;Tipo;Total\n1/11/2026;FA;10;\n1/11/2026;FA;11;;\n"
    found = read_source(text_file(tmp_path, text), yields="documents")
    assert found.frame["total"].to_list() == [Decimal(10), Decimal(11)]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        (";FA;10;7;30712345671;Ñ;10,50;;;", "Fecha", "FALTA"),
        ("1/11/2026;;10;7;30712345671;Ñ;10,50;;;", "Tipo", "FALTA"),
        ("1/11/2026;FA;10;7;30712345671;Ñ;;;;", "Total", "FALTA"),
        ("31/11/2026;FA;10;7;30712345671;Ñ;10,50;;;", "Fecha", "NO_ES_FECHA"),
        ("1/11/2026;FZ;10;7;30712345671;Ñ;10,50;;;", "Tipo", "NO_ESTA_EN_LA_TABLA"),
        ("1/11/2026;FA;x;7;30712345671;Ñ;10,50;;;", "Punto de venta", "NO_ES_ENTERO"),
        ("1/11/2026;FA;123456;7;30712345671;Ñ;10,50;;;", "Punto de venta", "PUNTO_VENTA"),
        ("1/11/2026;FA;10;123456789;30712345671;Ñ;10,50;;;", "Número", "NUMERO"),
        ("1/11/2026;FA;10;7;3,07123E+10;Ñ;10,50;;;", "CUIT", "DOCUMENTO"),
        ("1/11/2026;FA;10;7;30712345671;Ñ;-10,50;;;", "Total", "NEGATIVO"),
        ("1/11/2026;FA;10;7;30712345671;Ñ;10,50;nada;;", "Saldo", "NO_ES_NUMERO"),
    ],
)
def test_a_cell_that_cannot_be_meant_stops_its_row_alone(
    tmp_path: Path, cells: str, column: str, code: str
) -> None:
    good = "1/11/2026;NC A;10;8;30-71234567-1;Ñ;-20,00;-20,00;;\n"
    found = read_source(text_file(tmp_path, f"{FACTURAS}{cells}\n{good}"), yields="documents")
    assert [(fault.row, fault.column, fault.code) for fault in found.faults] == [(2, column, code)]
    assert found.frame.select("total", "signo", "saldo", "documento_nro").rows() == [
        (Decimal(20), -1, Decimal(20), "30712345671")
    ]


def test_what_was_paid_too_much_leaves_nothing_to_pay(tmp_path: Path) -> None:
    text = FACTURAS + "1/11/2026;FA;10;7;30712345671;Ñ;10,50;-2,00;;\n"
    found = read_source(text_file(tmp_path, text), yields="documents")
    assert found.frame["saldo"].to_list() == [Decimal(0)]


def test_a_formula_that_was_never_computed_is_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Fecha", "Tipo", "Total"])
    sheet.append(["1/11/2026", "FA", "=1+1"])
    book.save(tmp_path / "f.xlsx")
    found = read_source(tmp_path / "f.xlsx", yields="documents")
    assert [fault.code for fault in found.faults] == ["FORMULA_SIN_VALOR"]


@pytest.mark.parametrize("text", ["Fecha;Tipo;Total\n", "Fecha;Tipo;Total\n;;\n", ""])
def test_a_file_without_rows_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFile):
        read_source(text_file(tmp_path, text), yields="documents")


def test_quotes_never_closed_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="comillas"):
        read_source(text_file(tmp_path, 'Fecha;Tipo;Total\n1/11/2026;"FA;10\n'), yields="documents")


def test_every_row_is_read_told_or_counted() -> None:
    paths = [path for path in HERE.glob("*.csv") if path.stem != "mi_banco"]
    assert paths
    for path in paths:
        found = read_source(path)
        rows = len(path.read_bytes().splitlines()) - 1
        told = len({fault.row for fault in found.faults})
        assert len(found.frame) + told + found.left_out == rows


def test_our_own_sheet_has_each_comprobante_once_with_its_total(tmp_path: Path) -> None:
    price = {"precio_unitario_sin_iva": "100,00"}
    rows = [row(1, **price), row(1, **price), row(2, tipo="FACTURA A", **price)]
    path = write_csv(tmp_path / "ventas.csv", rows)
    assert is_own(path)
    assert not is_own(HERE / "mis_comprobantes.csv")
    found = read_own(path, today(), Issuers(), RULES)
    first, second = found.frame.select("id", "total", "referencia", "numero").rows()
    assert first[0] == "ventas.csv:2"
    assert first[1] == 2 * second[1]
    assert (first[2], first[3]) == ("R-00001", None)


def test_a_result_tells_number_cae_and_state_though_corregir_stands_beside(
    tmp_path: Path,
) -> None:
    rows = [row(1), row(2), row(3, fecha="31/02/2026")]
    book = Workbook()
    result, mended = book.worksheets[0], book.create_sheet("Corregir")
    result.title = "Resultado"
    result.append([*rows[0], "estado", "numero_emitido", "cae"])
    mended.append(list(rows[0]))
    told = [("EMITIDO", "00001-00000007", "75301278726386"), ("RECHAZADO", None, None)]
    for cells, more in zip(rows, [*told, ("INVALIDO", None, None)], strict=True):
        result.append([*cells.values(), *more])
    mended.append(list(rows[2].values()))
    path = tmp_path / "ventas.resultado.xlsx"
    book.save(path)
    found = read_own(path, today(), Issuers(), RULES)
    assert found.frame.select("numero", "cae", "estado").rows() == [
        (7, "75301278726386", "EMITIDO"),
        (None, None, "RECHAZADO"),
    ]
    assert [fault.row for fault in found.faults] == [4]
    assert load_workbook(path).sheetnames == ["Resultado", "Corregir"]
