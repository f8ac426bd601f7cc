"""Which days may be asked about at once."""

from __future__ import annotations

from datetime import date, timedelta

from planilla.common.errors import InputRefused

MOST_DAYS = 366


def checked(first: date, last: date) -> tuple[date, date]:
    """The days as given; raises `InputRefused` when they are backwards or too many."""
    if last < first:
        raise InputRefused("the last day is before the first")
    if last - first > timedelta(days=MOST_DAYS):
        raise InputRefused(f"ask for at most {MOST_DAYS} days at once")
    return first, last
