"""An empty workbook to be filled in: headings, lists, formats, notes, and what it all means."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planilla.common.atomic_write import write_whole
from planilla.common.calendar import today
from planilla.writing.form_cells import Brush
from planilla.writing.form_layout import set_page, set_table, set_widths
from planilla.writing.sheet_layout import fitting_width
from planilla.writing.styles import (
    DATE,
    HEADING,
    INK,
    MONEY,
    PRICE,
    TEXT,
    WHOLE,
    Look,
    Value,
)
from planilla.writing.template_guide import explicacion
from planilla.writing.template_kinds import KINDS, TemplateKind
from planilla.writing.template_lists import Lists
from schemas.column import Column, ColumnKind

OPTIONAL_HEADING = replace(HEADING, fill="DCE6F0", ink=INK, bold=False)
EXAMPLE = Look(ink="7B8794", italic=True)
RARE = ("tributo_2", "tributo_3", "tributo_4", "tributo_5", "tributo_6", "tributo_7", "rg_")
WIDTHS = {ColumnKind.DATE: 13.0, ColumnKind.INTEGER: 12.0, ColumnKind.MONEY: 16.0}
WIDE = {"razon_social": 34.0, "descripcion": 40.0, "domicilio": 28.0, "email": 28.0, "tipo": 24.0}
REQUIRED, DEFAULT, SAMPLE = "Obligatorio.", "Vacío vale {}.", "Ejemplo: {}"


def write_template(kind: str, destination: Path) -> Path:
    """Write the template of a kind (a key of `KINDS`), replacing what is there.

    Its columns are those of `schemas`; the example rows have today's
    date in Buenos Aires. Returns where it really went: beside the destination,
    with a number, while that is open in a spreadsheet program. Raises
    `OutputError`.
    """
    return write_whole(destination, lambda: _render(KINDS[kind]))


def _render(kind: TemplateKind) -> bytes:
    columns = kind.columns
    workbook = Workbook(write_only=True)
    brush = Brush(workbook)
    lists = Lists(columns)
    _rows(workbook, brush, kind, lists)
    explicacion(workbook, brush, kind)
    lists.write(workbook, brush)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _rows(workbook: Workbook, brush: Brush, kind: TemplateKind, lists: Lists) -> None:
    columns = kind.columns
    sheet: Worksheet = workbook.create_sheet(kind.sheet)
    rows = kind.examples(today())
    widths = [_width(column, rows) for column in columns]
    set_widths(sheet, widths)
    set_table(sheet, len(columns), len(rows))
    set_page(sheet, widths, heading=True, footer=kind.sheet)
    for place, column in enumerate(columns, 1):
        own = sheet.column_dimensions[get_column_letter(place)]
        own.number_format = cell_format(column)
        if column.name.startswith(RARE):
            own.outlineLevel, own.hidden = 1, True
        lists.restrict(sheet, column, place)
    headings = []
    for column in columns:
        look = HEADING if column.required else OPTIONAL_HEADING
        cell = brush.cell(sheet, column.name, look)
        cell.comment = _note(column)
        headings.append(cell)
    sheet.append(headings)
    for row in rows:
        sheet.append(
            [
                brush.cell(sheet, row.get(c.name), replace(EXAMPLE, number_format=cell_format(c)))
                for c in columns
            ]
        )


def cell_format(column: Column) -> str:
    """The number format of a column's cells: text stays text, whatever it looks like."""
    if column.kind is ColumnKind.DATE:
        return DATE
    if column.kind is ColumnKind.INTEGER:
        return WHOLE
    if column.kind is ColumnKind.MONEY:
        return PRICE if column.decimals == 3 else MONEY
    if column.kind is ColumnKind.DECIMAL or column.table == "alicuota":
        return "General"
    return TEXT


def _width(column: Column, examples: Sequence[Mapping[str, Value]]) -> float:
    """Wide enough for what is usual there, for the heading, and for the examples' texts."""
    shown = [value for row in examples if isinstance(value := row.get(column.name), str)]
    usual = max(WIDE.get(column.name, 0), WIDTHS.get(column.kind, 12))
    return max(usual, fitting_width(column.name, shown))


def _note(column: Column) -> Comment:
    parts = [column.help]
    if column.required:
        parts.append(REQUIRED)
    elif column.default is not None:
        parts.append(DEFAULT.format(column.default))
    if column.example:
        parts.append(SAMPLE.format(column.example))
    comment = Comment("\n".join(parts), "planilla")
    lines = sum(1 + len(part) // 40 for part in parts)
    comment.width, comment.height = 300, 24 + 18 * lines
    return comment
