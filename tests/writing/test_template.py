"""The template: fit to be read as it is, and telling what each column takes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers
from planilla.payments.lists import read_list
from planilla.payments.load import load_pagos
from planilla.writing.template import cell_format, write_template
from planilla.writing.template_kinds import KINDS
from planilla.writing.template_lists import choices
from schemas.codes import code
from schemas.columns import COMPROBANTES, ColumnKind
from schemas.examples import NOBODYS
from schemas.tables import TABLES
from tests.writing.reports import sheets

ISSUER = Issuers(Issuer("RI", "20123456786"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_template("comprobantes", tmp_path_factory.mktemp("t") / "plantilla.xlsx")


@pytest.fixture(scope="module")
def filled(template: Path) -> Worksheet:
    sheet: Worksheet = sheets(template)["Comprobantes"]
    return sheet


def test_a_fresh_template_reads_and_validates(template: Path) -> None:
    loaded = load(template, today(), ISSUER)
    assert loaded.faults == ()
    made = [(c.tipo, len(c.rows), c.total) for c in loaded.asked]
    assert made == [
        ("FACTURA A", 2, Decimal("80926.05")),
        ("FACTURA B", 1, Decimal("42350.00")),
        ("NOTA DE CREDITO A", 1, Decimal("12585.21")),
    ]


def test_it_has_every_column_in_order(filled: Worksheet) -> None:
    assert [cell.value for cell in filled[1]] == [column.name for column in COMPROBANTES]


def test_every_heading_has_a_note_and_required_ones_look_different(filled: Worksheet) -> None:
    fills: dict[bool, set[str]] = {True: set(), False: set()}
    for cell, column in zip(filled[1], COMPROBANTES, strict=True):
        assert cell.comment is not None
        assert column.help in cell.comment.text
        assert ("Obligatorio." in cell.comment.text) is column.required
        fills[column.required].add(cell.fill.start_color.rgb)
    assert fills[True].isdisjoint(fills[False])


def test_every_column_with_a_table_has_a_list_that_offers_its_values(
    template: Path, filled: Worksheet
) -> None:
    lists = sheets(template)["Listas"]
    ranges = {
        str(part).split(":")[0]: rule
        for rule in filled.data_validations.dataValidation
        for part in rule.sqref.ranges
    }
    for place, column in enumerate(COMPROBANTES, 1):
        rule = ranges[f"{get_column_letter(place)}2"]
        if column.table is None:
            assert rule.type != "list"
            continue
        source = lists[rule.formula1.removeprefix("Listas!").replace("$", "")]
        offered = [str(line[0].value) for line in source]
        assert offered == [str(choice) for choice in choices(column.table)]


@pytest.mark.parametrize("table", TABLES)
def test_every_choice_of_a_list_is_read_as_a_code_of_its_table(table: str) -> None:
    codes = [code(str(choice), table) for choice in choices(table)]
    assert None not in codes
    assert len(codes) == len(set(codes))


def test_columns_have_the_formats_of_their_kinds(filled: Worksheet) -> None:
    for place, column in enumerate(COMPROBANTES, 1):
        assert filled.cell(2, place).number_format == cell_format(column)
    formats = {column.kind: cell_format(column) for column in COMPROBANTES}
    assert formats[ColumnKind.DATE] == "dd/mm/yyyy"
    assert formats[ColumnKind.DIGITS] == formats[ColumnKind.TEXT] == "@"


def test_a_sheet_explains_every_column(template: Path) -> None:
    told = {row[0] for row in sheets(template)["Explicación"].iter_rows(values_only=True)}
    assert {column.name for column in COMPROBANTES} <= told


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_is_shown_whole_in_its_column(kind: str, tmp_path: Path) -> None:
    sheet = sheets(write_template(kind, tmp_path / "t.xlsx"))[KINDS[kind].sheet]
    for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row):
        if isinstance(cell.value, str):
            assert len(cell.value) < sheet.column_dimensions[cell.column_letter].width


def test_every_example_of_a_payment_says_that_it_is_one(tmp_path: Path) -> None:
    payments = load_pagos(write_template("pagos", tmp_path / "t.xlsx"), today(), Issuers()).asked
    assert payments
    assert all(payment.referencia.startswith("EJEMPLO") for payment in payments)


def test_an_example_left_in_a_list_is_nobodys_comprobante(tmp_path: Path) -> None:
    _, rows = read_list(write_template("lista", tmp_path / "t.xlsx"), Issuers())
    named = [row.key.punto_venta for row in rows if row.key is not None]
    assert named == [NOBODYS] * 2
    assert [row.referencia for row in rows if row.key is None] == ["EJEMPLO-0001"]


def test_every_heading_of_the_lists_is_shown_whole(template: Path) -> None:
    sheet = load_workbook(template)["Listas"]
    for place, heading in enumerate(sheet[1], 1):
        width = sheet.column_dimensions[get_column_letter(place)].width
        assert width > len(str(heading.value))
