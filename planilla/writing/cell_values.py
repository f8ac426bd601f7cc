"""A cell of the input as the value that a workbook holds: a number, a date, or text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from planilla.reading.cells.sheet import CellKind
from planilla.reading.cells.signs import AS_STORED, PERCENT
from planilla.writing.styles import DATE, MONEY, PRICE, TEXT, TIME, WHOLE, Value

GENERAL = "General"
EXACT_DIGITS = 15  # of a number in a workbook: Excel's specifications and limits
FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29/02/1900, so earlier days are off by one
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


def number_format(value: Value, numbers: str) -> str:
    """The number format of a value in a column whose numbers have the format `numbers`."""
    if isinstance(value, datetime):
        return TIME
    if isinstance(value, date):
        return DATE
    if isinstance(value, str):
        return TEXT
    return numbers if isinstance(value, Decimal) else GENERAL


def format_of_numbers(texts: Iterable[str], *, money: bool) -> str:
    """One number format for all numbers of a column, given as they are in a `Sheet`.

    Whole numbers have no thousands separator, since they may be codes, unless
    the column is known to hold `money`.
    """
    decimals = max((_decimals(text) for text in texts), default=0)
    if decimals == 0:
        return MONEY if money else WHOLE
    if not money or decimals > 3:
        return GENERAL
    return PRICE if decimals == 3 else MONEY


def format_with(sign: str) -> str:
    """The number format that shows a sign (`cells.signs`) beside the number."""
    if sign == PERCENT:
        return "0.00######%"
    if sign == AS_STORED:
        return '0.00######"%"'
    return f'"{sign.replace(chr(34), "")}" #,##0.00######'


def _decimals(text: str) -> int:
    return len(text.partition(".")[2].rstrip("0"))


def _number(text: str) -> Decimal | str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or len(number.normalize().as_tuple().digits) > EXACT_DIGITS:
        return text
    return number


def _moment(text: str) -> date | datetime | str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.date() < FIRST_DAY or moment.tzinfo is not None:
        return text
    return moment.date() if moment.time() == time() else moment
