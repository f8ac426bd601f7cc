"""What a sheet is like around its cells: panes, filter, widths, and how it prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from planilla.writing.plain_text import plain

A4 = 9
LONGEST_FOOTER = 200  # of 255 characters that Excel takes, with the page's number
MOST_ROWS = 1_048_576  # of a sheet, with its heading: Excel's specifications and limits
MOST_COLUMNS = 16_384
READABLE_CHARACTERS = 230  # on one landscape page: a scale of about 55 %
MEASURED_ROWS = 500
MOST_LINES = 27  # of a row: Excel's limit is 409 points


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Column widths in characters, from the first column on; before any row is written."""
    for position, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(position)].width = width


def fitting_width(heading: str, texts: Iterable[str], least: float = 9, most: float = 42) -> float:
    """A width for a heading and the first few hundred texts under it."""
    longest = max((_line(text) for text in islice(texts, MEASURED_ROWS)), default=0)
    # a heading wraps, and needs room for the filter's button
    word = max((len(part) for part in heading.split()), default=0)
    heading_width = len(heading) + 4 if len(heading) <= 16 else max(word + 4, 16)
    return min(max(longest + 2, heading_width, least), most)


def _line(text: str) -> int:
    return max((len(line) for line in text.split("\n")), default=0)


HEADING_HEIGHT, LINE_HEIGHT = 32, 15  # points


def set_table(sheet: Worksheet, columns: int, rows: int, *, freeze: str = "A2") -> None:
    """A frozen heading in row 1, two lines high, and a filter over `rows` rows below it."""
    sheet.row_dimensions[1].height = HEADING_HEIGHT
    sheet.freeze_panes = freeze
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{rows + 1}"


def set_height(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """A height that shows the wrapped texts, each with its column's width, before the row.

    Excel fits such rows by itself; other programs do not.
    """
    lines = max((_wrapped(text, width) for text, width in texts), default=1)
    if lines > 1:
        sheet.row_dimensions[row].height = LINE_HEIGHT * min(lines, MOST_LINES) + 1


def _wrapped(text: str, width: float) -> int:
    # a word that does not fit goes to the next line whole
    return sum(1 + int(len(line) * 0.95 / width) for line in text.split("\n"))


def set_page(sheet: Worksheet, widths: Sequence[float], *, heading: bool, footer: str) -> None:
    """A4 landscape, as wide as is legible, the heading on every page, pages numbered."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = max(1, round(sum(widths) / READABLE_CHARACTERS))
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    if heading:
        sheet.print_title_rows = "1:1"
        sheet.print_options.gridLines = True
    footers: Any = sheet.oddFooter
    # an ampersand begins a code in a footer
    footers.left.text = plain(footer)[:LONGEST_FOOTER].replace("&", "&&")
    footers.right.text = "Página &P de &N"
