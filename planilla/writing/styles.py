"""How cells look: one place for colours, fonts and number formats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from planilla.reading.cells.sheet import Value
from planilla.writing.plain_text import plain
from planilla.writing.report import Estado

__all__ = ["Brush", "Look", "Value"]

FONT = "Calibri"
INK = "1F2933"
NAVY = "1F3A5F"  # headings of the input
TEAL = "0F6B66"  # headings that planilla adds
GREY = "6B7785"
LINE = "D5DBE1"
PAPER = "F3F6F9"
WRONG = "FFD9D2"  # a cell to be mended
DOUBT = "FFF0C2"  # a row to be mended, when no cell can be blamed
LINK = "1155CC"

DATE = "dd/mm/yyyy"
TIME = "dd/mm/yyyy hh:mm"
WHOLE = "0"
MONEY = "#,##0.00"
PRICE = "#,##0.00#"
TEXT = "@"


@dataclass(frozen=True)
class Look:
    """What a cell looks like; colours are RRGGBB, `indent` in steps of about a letter."""

    number_format: str = "General"
    fill: str = ""
    ink: str = INK
    size: int = 11
    bold: bool = False
    italic: bool = False
    underline: bool = False
    wrap: bool = False
    across: str = "general"
    upright: str = "top"
    lined: bool = False
    indent: int = 0


PLAIN = Look()
HEADING = Look(fill=NAVY, ink="FFFFFF", bold=True, wrap=True, upright="center", lined=True)
ADDED_HEADING = Look(fill=TEAL, ink="FFFFFF", bold=True, wrap=True, upright="center", lined=True)
WRAPPED = Look(wrap=True)
TITLE = Look(size=18, bold=True, ink=NAVY, upright="center")
SUBTITLE = Look(ink=GREY, upright="center")
SECTION = Look(size=13, bold=True, ink=NAVY, upright="center")
ANCHOR = Look(ink=LINK, underline=True)

# fill, ink
COLOURS: dict[Estado, tuple[str, str]] = {
    Estado.EMITIDO: ("CBEBD3", "0B5D2A"),
    Estado.YA_EMITIDO: ("D3EFEC", "0B5563"),
    Estado.ENCOLADO: ("D6E4F5", "1F4E8C"),
    Estado.PAGADO: ("CBEBD3", "0B5D2A"),
    Estado.YA_PAGADO: ("D3EFEC", "0B5563"),
    Estado.ENVIADO: ("CBEBD3", "0B5D2A"),
    Estado.RECHAZADO: ("F6BDB7", "8A1C12"),
    Estado.INVALIDO: ("FBD5BF", "8A3B12"),
    Estado.PENDIENTE: ("FFECB3", "7A5600"),
    Estado.A_REVISAR: ("E3D7F2", "52307C"),
}
ESTADO_LOOKS = {
    estado: Look(fill=fill, ink=ink, bold=True) for estado, (fill, ink) in COLOURS.items()
}


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
        cell = Cell(sheet, 1, 1, plain(value), self._style(look))
        cell.data_type = "s"
        return cell

    def row(self, sheet: Worksheet, cells: Iterable[tuple[Value, Look]]) -> list[Cell | None]:
        """A row of cells; a blank one without a colour is nothing, which costs nothing."""
        return [
            None if value is None and not look.fill else self.cell(sheet, value, look)
            for value, look in cells
        ]

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
