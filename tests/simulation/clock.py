"""Virtual time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Seconds since the world began, and the hour it is then.

    Each computer has an hour of its own, so many seconds off (`off`), which may be moved.
    """

    def __init__(self, start: datetime) -> None:
        self.start = start
        self.elapsed = 0.0

    def advance(self, seconds: float) -> None:
        """Let time pass; it never goes back."""
        self.elapsed += max(0.0, seconds)

    def now(self, off: float = 0.0) -> datetime:
        """The hour of a clock that is `off` seconds wrong."""
        return (self.start + timedelta(seconds=self.elapsed + off)).astimezone(UTC)
