"""What a cell or a row hides is told, never taken for a blank."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from planilla.common.calendar import today
from planilla.common.errors import InputError, MissingColumns, UnreadableFile
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from planilla.reading.find_headings import read_sheet
from planilla.reading.formats.xls_marks import xls_marks
from planilla.reading.loaded import Loaded
from schemas.columns import BY_NAME
from schemas.pagos import LISTA_BY_NAME
from tests.helpers import row

ERRORS = Path(__file__).parents[1] / "data" / "errores"
FORMATS = ERRORS.parent / "formatos"


def _book(path: Path, cells: dict[str, Any], rows: int = 1) -> Path:
    """A workbook of valid rows, the first one with these cells instead."""
    book = openpyxl.Workbook()
    sheet: Worksheet = book.worksheets[0]
    headings = list(row(1))
    sheet.append(headings)
    for number in range(rows):
        sheet.append(list(row(number).values()))
    for name, value in cells.items():
        cell = sheet.cell(2, headings.index(name) + 1, value)
        if str(value).startswith("#"):
            cell.data_type = "e"
    book.save(path)
    return path


def _rewritten(path: Path, change: Callable[[bytes], bytes], part: str) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, change(content) if part in name else content)
    return path


def _load(path: Path) -> Loaded:
    return load(path, today(), Issuers())


def _text(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def _joined(mark: str, **changes: Any) -> tuple[str, str]:
    one = row(1, **changes)
    return mark.join(one), mark.join(str(value) for value in one.values())


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_an_error_in_an_optional_cell_does_not_become_its_default(ending: str) -> None:
    sheet, match = read_sheet(ERRORS / f"errores.{ending}", BY_NAME)
    place = match.places["cantidad"]
    assert sheet.kinds[f"c{place}"].to_list() == ["e", "n", "e"]
    assert sheet.text[f"c{place}"].to_list() == ["#DIV/0!", "2", "#N/A"]


def test_a_formula_that_was_never_computed_is_found_whatever_the_sheet_says_of_its_size(
    tmp_path: Path,
) -> None:
    path = _book(tmp_path / "a.xlsx", {"cantidad": "=2+3"})
    _rewritten(path, lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', xml),
               "sheet1")  # fmt: skip
    assert [(f.row, f.code) for f in _load(path).faults] == [(2, "FORMULA_SIN_VALOR")]


def test_a_formula_whose_value_is_an_empty_text_is_a_blank(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", {"cantidad": '=IF(1=1,"","x")'})
    cached = re.compile(rb'(<c r="J2")([^>]*?)(?: t="\w+")?(><f>[^<]*</f>)<v ?/?>(?:</v>)?')
    _rewritten(path, lambda xml: cached.sub(rb'\1\2 t="str"\3<v></v>', xml), "sheet1")
    assert not _load(path).faults


def test_a_workbook_whose_styles_are_odd_is_read_all_the_same(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", {"cantidad": "=2+3"})
    _rewritten(path, lambda xml: xml.replace(b'"gray125"', b'"weird"'), "styles")
    assert [f.code for f in _load(path).faults] == ["FORMULA_SIN_VALOR"]


@pytest.mark.parametrize("price", ["100,00", "100,21"])
def test_a_decimal_comma_that_shifts_a_csv_is_a_fault_and_not_another_price(
    price: str, tmp_path: Path
) -> None:
    path = _text(tmp_path / "a.csv", *_joined(",", precio_unitario_sin_iva=price))
    loaded = _load(path)
    assert not loaded.asked
    assert "CELDAS_CORRIDAS" in {f.code for f in loaded.faults}


def test_a_row_with_fewer_cells_than_headings_is_a_fault(tmp_path: Path) -> None:
    headings, cells = _joined(";")
    loaded = _load(_text(tmp_path / "a.csv", headings + ";leyenda", cells))
    assert [(f.row, f.code) for f in loaded.faults] == [(2, "CELDAS_CORRIDAS")]


def test_quotes_that_never_close_are_told_since_they_swallow_the_rows_below(
    tmp_path: Path,
) -> None:
    headings, cells = _joined(";", razon_social='"Juan')
    with pytest.raises(UnreadableFile, match="comillas"):
        _load(_text(tmp_path / "a.csv", headings, cells, _joined(";")[1]))


def test_quotes_around_a_line_break_keep_the_row_numbers_of_a_spreadsheet(tmp_path: Path) -> None:
    headings, cells = _joined(";", descripcion='"Dos\nlíneas"')
    loaded = _load(_text(tmp_path / "a.csv", headings, cells, _joined(";", referencia="R-2")[1]))
    assert [c.rows for c in loaded.asked] == [(2,), (3,)]


def test_the_line_that_tells_excel_the_separator_is_no_row(tmp_path: Path) -> None:
    loaded = _load(_text(tmp_path / "a.csv", "sep=;", *_joined(";")))
    assert [c.rows for c in loaded.asked] == [(2,)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_separator_and_encoding_gives_the_same_name(
    mark: str, encoding: str, tmp_path: Path
) -> None:
    lines = _joined(mark, razon_social="Acuña, Raúl" if mark != "," else "Acuña Raúl")
    loaded = _load(_text(tmp_path / "a.csv", *lines, encoding=encoding))
    assert loaded.asked[0].razon_social.startswith("Acuña")


def test_a_last_blank_cell_of_a_tabbed_file_still_counts_as_a_cell(tmp_path: Path) -> None:
    headings, cells = _joined("\t")
    assert not _load(_text(tmp_path / "a.csv", headings + "\tleyenda", cells + "\t")).faults


def test_half_a_character_at_the_end_is_one_clear_message(tmp_path: Path) -> None:
    path = _text(tmp_path / "a.csv", *_joined(";"), encoding="utf-16")
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(UnreadableFile):
        _load(path)


@pytest.mark.parametrize("name", ["precio_unitario_sin_iva", "punto_venta", "cotizacion"])
@pytest.mark.parametrize("digits", [14, 25, 40])
def test_a_number_too_long_for_anything_is_a_fault_of_its_cell(
    name: str, digits: int, tmp_path: Path
) -> None:
    path = _text(tmp_path / "a.csv", *_joined(";", **{name: "9" * digits}))
    assert (2, name, "DEMASIADO_GRANDE") in {(f.row, f.column, f.code) for f in _load(path).faults}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "csv"])
def test_a_damaged_file_is_read_or_refused_and_never_a_crash(
    ending: str, data: st.DataObject, tmp_path: Path
) -> None:
    content = bytearray((FORMATS / f"ventas.{ending}").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / f"a.{ending}"
    path.write_bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))])
    with contextlib.suppress(InputError):
        assert read_sheet(path, BY_NAME)[0].rows


def test_an_old_workbook_with_no_errors_has_no_marks() -> None:
    assert not any(xls_marks(FORMATS / "ventas.xls"))


def test_a_workbook_with_a_password_is_told_to_take_it_off() -> None:
    with pytest.raises(UnreadableFile, match="Tiene contraseña"):
        read_sheet(ERRORS.parent / "clave.xlsx", BY_NAME)


def test_a_list_of_which_no_heading_is_known_says_so(tmp_path: Path) -> None:
    path = _text(tmp_path / "a.csv", "cliente;saldo", "Ana;100")
    with pytest.raises(MissingColumns, match=r"Ningún encabezado.*«cliente», «saldo»"):
        read_sheet(path, LISTA_BY_NAME)


def test_a_referencia_merged_over_rows_is_told_and_none_of_them_is_issued(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", {}, rows=4)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for line in (3, 4):
        for column in range(1, 9):  # the same comprobante, another concept
            sheet.cell(line, column, sheet.cell(2, column).value)
    sheet.cell(5, list(row(1)).index("documento_nro") + 1, "87654321")
    sheet.merge_cells("A2:A4")
    book.save(path)
    made = _load(path)
    codes = {(f.row, f.column, f.code) for f in made.faults}
    assert {(r, "referencia", "CELDA_COMBINADA") for r in (3, 4)} <= codes
    assert [one.rows for one in made.asked] == [(5,)]


def test_a_title_merged_over_the_headings_hides_nothing(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", {}, rows=2)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.insert_rows(1, 2)
    sheet["A1"] = "Ventas de noviembre"
    sheet.merge_cells("A1:L2")
    sheet.merge_cells("A6:L8")  # and a note under the rows
    book.save(path)
    made = _load(path)
    assert not made.faults
    assert len(made.asked) == 2


def test_rows_that_nobody_sees_are_taken_and_told(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", {}, rows=14)
    book = openpyxl.load_workbook(path)
    for number in (1, 3, *range(5, 16)):  # the headings, too: of those nothing is to be told
        book.worksheets[0].row_dimensions[number].hidden = True
    book.worksheets[0].column_dimensions["B"].hidden = True
    book.save(path)
    made = _load(path)
    assert len(made.asked) == 14
    (told,) = (notice for notice in made.notices if "ocultas" in notice)
    assert "archivo: 3, 5, 6, 7, 8, 9, 10, 11, 12, 13 y 2 más." in told


def test_two_sheets_of_the_same_columns_are_refused_since_either_may_be_meant(
    tmp_path: Path,
) -> None:
    path = _book(tmp_path / "a.xlsx", {})
    book = openpyxl.load_workbook(path)
    book.worksheets[0].title = "Noviembre"
    second = book.copy_worksheet(book.worksheets[0])
    second.title = "Diciembre"
    book.save(path)
    with pytest.raises(UnreadableFile, match="«Noviembre» y «Diciembre»"):
        read_sheet(path, BY_NAME)
    second.delete_rows(2, 10)  # headings alone mean nothing
    book.save(path)
    assert read_sheet(path, BY_NAME)[0].sheet_name == "Noviembre"


def test_what_is_wrong_is_told_as_a_spreadsheet_in_spanish_shows_it(tmp_path: Path) -> None:
    cells = {"fecha": date(2020, 1, 2), "cantidad": 1.12345, "alicuota": 22, "punto_venta": "tres"}
    path = _book(tmp_path / "a.xlsx", {**cells, "tipo": "FACTURA Z"})
    told = {f.column: f"{f.value} {f.message} {f.fix}" for f in _load(path).faults}
    assert "«1,12345» tiene más de" in told["cantidad"]
    assert told["alicuota"].endswith("Use uno de: 21; 10,5; 27; 0; Exento; No gravado.")
    assert "no es un número entero" in told["punto_venta"]
    assert told["tipo"].endswith("NOTA DE CREDITO M, entre otros.")
    assert "FACTURA E" not in told["tipo"]
    (late,) = _load(_book(path, {"fecha": date(2020, 1, 2)})).faults
    assert "02/01/2020" in late.message
    (wrong,) = _load(_text(tmp_path / "a.csv", *_joined(";", total="7"))).faults
    assert wrong.message.endswith("da 122,82.")
