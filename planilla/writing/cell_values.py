"""A cell of the input as the value that a workbook holds: a number, a date, or text."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

import polars as pl

from planilla.reading.cells.sheet import CellKind
from planilla.reading.cells.signs import AS_STORED, PERCENT
from planilla.writing.styles import DATE, MONEY, PRICE, TEXT, TIME, WHOLE, Look, Value
from planilla.writing.workbook_limits import FIRST_DAY, held_exactly

GENERAL = "General"
TRUE = frozenset({"verdadero", "true"})


def as_it_came(text: str | None, kind: str) -> Value:
    """The value of a cell of a `Sheet`: its text and the letter of its `CellKind`.

    What a workbook cannot hold exactly (a number of more than 15 digits, a day
    before March 1900) stays text.
    """
    if text is None or kind in {CellKind.BLANK, CellKind.MERGED}:
        return None
    if kind == CellKind.NUMBER:
        return _number(text)
    if kind == CellKind.DATE:
        return _moment(text)
    if kind == CellKind.BOOL:
        return text.lower() in TRUE
    return text


def looks_of(numbers: str, fill: str = "") -> dict[type, Look]:
    """How the values of a column look by their type, in a column whose numbers have a format.

    A blank cell has none: what a person will write there shows as it is.
    """
    formats = {
        str: TEXT,
        Decimal: numbers,
        bool: GENERAL,
        date: DATE,
        datetime: TIME,
        type(None): GENERAL,
    }
    return {kind: Look(number_format=told, fill=fill) for kind, told in formats.items()}


def format_of_numbers(texts: pl.Series, *, money: bool) -> str:
    """One number format for all numbers of a column, given as they are in a `Sheet`.

    Whole numbers have no thousands separator, since they may be codes, unless
    the column is known to hold `money`.
    """
    fractions = texts.str.extract(r"\.(.*)$").str.strip_chars_end("0").str.len_chars()
    decimals = max(fractions.drop_nulls().unique().to_list(), default=0)
    if decimals == 0:
        return MONEY if money else WHOLE
    if not money or decimals > 3:
        return GENERAL
    return PRICE if decimals == 3 else MONEY


def look_with(sign: str, fill: str = "") -> Look:
    """How a number looks that shows a sign (`cells.signs`) beside it."""
    if sign == PERCENT:
        told = "0.00######%"
    elif sign == AS_STORED:
        told = '0.00######"%"'
    else:
        told = f'"{sign.replace(chr(34), "")}" #,##0.00######'
    return Look(number_format=told, fill=fill)


def _number(text: str) -> Decimal | str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if held_exactly(number) else text


def _moment(text: str) -> date | datetime | str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.date() < FIRST_DAY or moment.tzinfo is not None:
        return text
    return moment.date() if moment.time() == time() else moment
