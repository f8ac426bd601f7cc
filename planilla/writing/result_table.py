"""A further sheet of a result workbook: a table of values, typed by what they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planilla.writing.report import Table
from planilla.writing.sheet_layout import fitting_width, set_page, set_table, set_widths
from planilla.writing.styles import DATE, HEADING, MONEY, PLAIN, TEXT, WHOLE, Brush, Look, Value

DATE_LOOK, MONEY_LOOK = Look(number_format=DATE), Look(number_format=MONEY)
WHOLE_LOOK, TEXT_LOOK = Look(number_format=WHOLE), Look(number_format=TEXT)
SAMPLE = 200  # rows that a width is taken from


def table(workbook: Workbook, brush: Brush, found: Table) -> None:
    """Write a table as a sheet of its own."""
    sheet: Worksheet = workbook.create_sheet(found.title)
    sheet.sheet_properties.tabColor = "5B6B7B"
    columns = list(zip(*found.rows[:SAMPLE], strict=True)) or [()] * len(found.headings)
    widths = [
        fitting_width(heading, (_shown(value) for value in column))
        for heading, column in zip(found.headings, columns, strict=True)
    ]
    set_widths(sheet, widths)
    set_table(sheet, len(widths), max(len(found.rows), 1))
    set_page(sheet, widths, heading=True, footer=found.title)
    sheet.append([brush.cell(sheet, heading, HEADING) for heading in found.headings])
    for row in found.rows:
        sheet.append(brush.row(sheet, [(value, _look(value)) for value in row]))


def _look(value: Value) -> Look:
    if isinstance(value, date):
        return DATE_LOOK
    if isinstance(value, Decimal):
        return MONEY_LOOK
    if isinstance(value, int) and not isinstance(value, bool):
        return WHOLE_LOOK
    return TEXT_LOOK if isinstance(value, str) else PLAIN


def _shown(value: Value) -> str:
    return "" if value is None else f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
