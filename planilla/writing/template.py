"""An empty workbook to be filled in: headings, lists, formats, notes, and what it all means."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
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
BANDS = (
    Look(fill="DCE6F0", ink=INK, bold=True, upright="center"),
    Look(fill="B8CCE0", ink=INK, bold=True, upright="center"),
)
BAND_HEIGHT = 20  # points
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
    workbook = Workbook(write_only=True)
    brush = Brush(workbook)
    lists = Lists(kind.every_column)
    _form(workbook, brush, lists, Form(kind.sheet, kind.columns, kind.examples(today())))
    if kind.groups:
        every = kind.every_column
        _form(workbook, brush, lists, Form(kind.whole_sheet, every, [], kind.groups, kind.folded))
    explicacion(workbook, brush, kind)
    lists.write(workbook, brush)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@dataclass(frozen=True)
class Form:
    """A sheet to be filled in; with `groups` a line above the headings tells what they are about.

    Groups that are `folded` are hidden until somebody opens them.
    """

    sheet: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Value]]
    groups: Mapping[str, Sequence[Column]] = field(default_factory=dict)
    folded: AbstractSet[str] = frozenset()

    @property
    def heading_row(self) -> int:
        """Where the headings are."""
        return 2 if self.groups else 1

    @property
    def begin(self) -> Mapping[str, str]:
        """The group that begins at a column, by the column's name."""
        return {columns[0].name: name for name, columns in self.groups.items()}

    @property
    def hidden(self) -> AbstractSet[str]:
        """The columns of folded groups."""
        return {one.name for name in self.folded for one in self.groups[name]}


def _form(workbook: Workbook, brush: Brush, lists: Lists, form: Form) -> None:
    sheet: Worksheet = workbook.create_sheet(form.sheet)
    widths = [_width(column, form.rows) for column in form.columns]
    set_widths(sheet, widths)
    set_table(sheet, len(form.columns), len(form.rows), form.heading_row)
    shown = [w for w, c in zip(widths, form.columns, strict=True) if c.name not in form.hidden]
    set_page(sheet, shown, heading=True, footer=form.sheet)
    for place, column in enumerate(form.columns, 1):
        own = sheet.column_dimensions[get_column_letter(place)]
        own.number_format = cell_format(column)
        if column.name in form.hidden:
            own.outlineLevel, own.hidden = 1, True
        lists.restrict(sheet, column, place, form.heading_row + 1)
    if form.groups:
        sheet.print_title_rows = "1:2"
        sheet.row_dimensions[1].height = BAND_HEIGHT
        sheet.append(_groups(sheet, brush, form))
    sheet.append([_heading(sheet, brush, column) for column in form.columns])
    for row in form.rows:
        sheet.append([_example(sheet, brush, column, row) for column in form.columns])


def _groups(sheet: Worksheet, brush: Brush, form: Form) -> list[Cell]:
    """What the columns are about, where each group begins; the shades of two that meet differ."""
    cells, shade = [], 0
    for column in form.columns:
        name = form.begin.get(column.name)
        shade += name is not None
        cells.append(brush.cell(sheet, name, BANDS[shade % len(BANDS)]))
    return cells


def _heading(sheet: Worksheet, brush: Brush, column: Column) -> Cell:
    cell = brush.cell(sheet, column.name, HEADING if column.required else OPTIONAL_HEADING)
    cell.comment = _note(column)
    return cell


def _example(sheet: Worksheet, brush: Brush, column: Column, row: Mapping[str, Value]) -> Cell:
    look = replace(EXAMPLE, number_format=cell_format(column))
    return brush.cell(sheet, row.get(column.name), look)


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
