"""The day that planilla takes it to be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, tzinfo

import planilla.common.calendar
from planilla.common.calendar import BUENOS_AIRES


@contextmanager
def standing_on(day: date, hour: int) -> Iterator[None]:
    """Let the clock run from that hour of that day in Buenos Aires, for the block.

    The clock of Python is what is put back, where planilla reads it and nowhere else.
    """
    start = datetime(day.year, day.month, day.day, hour, tzinfo=BUENOS_AIRES)
    back: timedelta = datetime.now(BUENOS_AIRES) - start

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - back

    vars(planilla.common.calendar)["datetime"] = Clock
    try:
        yield
    finally:
        vars(planilla.common.calendar)["datetime"] = datetime
