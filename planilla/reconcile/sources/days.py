"""Dates, a column at a time."""

from __future__ import annotations

import polars as pl

from planilla.reading.cells.dates import parse_date
from planilla.reading.cells.sheet import CellKind
from planilla.reconcile.matching.spellings import Read, by_spelling

HOUR = r"^(\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}) .*$"  # a statement has a minute in every row
MONTH_FIRST = r"^\s*(\d{1,2})([-/.])(\d{1,2})([-/.]\d)"


def days(cells: pl.DataFrame, order: str) -> pl.DataFrame:
    """`value` (Date) and `code` of each cell; `order` is `dmy` or `mdy`, ISO always known."""
    text = pl.col("text").str.replace(HOUR, "$1")
    if order == "mdy":
        swapped = text.str.replace(MONTH_FIRST, "${3}${2}${1}${4}")
        text = pl.when(pl.col("kind") == CellKind.TEXT.value).then(swapped).otherwise(text)
    return by_spelling(cells.with_columns(text=text), _day, pl.Date)


def _day(text: str, kind: CellKind) -> Read:
    day = parse_date(text, kind)
    return day, None if day else "NO_ES_FECHA"
