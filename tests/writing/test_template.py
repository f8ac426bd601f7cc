"""The template: fit to be read as it is, and telling what each column takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planilla.common.calendar import today
from planilla.common.errors import UnreadableFile
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers
from planilla.payments.lists import read_list
from planilla.payments.load import load_pagos
from planilla.writing.template import cell_format, write_template
from planilla.writing.template_kinds import KINDS
from planilla.writing.template_lists import choices
from schemas.codes import code
from schemas.column import Column, lacking
from schemas.columns import BY_NAME, COMPROBANTES, ColumnKind
from schemas.examples import NOBODYS
from schemas.forms import FOLDED, GROUPS, SHORT, SHORT_COLUMNS, WHOLE
from schemas.headings import match
from schemas.pagos import LISTA_BY_NAME, PAGOS_BY_NAME
from schemas.tables import TABLES
from tests.writing.reports import sheets

EVERY = KINDS["comprobantes"].every_column
ISSUER = Issuers(Issuer("RI", "20123456786"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_template("comprobantes", tmp_path_factory.mktemp("t") / "plantilla.xlsx")


@pytest.fixture(scope="module")
def filled(template: Path) -> Worksheet:
    sheet: Worksheet = sheets(template)[WHOLE]
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


def test_it_begins_with_what_most_need_in_the_order_of_a_person(template: Path) -> None:
    book = sheets(template)
    assert list(book)[:2] == [SHORT, WHOLE]
    names = [cell.value for cell in book[SHORT][1]]
    assert names == [column.name for column in SHORT_COLUMNS]
    assert len(names) <= 17
    who, what, how_much = map(names.index, ("razon_social", "descripcion", "cantidad"))
    assert who < what < how_much
    assert lacking(BY_NAME, names) == ()


def test_the_other_sheet_has_every_column_once_in_its_group(filled: Worksheet) -> None:
    assert [cell.value for cell in filled[2]] == [column.name for column in EVERY]
    assert {column.name for column in EVERY} == {column.name for column in COMPROBANTES}
    assert len(EVERY) == len(COMPROBANTES)
    begun = {cell.value: filled.cell(2, cell.column).value for cell in filled[1] if cell.value}
    assert begun == {name: columns[0].name for name, columns in GROUPS.items()}
    folded = {one.name for name in FOLDED for one in GROUPS[name]}
    for place, column in enumerate(EVERY, 1):
        own = filled.column_dimensions[get_column_letter(place)]
        assert own.hidden is (column.name in folded), column.name


@pytest.mark.parametrize("columns", [BY_NAME, PAGOS_BY_NAME, LISTA_BY_NAME])
def test_no_group_is_called_as_a_heading_is(columns: Mapping[str, Column]) -> None:
    assert not match(list(GROUPS), columns).places


def test_it_may_be_filled_in_on_either_sheet_and_on_one_alone(
    template: Path, tmp_path: Path
) -> None:
    book = load_workbook(template)
    short, whole = book[SHORT], book[WHOLE]
    places = {str(cell.value): place for place, cell in enumerate(whole[2], 1)}
    names = [str(cell.value) for cell in short[1]]
    for number, line in enumerate(short.iter_rows(min_row=2, values_only=True), 3):
        for name, value in zip(names, line, strict=True):
            whole.cell(number, places[name]).value = value
    both = tmp_path / "both.xlsx"
    book.save(both)
    with pytest.raises(UnreadableFile, match="se toma una sola"):
        load(both, today(), ISSUER)
    short.delete_rows(2, 10)
    book.save(tmp_path / "whole.xlsx")
    loaded = load(tmp_path / "whole.xlsx", today(), ISSUER)
    assert loaded.faults == ()
    assert [one.rows for one in loaded.asked] == [(3, 4), (5,), (6,)]
    assert loaded.asked == tuple(
        replace(one, rows=tuple(row + 1 for row in one.rows))
        for one in load(template, today(), ISSUER).asked
    )


def test_an_empty_template_says_that_it_has_no_rows(template: Path, tmp_path: Path) -> None:
    book = load_workbook(template)
    book[SHORT].delete_rows(2, 10)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableFile, match="ninguna fila con datos"):
        load(tmp_path / "a.xlsx", today(), ISSUER)


def test_every_heading_has_a_note_and_required_ones_look_different(filled: Worksheet) -> None:
    fills: dict[bool, set[str]] = {True: set(), False: set()}
    for cell, column in zip(filled[2], EVERY, strict=True):
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
    for place, column in enumerate(EVERY, 1):
        rule = ranges[f"{get_column_letter(place)}3"]
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
    for place, column in enumerate(EVERY, 1):
        own = filled.column_dimensions[get_column_letter(place)]
        assert own.number_format == cell_format(column)
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
