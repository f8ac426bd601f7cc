"""What a cell shows beside its number is read from every format of workbook alike."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from planilla.reading.cells.signs import AS_STORED, PERCENT, currency, parted
from planilla.reading.find_headings import read_sheet
from planilla.reading.formats.number_formats import sign_of
from planilla.reading.process.read_file import open_grids
from schemas.columns import BY_NAME
from tests.helpers import row

SIGNS = Path(__file__).parents[1] / "data" / "signos"
DAY = date(2026, 11, 25)
Change = Callable[[str], str]


@pytest.mark.parametrize(
    ("form", "sign"),
    [
        ("0%", PERCENT),
        ("0.00%;[Red]-0.00%", PERCENT),
        ("[>=1]0%;0", PERCENT),
        ('0.00" %"', AS_STORED),
        ("0\\ \\%", AS_STORED),
        ("[$USD] #,##0.00", "USD"),
        ("#,##0.00\\ [$€-407]", "€"),
        ('_-"US$"* #,##0.00_-;-"US$"* #,##0.00_-', "US$"),
        ("\\U\\$\\S 0.00", "U$S"),
        ("[$R$-416] 0", "R$"),
        ("€ #,##0", "€"),
        ("[$ARS] 0", "ARS"),
        ("General", ""),
        ("@", ""),
        ('"$" #,##0.00', ""),
        ("[$$-2C0A]\\ #,##0.00", ""),
        ("[$$-409]#,##0.00;[Red]([$$-409]#,##0.00)", ""),
        ('0 "kg"', ""),
        ('"100%" 0', ""),
        ("dd/mm/yyyy", ""),
        ("[$-2C0A]dd/mm/yyyy", ""),
    ],
)
def test_a_number_format_shows_a_per_cent_sign_or_a_currency_or_nothing(
    form: str, sign: str
) -> None:
    assert sign_of(form) == sign


@pytest.mark.parametrize(
    ("text", "bare", "moneda"),
    [
        ("US$ 100", "100", "DOL"),
        ("u$s1.234,50", "1.234,50", "DOL"),
        ("100 USD", "100", "DOL"),
        ("-US$ 5", "-5", "DOL"),
        ("(US$ 5)", "(5)", "DOL"),
        ("10\u00a0€", "10", "060"),
        ("R$ 5,5", "5,5", "012"),
        ("ARS 100", "100", "PES"),
        ("CHF 3", "3", "CHF"),
        ("$ 100", "$ 100", ""),
        ("1.234,50", "1.234,50", ""),
        ("10 kg", "10 kg", ""),
        ("EUROPA 5", "EUROPA 5", ""),
    ],
)
def test_a_text_says_its_currency_before_or_after_the_number(
    text: str, bare: str, moneda: str
) -> None:
    found, sign = parted(text)
    assert (found, currency(sign)) == (bare, moneda)


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_every_format_tells_the_signs_that_libreoffice_wrote(ending: str) -> None:
    sheet, match = read_sheet(SIGNS / f"signos.{ending}", BY_NAME)
    found = {
        (row, name, sign)
        for name, place in match.places.items()
        for row, sign in zip(sheet.rows, sheet.signs.get(place, ()), strict=False)
        if sign
    }
    assert found == {
        (2, "bonificacion_porcentaje", PERCENT),
        (3, "precio_unitario_sin_iva", "USD"),
        (4, "alicuota", PERCENT),
        (5, "precio_unitario_sin_iva", "€"),
        (7, "bonificacion_porcentaje", AS_STORED),
        (8, "bonificacion", PERCENT),
        (9, "cantidad", PERCENT),
        (10, "tributo_1_alicuota", PERCENT),
        (11, "precio_unitario_sin_iva", "ARS"),
    }
    loaded = load(SIGNS / f"signos.{ending}", DAY, Issuers())
    totals = {one.rows[0]: str(one.total) for one in loaded.asked}
    assert totals == {
        2: "1089.00",
        4: "1105.00",
        5: "1210.00",
        6: "1210.00",
        7: "1089.00",
        10: "1240.00",
    }
    assert {(f.row, f.code, f.value) for f in loaded.faults} == {
        (3, "OTRA_MONEDA", "USD 1500"),
        (8, "PORCENTAJE_AQUI", "10%"),
        (9, "PORCENTAJE_AQUI", "50%"),
        (11, "OTRA_MONEDA", "ARS 1000"),
    }


def _book(path: Path, forms: dict[str, str], **cells: Any) -> Path:
    """A workbook of one row of the fixed day with these cells, in these number formats."""
    book = openpyxl.Workbook()
    sheet: Worksheet = book.worksheets[0]
    one = row(1, fecha=f"{DAY:%d/%m/%Y}") | {"precio_unitario_sin_iva": 1000} | cells
    sheet.append(list(one))
    sheet.append(list(one.values()))
    for name, form in forms.items():
        sheet.cell(2, list(one).index(name) + 1).number_format = form
    book.save(path)
    return path


def _unplaced(xml: str) -> str:
    return re.sub(r' r="[A-Z]*\d+"', "", xml)


def _other_quotes(xml: str) -> str:
    return xml.replace('"', "'")


def _style_first(xml: str) -> str:
    return re.sub(r'<c (r="\w+") (s="\d+")', r"<c \2 \1", xml)


def _styled_row(xml: str) -> str:
    return xml.replace('<row r="2"', '<row r="2" s="1" customFormat="1"')


def _prefixed(xml: str) -> str:
    named = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml)
    return named.replace("xmlns=", "xmlns:x=")


@pytest.mark.parametrize(
    "change", [str, _unplaced, _other_quotes, _style_first, _styled_row, _prefixed]
)
@pytest.mark.parametrize("styles", [1, 20])
def test_the_signs_are_found_however_the_sheet_is_written(
    change: Change, styles: int, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for number in range(styles):
        sheet.append(["a", 0.1])
        sheet.cell(number + 1, 2).number_format = f"0.{'0' * number}%"
    sheet.append(["b", 0.2])
    path = tmp_path / "a.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    (grid,) = open_grids(path)
    assert grid.signs is not None
    assert grid.signs["c1"].to_list() == [PERCENT] * styles + [None]
    assert grid.signs.columns == ["row", "c1"]


def test_a_sheet_whose_cells_lie_far_apart_keeps_their_signs(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = 0.1
    sheet["A1"].number_format = "0%"
    sheet["C900000"] = 0.2
    sheet["C900000"].number_format = "[$USD] 0"
    book.save(tmp_path / "a.xlsx")
    (grid,) = open_grids(tmp_path / "a.xlsx")
    assert grid.signs is not None
    assert grid.signs.rows() == [(1, PERCENT, None), (900_000, None, "USD")]


def test_a_text_in_a_cell_of_a_per_cent_format_is_the_text(tmp_path: Path) -> None:
    path = _book(
        tmp_path / "a.xlsx", {"bonificacion_porcentaje": "0%"}, bonificacion_porcentaje="10"
    )
    loaded = load(path, DAY, Issuers())
    assert [str(one.total) for one in loaded.asked] == ["1089.00"]
    assert not loaded.sheet.signs


@pytest.mark.parametrize(
    "form",
    [
        "dd/mm/yyyy",
        "dd\\-mm\\-yy",
        '[$-2C0A]d" de "mmmm" de "yyyy;@',
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "mm/dd/yyyy",
        "dd/mm/aaaa",
        "yyyy-mm-dd hh:mm",
    ],
)
def test_a_date_is_the_day_that_its_cell_holds_in_whatever_format(
    form: str, tmp_path: Path
) -> None:
    serial = (DAY - date(1899, 12, 30)).days
    loaded = load(_book(tmp_path / "a.xlsx", {"fecha": form}, fecha=serial), DAY, Issuers())
    assert [one.fecha for one in loaded.asked] == [DAY]
    loaded = load(_book(tmp_path / "b.xlsx", {"cantidad": form}, cantidad=serial), DAY, Issuers())
    assert [(f.column, f.code) for f in loaded.faults] == [("cantidad", "NO_ES_NUMERO")]


@pytest.mark.parametrize(
    ("value", "quantity"), [("2", "2.00"), ("1,5", "1.50"), (2, "2.00"), (1.5, "1.50")]
)
def test_a_cell_in_the_text_format_is_read_by_what_it_holds(
    value: Any, quantity: str, tmp_path: Path
) -> None:
    path = _book(tmp_path / "a.xlsx", {"cantidad": "@"}, cantidad=value)
    (asked,) = load(path, DAY, Issuers()).asked
    assert str(asked.body["comprobante"]["detalle"][0]["cantidad"]) == quantity
