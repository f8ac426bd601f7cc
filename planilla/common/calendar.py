"""Days as the office lives them: America/Argentina/Buenos_Aires."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1900, 2199
BUENOS_AIRES = ZoneInfo("America/Argentina/Buenos_Aires")


def now() -> datetime:
    """This moment, in UTC, with its zone."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Buenos Aires, whatever the machine's zone."""
    return datetime.now(BUENOS_AIRES).date()


def end_of(day: date) -> datetime:
    """The moment at which a day is over in Buenos Aires."""
    return datetime.combine(day + timedelta(days=1), time(), BUENOS_AIRES).astimezone(UTC)


def service_date(day: date) -> str:
    """dd/mm/yyyy, as the service writes dates (api.md 5)."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def parse_service_date(text: str) -> date | None:
    """A date as the service writes it; None for a blank or anything else."""
    try:
        found = datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return found if plausible(found) else None


def plausible(day: date) -> bool:
    """Whether a day may be meant: others cannot be reckoned with, nor written in a sheet."""
    return FIRST_YEAR <= day.year <= LAST_YEAR
