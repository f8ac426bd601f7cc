"""Figures as the service writes them, in bounds: what is out of them is no figure."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS, DECIMALS = 15, 30
"""Before the point, more than any amount has; after it, room for how floats are written."""
FIGURE = re.compile(rf"[-+]?[0-9]{{1,{DIGITS}}}(?:[.,][0-9]{{1,{DECIMALS}}})?")
# what stands beside it is neither its sign nor a part of the same figure or word
LAST = re.compile(rf"(?:.*[^\w.,+])?(?<!^-)([0-9]{{1,{DIGITS}}})(?![\w.,])[^0-9]*", re.DOTALL)
HIGHEST_NUMBER = 99_999_999  # of a comprobante (api.md 3)


def text(value: object) -> str:
    """A value as text, without the blanks that the service adds (api.md 5)."""
    return "" if value is None else str(value).strip()


def amount(value: object) -> Decimal | None:
    """An amount, however the service wrote it; None for anything else, out of range included."""
    figure = _figure(value)
    return Decimal(figure.replace(",", ".")) if FIGURE.fullmatch(figure) else None


def last_integer(value: object) -> int | None:
    """74 of `00003-00000074`, 123 of `0000123`; None without one, for fractions and negatives."""
    if isinstance(value, Decimal):
        found = amount(value)
        return int(found) if found is not None and found >= 0 and found == int(found) else None
    last = LAST.fullmatch(text(value))
    return int(last[1]) if last else None


def number_of(value: object) -> int | None:
    """The number of a comprobante; None for what is none."""
    found = last_integer(value)
    return found if found is not None and found <= HIGHEST_NUMBER else None


def _figure(value: object) -> str:
    """A value as text, without an exponent; a blank where that would be endless."""
    if not isinstance(value, Decimal):
        return text(value)
    written = value.is_finite() and -DECIMALS <= value.adjusted() < DIGITS
    return format(value, "f") if written else "0" if value.is_zero() else ""
