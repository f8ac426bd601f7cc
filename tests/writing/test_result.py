"""The result workbook, read back as a person's spreadsheet program reads it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from planilla.writing.report import Estado, RowResult
from planilla.writing.result_workbook import write_result
from planilla.writing.styles import COLOURS
from planilla.writing.workbook_limits import MOST_LINKS
from schemas.columns import RESULT_FIRST, RESULT_LAST
from schemas.faults import Fault
from tests.writing.reports import report_of, sheet_of, sheets, table, written

HEADINGS = ("fecha", "CUIT", "razon_social", "precio_unitario_sin_iva", "Vendedor")
ROW = (date(2026, 3, 4), 30712345671, "Peña & Ñandú", 1234.5, "Caro")


def _by_heading(sheet: Worksheet, row: int = 2) -> dict[object, Any]:
    return {cell.value: sheet.cell(row, place) for place, cell in enumerate(sheet[1], 1)}


def test_a_result_has_its_four_sheets_in_order(tmp_path: Path) -> None:
    names = list(written(report_of(sheet_of(HEADINGS, ROW)), tmp_path))
    assert names == ["Resultado", "Errores", "Corregir", "Resumen"]


def test_input_cells_keep_their_types_beside_what_became_of_the_row(tmp_path: Path) -> None:
    sheet = written(report_of(sheet_of(HEADINGS, ROW)), tmp_path)["Resultado"]
    own = ("fecha", "CUIT", "precio_unitario_sin_iva", "Vendedor")
    headings = ["razon_social", *RESULT_FIRST, *own, *RESULT_LAST]
    assert [cell.value for cell in sheet[1]] == headings
    cells = dict(zip(headings, sheet[2], strict=True))
    day, cuit, name, price, seller = (cells[heading] for heading in HEADINGS)
    assert (day.value, day.number_format) == (datetime(2026, 3, 4), "dd/mm/yyyy")  # noqa: DTZ001
    assert (cuit.value, cuit.data_type) == ("30712345671", "s")
    assert name.value == "Peña & Ñandú"
    assert (price.value, price.number_format) == (1234.5, "#,##0.00")
    assert seller.value == "Caro"


def test_what_nobody_filled_in_and_what_is_for_machines_is_folded(tmp_path: Path) -> None:
    result = RowResult(2, Estado.EMITIDO, "R-1", cae="76412345678901", afip_qr="https://qr")
    sheet = written(report_of(sheet_of((*HEADINGS, "domicilio"), (*ROW, None)), [result]), tmp_path)
    folded = {
        heading
        for heading, cell in _by_heading(sheet["Resultado"]).items()
        if _is_hidden(sheet["Resultado"], cell.column)
    }
    shown = {*HEADINGS, "estado", "cae"}
    assert folded == {*HEADINGS, "domicilio", *RESULT_FIRST, *RESULT_LAST} - shown


def _is_hidden(sheet: Worksheet, column: int) -> bool:
    return any(
        told.hidden and (told.min or 0) <= column <= (told.max or 0)
        for told in sheet.column_dimensions.values()
    )


def test_the_total_of_a_comprobante_of_several_rows_is_told_once(tmp_path: Path) -> None:
    results = [RowResult(n, Estado.EMITIDO, "R-1", total=Decimal("149.44")) for n in (2, 3)]
    sheet = written(report_of(sheet_of(HEADINGS, ROW, ROW), results), tmp_path)["Resultado"]
    first, second = (_by_heading(sheet, row)["total_calculado"] for row in (2, 3))
    assert (first.value, first.number_format, second.value) == (149.44, "#,##0.00", None)


def test_a_result_opens_on_its_summary(tmp_path: Path) -> None:
    write = tmp_path / "ventas.resultado.xlsx"
    write_result(report_of(sheet_of(HEADINGS, ROW)), write)
    book = load_workbook(write)
    assert book.active is book["Resumen"]


def test_what_was_issued_is_told_beside_its_row(tmp_path: Path) -> None:
    result = RowResult(
        2,
        Estado.EMITIDO,
        "R-1",
        numero_emitido="00003-00000074",
        cae="76412345678901 ",
        vencimiento_cae=date(2026, 3, 15),
        requiere_fec="NO ",
        observaciones=("una", "dos"),
        intentos=2,
        actualizado=datetime(2026, 3, 5, 1, 0, tzinfo=UTC),
    )
    sheet = written(report_of(sheet_of(HEADINGS, ROW), [result]), tmp_path)["Resultado"]
    cells = _by_heading(sheet)
    assert cells["estado"].value == "EMITIDO"
    assert cells["estado"].fill.start_color.rgb[2:] == COLOURS[Estado.EMITIDO][0]
    assert (cells["cae"].value, cells["cae"].data_type) == ("76412345678901", "s")
    assert cells["vencimiento_cae"].number_format == "dd/mm/yyyy"
    assert cells["observaciones"].value == "una\ndos"
    assert cells["requiere_fec"].value == "NO"
    assert cells["actualizado"].value == datetime(2026, 3, 4, 22, 0)  # noqa: DTZ001 - a cell's


def test_result_columns_of_an_input_are_replaced_not_repeated(tmp_path: Path) -> None:
    sheet = sheet_of(("Estado", "CAE", "cliente"), ("INVALIDO", "1", "Ana"))
    result = written(report_of(sheet), tmp_path)["Resultado"]
    assert [cell.value for cell in result[1]] == ["cliente", *RESULT_FIRST, *RESULT_LAST]


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "#N/A", "=", "_x0041_ b"]
)
def test_text_that_looks_like_a_formula_stays_text_everywhere(tmp_path: Path, text: str) -> None:
    sheet = sheet_of((text, "razon_social"), (text, text))
    fault = Fault(2, "razon_social", text, "LARGO", text, text)
    result = RowResult(2, Estado.INVALIDO, text, errores=(text,), observaciones=(text,))
    report = report_of(sheet, [result], [fault], [text], {text: text})
    shown = text.replace("_x0041_", "_x005F_x0041_")  # what the format's escape looks like raw
    for name, made in written(report, tmp_path).items():
        texts = [c for row in made.iter_rows() for c in row if c.value == shown]
        assert texts, name
        assert {cell.data_type for cell in texts} == {"s"}
    with zipfile.ZipFile(tmp_path / "ventas.resultado.xlsx") as archive:
        for name in ("sheet1", "sheet2", "sheet3", "sheet4"):
            assert b"<f>" not in archive.read(f"xl/worksheets/{name}.xml")


def test_control_characters_and_endless_texts_fit_in_a_cell(tmp_path: Path) -> None:
    odd = "a\x00b\x1fc\uffffd"
    sheet = sheet_of(("x", "y"), (odd, "😀" * 20_000))
    row = table(written(report_of(sheet), tmp_path)["Resultado"])[0]
    assert row["x"] == "a\ufffdb\ufffdc\ufffdd"
    assert len(row["y"].encode("utf-16-le")) // 2 <= 32_767
    assert row["y"].endswith("😀…")


def test_numbers_and_days_that_a_workbook_cannot_hold_stay_text(tmp_path: Path) -> None:
    sheet = sheet_of(("a", "b"), (Decimal(0), date(1850, 1, 2)))
    long = "1234567890123456.78"
    sheet = replace(sheet, text=sheet.text.with_columns(c0=sheet.text["c0"].replace("0", long)))
    sheet = replace(sheet, kinds=sheet.kinds.with_columns(c0=sheet.kinds["c0"].replace("t", "n")))
    row = table(written(report_of(sheet), tmp_path)["Resultado"])[0]
    assert (row["a"], row["b"]) == (long, "1850-01-02")


def test_a_pdf_is_a_link_relative_to_the_workbook(tmp_path: Path) -> None:
    pdf = tmp_path / "casa matriz" / "año #1" / "00003-00000074.pdf"
    result = RowResult(2, Estado.EMITIDO, "R-1", pdf=pdf)
    sheet = written(report_of(sheet_of(("x",), ("y",)), [result]), tmp_path / "out")["Resultado"]
    cell = sheet.cell(2, 1 + RESULT_FIRST.index("pdf"))
    assert cell.value == "00003-00000074.pdf"
    assert cell.hyperlink is not None
    assert cell.hyperlink.target == "../casa%20matriz/año%20%231/00003-00000074.pdf"
    with zipfile.ZipFile(tmp_path / "out" / "ventas.resultado.xlsx") as archive:
        assert archive.read("xl/worksheets/sheet1.xml").count(b"<hyperlink ") == 1


def test_errores_says_row_column_value_what_is_wrong_and_what_to_write(tmp_path: Path) -> None:
    fault = Fault(3, "CUIT", "20-1", "CUIT", "El dígito no corresponde.", "Revise el CUIT.")
    sheet = sheet_of(HEADINGS, ROW, ROW)
    result = RowResult(3, Estado.INVALIDO, "R-3", errores=("CUIT: El dígito no corresponde.",))
    made = written(report_of(sheet, [result], [fault]), tmp_path)["Errores"]
    assert table(made) == [
        {
            "Fila": 3,
            "Columna": "CUIT",
            "Valor": "20-1",
            "Qué está mal": "El dígito no corresponde.",
            "Qué escribir": "Revise el CUIT.",
            "Código": "CUIT",
        }
    ]
    link = made["A2"].hyperlink
    assert link is not None
    assert link.location == "Corregir!B2"


def test_a_refusal_of_the_service_is_told_once_a_comprobante(tmp_path: Path) -> None:
    results = [RowResult(n, Estado.RECHAZADO, "R-1", errores=("10016: número.",)) for n in (2, 3)]
    made = written(report_of(sheet_of(HEADINGS, ROW, ROW), results), tmp_path)["Errores"]
    lines = [(row["Fila"], row["Qué está mal"], row["Código"]) for row in table(made)]
    assert lines == [(2, "10016: número.", "RECHAZADO")]


def test_corregir_has_every_row_of_a_failed_comprobante_and_no_other(tmp_path: Path) -> None:
    results = [
        RowResult(2, Estado.INVALIDO, "R-1"),
        RowResult(3, Estado.EMITIDO, "R-2"),
        RowResult(4, Estado.INVALIDO, "R-1"),
        RowResult(5, Estado.RECHAZADO, "pl-abc-1"),
        RowResult(6, Estado.PENDIENTE, "R-3"),
    ]
    rows = [(*ROW[:4], f"fila {n}") for n in range(2, 7)]
    made = table(written(report_of(sheet_of(HEADINGS, *rows), results), tmp_path)["Corregir"])
    assert [row["Vendedor"] for row in made] == ["fila 2", "fila 4", "fila 5"]
    assert [row["referencia"] for row in made] == ["R-1", "R-1", "pl-abc-1"]
    assert list(made[0]) == [*HEADINGS, "referencia"]


def test_corregir_keeps_the_files_own_referencia_and_fills_its_blanks(tmp_path: Path) -> None:
    sheet = sheet_of(("Ref", "cliente"), ("A-1", "Ana"), (None, "Eva"))
    results = [
        RowResult(2, Estado.INVALIDO, "A-1"),
        RowResult(3, Estado.RECHAZADO, "pl-abc-1"),
    ]
    made = written(report_of(sheet, results), tmp_path)["Corregir"]
    assert table(made) == [{"Ref": "A-1", "cliente": "Ana"}, {"Ref": "pl-abc-1", "cliente": "Eva"}]


def test_wrong_cells_of_corregir_are_coloured_and_say_what_to_write(tmp_path: Path) -> None:
    fault = Fault(2, "CUIT", "30712345671", "CUIT", "Está mal.", "Revise el CUIT.")
    report = report_of(sheet_of(HEADINGS, ROW), [RowResult(2, Estado.INVALIDO, "R-1")], [fault])
    fecha, cuit = written(report, tmp_path)["Corregir"][2][:2]
    assert cuit.comment is not None
    assert cuit.comment.text == "Está mal.\nRevise el CUIT."
    assert cuit.fill.fill_type == "solid"
    assert fecha.comment is None
    assert fecha.fill.fill_type is None


def test_a_column_that_a_fault_asks_for_is_added_to_corregir(tmp_path: Path) -> None:
    fault = Fault(2, "asociado_referencia", "", "ASOCIADO", "Falta.", "Complete.")
    report = report_of(sheet_of(HEADINGS, ROW), [RowResult(2, Estado.INVALIDO, "R-1")], [fault])
    made = written(report, tmp_path)["Corregir"]
    assert [cell.value for cell in made[1]] == [*HEADINGS, "referencia", "asociado_referencia"]
    assert made["G2"].comment is not None


def test_a_doubtful_number_goes_to_corregir_as_what_its_column_proved(tmp_path: Path) -> None:
    headings = ("cliente", "precio_unitario_sin_iva")
    sheet = sheet_of(headings, ("Ana", "1.234"), ("Eva", "1.012,50"))
    report = report_of(sheet, [RowResult(2, Estado.RECHAZADO, "R-1")])
    made = written(report, tmp_path)
    assert table(made["Resultado"])[0]["precio_unitario_sin_iva"] == "1.234"
    assert table(made["Corregir"])[0]["precio_unitario_sin_iva"] == 1234


def test_resumen_counts_a_comprobante_once_and_subtracts_credit_notes(tmp_path: Path) -> None:
    emitido = Estado.EMITIDO
    results = [
        RowResult(2, emitido, "R-1", "FACTURA A", total=Decimal("121.00")),
        RowResult(3, emitido, "R-1", "FACTURA A", total=Decimal("121.00")),
        RowResult(4, emitido, "R-2", "NOTA DE CREDITO A", total=Decimal("21.00")),
        RowResult(5, Estado.INVALIDO, "R-3"),
        RowResult(6, emitido, "R-4", "FACTURA B", "DOL", Decimal("10.00")),
    ]
    report = report_of(sheet_of(HEADINGS, *[ROW] * 5), results, notices=["Ojo."])
    made = written(report, tmp_path)["Resumen"]
    lines = {row[0]: row[1:5] for row in made.iter_rows(values_only=True)}
    assert lines["EMITIDO"] == (3, 4, 100, 10)
    assert lines["INVALIDO"] == (1, 1, None, None)
    assert lines["FACTURA A"] == (1, 2, 121, None)
    assert lines["NOTA DE CREDITO A"] == (1, 1, -21, None)
    assert lines["Total"] == (4, 5, 100, 10)
    assert "3 de 4 comprobantes listos  ·  1 para corregir" in lines
    assert "Ojo." in lines
    assert any("04/03/2026 a las 23:30" in str(label) for label in lines)
    with zipfile.ZipFile(tmp_path / "ventas.resultado.xlsx") as archive:
        assert "xl/charts/chart1.xml" in archive.namelist()


def test_sheets_are_frozen_filtered_and_print_with_their_heading(tmp_path: Path) -> None:
    fault = Fault(2, "CUIT", "1", "CUIT", "Mal.", "Revise.")
    report = report_of(sheet_of(HEADINGS, ROW), [RowResult(2, Estado.INVALIDO, "R")], [fault])
    made = written(report, tmp_path)
    for name in ("Resultado", "Errores", "Corregir"):
        sheet = made[name]
        assert sheet.freeze_panes == ("G2" if name == "Resultado" else "A2")
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"


def test_a_run_without_errors_says_so(tmp_path: Path) -> None:
    made = written(report_of(sheet_of(HEADINGS, ROW)), tmp_path)
    assert made["Errores"]["B2"].value == "No hay errores."
    assert made["Corregir"].max_row == 1
    assert sheets(tmp_path / "ventas.resultado.xlsx")


def test_a_path_that_no_link_takes_is_told_as_text_and_in_resumen(tmp_path: Path) -> None:
    pdf = tmp_path.joinpath(*["carpeta" * 30] * 10) / "a.pdf"
    results = [
        RowResult(2, Estado.EMITIDO, "R-2", pdf=pdf),
        RowResult(3, Estado.EMITIDO, "R-3", pdf=tmp_path / "b.pdf"),
    ]
    sheet = sheet_of(("x",), ("http://ejemplo.com.ar",), ("=a",))
    made = written(report_of(sheet, results), tmp_path)
    place = 1 + RESULT_FIRST.index("pdf")
    far, near = (made["Resultado"].cell(row, place) for row in (2, 3))
    assert (far.value, far.hyperlink) == (str(pdf), None)
    assert near.hyperlink is not None
    assert (near.value, near.hyperlink.target) == ("b.pdf", "b.pdf")
    assert made["Resultado"].cell(2, 1 + len(RESULT_FIRST)).hyperlink is None
    assert any("2079 caracteres" in str(row[0].value) for row in made["Resumen"].rows)


@pytest.mark.slow
def test_links_beyond_what_a_sheet_takes_are_told_as_text_and_in_resumen(tmp_path: Path) -> None:
    pdf = tmp_path / "a.pdf"
    rows = range(2, MOST_LINKS + 4)
    results = [RowResult(row, Estado.EMITIDO, f"R-{row}", pdf=pdf) for row in rows]
    path = write_result(
        report_of(sheet_of(("x",), *[("y",)] * len(rows)), results), tmp_path / "r.xlsx"
    )
    with zipfile.ZipFile(path) as archive:
        told = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
        resumen = archive.read("xl/worksheets/sheet4.xml").decode("utf-8")
    assert told.count("<hyperlink ") == MOST_LINKS
    assert told.count(f"<t>{pdf}</t>") == len(rows) - MOST_LINKS
    assert "Una hoja admite 65530 enlaces" in resumen


def test_the_chart_of_resumen_points_at_its_table(tmp_path: Path) -> None:
    results = [RowResult(2, Estado.EMITIDO, "R-2"), RowResult(3, Estado.INVALIDO, "R-3")]
    made = written(report_of(sheet_of(HEADINGS, ROW, ROW), results), tmp_path)["Resumen"]
    with zipfile.ZipFile(tmp_path / "ventas.resultado.xlsx") as archive:
        chart = archive.read("xl/charts/chart1.xml").decode("utf-8")
    first, last = re.findall(r"Resumen!\$A\$(\d+):\$A\$(\d+)", chart)[0]
    told = [made.cell(row, 1).value for row in range(int(first), int(last) + 1)]
    assert told == ["EMITIDO", "INVALIDO"]
    assert all(f"<c:v>{estado}</c:v>" in chart for estado in told)
    assert all(COLOURS[Estado(str(estado))][1] in chart for estado in told)


def test_a_blank_cell_of_corregir_takes_what_is_written_there_as_it_is(tmp_path: Path) -> None:
    headings = ("referencia", "fecha", "precio_unitario_sin_iva")
    fault = Fault(2, "tags", "", "FALTA", "Falta.", "Complete.")
    sheet = sheet_of(headings, (None, None, None), ("R-3", date(2026, 3, 4), 1))
    results = [RowResult(row, Estado.INVALIDO, "") for row in (2, 3)]
    made = written(report_of(sheet, results, [fault]), tmp_path)["Corregir"]
    formats = [cell.number_format for cell in made[2]]
    assert formats == ["@", "General", "General", "@"]  # a date is no serial number, a name no sum
    assert {cell.font.name for cell in made[2]} == {"Calibri"}
