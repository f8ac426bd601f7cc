"""Asking what became of an attempt, again and again, until that or its absence can be told."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol, TypeVar

from planilla.common.calendar import now
from planilla.common.errors import NotSent, Refused, Unknown
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.turn import Turn
from planilla.dispatch.waits import Times
from planilla.model.operation import Operation

LONGEST_PAUSE = 15.0
T = TypeVar("T")


class Absence:
    """How long something must still be absent for that to count: `settle` after the attempt's end.

    The clock on the wall is read once, when the waiting begins; it may be put back or forward
    meanwhile. At most `settle` is waited, though the attempt may be said to end in the future; but
    for a lot, which may be at work still.
    `settled` says whether it counted just before the service was asked.
    """

    def __init__(self, operation: Operation, times: Times) -> None:
        ended = operation.ended_at or now()
        over = (now() - ended).total_seconds()
        began = time.monotonic()
        longest = times.settle + times.lot if operation.lot else times.settle
        self._counts_at = began + min(max(times.settle - over, 0.0), longest)
        self._spent_at = max(began + times.settle, self._counts_at)
        self._pause = times.retry
        self.settled = False

    def counts(self) -> bool:
        """Whether it has lasted: asked before the service is, or it answers for too early."""
        return time.monotonic() >= self._counts_at

    def spent(self) -> bool:
        """Whether `settle` seconds have been waited here."""
        return time.monotonic() >= self._spent_at

    async def last(self) -> None:
        """Wait a little, longer each time, but not past the moment from which it counts."""
        left = self._counts_at - time.monotonic()
        await asyncio.sleep(self._pause if left <= 0 else min(self._pause, left + 0.01))
        self._pause = min(self._pause * 2, LONGEST_PAUSE)


class Question(Protocol[T]):
    """How a kind finds out: what it asks, and what follows from what is shown."""

    async def ask(self, operation: Operation, turn: Turn, absence: Absence) -> T:
        """What the service shows, for free; raises `ServiceError` kinds when it was not told."""
        ...

    async def conclude(
        self, operation: Operation, turn: Turn, shown: T, absence: Absence
    ) -> Operation | None:
        """The operation as it then is; None while it must be asked again."""
        ...


async def settled(
    question: Question[T], operation: Operation, turn: Turn, breaker: Breaker, times: Times
) -> Operation:
    """Ask until it can be told what became of an attempt; nothing else of the lane moves."""
    absence = Absence(operation, times)
    while True:
        await breaker.ready()
        absence.settled = absence.counts()
        try:
            shown = await question.ask(operation, turn, absence)
        except (NotSent, Unknown, Refused) as error:
            breaker.hit(error)
            continue
        ended = await question.conclude(operation, turn, shown, absence)
        if ended is not None:
            return ended
        await absence.last()
