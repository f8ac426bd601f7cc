"""The cells of a workbook that people fill in, made with openpyxl."""

from __future__ import annotations

from functools import cache

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from planilla.writing.plain_text import escaped, plain
from planilla.writing.styles import FONT, LINE, PLAIN, Look, Value


class Brush:
    """Makes the styled cells of one workbook, each look registered once."""

    def __init__(self, workbook: Workbook) -> None:
        self._scratch: Worksheet = workbook.create_sheet("scratch")
        workbook.remove(self._scratch)
        self._known: dict[Look, StyleArray] = {}

    def cell(self, sheet: Worksheet, value: Value, look: Look = PLAIN) -> Cell:
        """A cell for a write-only sheet; text is always text, never a formula or an error."""
        if not isinstance(value, str):
            return Cell(sheet, 1, 1, value, self._style(look))
        cell = Cell(sheet, 1, 1, escaped(plain(value)), self._style(look))
        cell.data_type = "s"
        return cell

    def _style(self, look: Look) -> StyleArray:
        style = self._known.get(look)
        if style is None:
            style = self._known[look] = _registered(Cell(self._scratch, 1, 1), look)
        return style


def _registered(cell: Cell, look: Look) -> StyleArray:
    cell.number_format = look.number_format
    cell.font, cell.fill, cell.alignment, cell.border = _parts(look)
    style: StyleArray = getattr(cell, "_style")  # noqa: B009 - the stubs do not know it
    return style


@cache
def _parts(look: Look) -> tuple[Font, PatternFill, Alignment, Border]:
    """Made once a process: a workbook only looks at them."""
    side = Side(style="thin", color=LINE) if look.lined else None
    font = Font(
        name=FONT,
        size=look.size,
        bold=look.bold,
        italic=look.italic,
        underline="single" if look.underline else None,
        color=look.ink,
    )
    alignment = Alignment(
        horizontal="left" if look.indent else look.across,
        vertical=look.upright,
        wrap_text=look.wrap,
        indent=look.indent,
    )
    fill = PatternFill("solid", start_color=look.fill) if look.fill else PatternFill()
    return font, fill, alignment, Border(left=side, right=side, top=side, bottom=side)
