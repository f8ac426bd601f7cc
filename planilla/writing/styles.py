"""How cells look: one place for colours, fonts and number formats."""

from __future__ import annotations

from dataclasses import dataclass

from planilla.reading.cells.sheet import Value
from planilla.writing.report import Estado

__all__ = ["Look", "Value"]

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
