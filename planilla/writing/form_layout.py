"""Panes, filter, widths and printing of a sheet that people fill in, made with openpyxl."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from planilla.writing.sheet_layout import (
    A4,
    EDGE_MARGIN,
    HEADING_HEIGHT,
    PAGE_NUMBER,
    SIDE_MARGIN,
    fitting_height,
    footer_text,
    pages_wide,
)


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Column widths in characters, from the first column on; before any row is written."""
    for position, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(position)].width = width


def set_table(sheet: Worksheet, columns: int, rows: int, heading: int = 1) -> None:
    """A frozen heading, two lines high, and a filter over `rows` rows below it."""
    sheet.row_dimensions[heading].height = HEADING_HEIGHT
    sheet.freeze_panes = f"A{heading + 1}"
    sheet.auto_filter.ref = f"A{heading}:{get_column_letter(columns)}{rows + heading}"


def set_height(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """A height that shows the wrapped texts, each with its column's width, before the row."""
    height = fitting_height(texts)
    if height is not None:
        sheet.row_dimensions[row].height = height


def set_page(sheet: Worksheet, widths: Sequence[float], *, heading: bool, footer: str) -> None:
    """A4 landscape, as wide as is legible, the heading on every page, pages numbered."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = pages_wide(widths)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = SIDE_MARGIN
    sheet.page_margins.top = sheet.page_margins.bottom = EDGE_MARGIN
    if heading:
        sheet.print_title_rows = "1:1"
        sheet.print_options.gridLines = True
    footers: Any = sheet.oddFooter
    footers.left.text = footer_text(footer, f"&L&R{PAGE_NUMBER}")
    footers.right.text = PAGE_NUMBER
