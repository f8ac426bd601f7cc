"""A further sheet of a result workbook: a table of values, typed by what they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from planilla.writing.book.book import Book
from planilla.writing.report import Table
from planilla.writing.sheet_layout import HEADING_HEIGHT, fitting_height, fitting_width
from planilla.writing.styles import DATE, HEADING, MONEY, PLAIN, TEXT, WHOLE, Look, Value

LOOKS: dict[type, Look] = {
    str: Look(number_format=TEXT),
    Decimal: Look(number_format=MONEY),
    int: Look(number_format=WHOLE),
    date: Look(number_format=DATE),
    datetime: Look(number_format=DATE),
    bool: PLAIN,
}
WRAPPED_TEXT = Look(number_format=TEXT, wrap=True)
SAMPLE = 200  # rows that a width is taken from


def table(book: Book, found: Table) -> None:
    """Write a table as a sheet of its own."""
    sheet = book.sheet(found.title, tab="5B6B7B")
    columns = list(zip(*found.rows[:SAMPLE], strict=True)) or [()] * len(found.headings)
    widths = [
        fitting_width(heading, (_shown(value) for value in column))
        for heading, column in zip(found.headings, columns, strict=True)
    ]
    sheet.widths(widths)
    sheet.table(len(widths), max(len(found.rows), 1))
    repeat = None if found.told_by is None else found.headings.index(found.told_by)
    sheet.page(widths, heading=True, footer=found.title, repeat=repeat)
    sheet.line(found.headings, [book.style(HEADING)] * len(widths), HEADING_HEIGHT)
    long = _longer(found, widths)
    plain_styles = {kind: book.style(look) for kind, look in LOOKS.items()}
    wrapped = {**plain_styles, str: book.style(WRAPPED_TEXT)}
    styles = [wrapped if place in long else plain_styles for place in range(len(widths))]
    for row in found.rows:
        sheet.begin(fitting_height((_shown(row[place]), widths[place]) for place in long))
        sheet.values(row, styles)


def _longer(found: Table, widths: Sequence[float]) -> list[int]:
    """The columns that have a text longer than they are wide: it is shown on several lines."""
    return [
        place
        for place, width in enumerate(widths)
        if any(isinstance(text := row[place], str) and len(text) > width for row in found.rows)
    ]


def _shown(value: Value) -> str:
    return "" if value is None else f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
