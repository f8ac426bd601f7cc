"""Cells as they stand in a file, before anybody knows which row holds the headings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from planilla.workbook.sheet import Kind

Cell = tuple[str | None, Kind]
BLANK: Cell = (None, Kind.BLANK)


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet; `rows[0]` is row 1 of the file.

    `ragged` says that the length of a row means something: in a CSV, a row
    with more or fewer cells than headings has its values under the wrong ones.
    `merged` are the corners (row and column from 0) of cells joined into one, of
    which only the first has the value. `hidden` are the numbers of rows that a person
    does not see (an .xlsx tells; the other formats' readers do not).
    """

    name: str
    rows: list[list[Cell]]
    ragged: bool = False
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    hidden: frozenset[int] = frozenset()


def cell_of(value: object) -> Cell:
    """A value as calamine gives it, as text and its kind.

    A workbook's numbers are doubles: 15 significant digits are what Excel
    itself shows, and what the person typed. A whole number is as it is, since
    programs write the 16 digits of a marketplace's order as a number.
    """
    if value is None or value == "":
        return BLANK
    if isinstance(value, bool):
        return ("VERDADERO" if value else "FALSO"), Kind.BOOL
    if isinstance(value, int):
        return str(value), Kind.NUMBER
    if isinstance(value, float) and value.is_integer():
        return str(int(value)), Kind.NUMBER
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f"), Kind.NUMBER
    if isinstance(value, datetime):
        whole = value.time() == time(0)
        return (value.date().isoformat() if whole else value.isoformat(" ")), Kind.DATE
    if isinstance(value, date):
        return value.isoformat(), Kind.DATE
    if isinstance(value, time | timedelta):
        return str(value), Kind.TEXT
    text = str(value)
    return (text, Kind.TEXT) if text.strip() else BLANK
