"""Waiting out an outage: one circuit breaker a credential.

Trouble opens it; while it is open nothing is sent. The wait doubles from
`first` to `LONGEST` seconds, or lasts as long as the service says. After
`budget` seconds without one success, or at once when the service announces a
longer pause than that, it gives up: what is left stays pending for another run.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from planilla.common.calendar import BUENOS_AIRES, now
from planilla.common.errors import Blocked, ServiceError
from planilla.service.estado import Window

LONGEST = 60.0
log = logging.getLogger(__name__)


class GaveUp(Exception):
    """The budget is spent; the rest stays pending."""


class Breaker:
    """Shared by all lanes of a credential."""

    def __init__(self, first: float, budget: float) -> None:
        self._first = first
        self._budget = budget
        self._delay = first
        self._opens_at = 0.0
        self._trouble_since: float | None = None
        self.reason = ""
        self.until: datetime | None = None
        self.exhausted = False
        self._windows: tuple[Window, ...] = ()
        self._lead = timedelta(0)

    def announce(self, windows: Sequence[Window], request_seconds: float) -> None:
        """Maintenance to come: nothing begins that could not end before it."""
        self._windows, self._lead = tuple(windows), timedelta(seconds=request_seconds)

    def trip(self, reason: str, until: datetime | None = None) -> None:
        """Something kept a request from being served; wait before the next one."""
        moment = time.monotonic()
        if self._trouble_since is None:
            self._trouble_since = moment
        self.reason, self.until = reason, until
        wait = self._delay
        if until is not None:
            wait = max(wait, (until - now()).total_seconds())
        if moment >= self._opens_at:  # lanes that meet the same trouble count it once
            self._delay = min(self._delay * 2, max(LONGEST, self._first))
        self._opens_at = max(self._opens_at, moment + wait)
        if self._opens_at - self._trouble_since > self._budget:
            self.exhausted = True
        log.warning("%s; waiting %.1f s", reason, wait)

    def hit(self, error: ServiceError) -> None:
        """A request ended in trouble."""
        self.trip(str(error), error.until if isinstance(error, Blocked) else None)

    def success(self) -> None:
        """A request was served."""
        self._delay = self._first
        self._trouble_since = None
        if not self.exhausted:
            self.reason, self.until = "", None

    async def ready(self) -> None:
        """Wait until requests may be sent; raises `GaveUp` when the budget is spent."""
        self._mind_maintenance()
        while not self.exhausted and (delay := self._opens_at - time.monotonic()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(min(delay, 1.0))
        if self.exhausted:
            raise GaveUp(self.reason)

    def _mind_maintenance(self) -> None:
        """While a request could still be under way when maintenance begins, none is sent."""
        moment = now()
        for window in self._windows:
            waits = (window.end - moment).total_seconds()
            waiting = self._opens_at - time.monotonic() >= waits - 1
            if window.start - self._lead <= moment < window.end and not waiting:
                start, end = (at.astimezone(BUENOS_AIRES) for at in (window.start, window.end))
                self.trip(
                    f"the service announces maintenance from {start:%d/%m/%Y %H:%M} to "
                    f"{end:%d/%m/%Y %H:%M} ({window.title})",
                    until=window.end,
                )
