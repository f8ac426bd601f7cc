"""What every handler does alike: moves, and an attempt whose end nobody saw."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

from planilla.common.calendar import now
from planilla.dispatch.waits import Times
from planilla.ledger.awaited import Awaited
from planilla.model.operation import Lease, Operation, State

LONGEST_PAUSE = 15.0


class Mover:
    """Moves operations in the ledger without holding up the event loop."""

    def __init__(self, store: Awaited) -> None:
        self._store = store

    async def _move(
        self,
        operation: Operation,
        lease: Lease,
        target: State,
        event: str,
        detail: str = "",
        **changes: Any,
    ) -> Operation:
        return await self._store.move(operation, lease, target, event, detail, **changes)


async def recovered(store: Awaited, operation: Operation, lease: Lease, times: Times) -> Operation:
    """Somebody died between intent and outcome: it may have arrived."""
    limit = (operation.sent_at or now()) + timedelta(seconds=times.request)
    ended = min(now(), limit)
    return await store.move(operation, lease, State.UNKNOWN, "recovered", ended_at=ended)


class Absence:
    """How long something must still be absent for that to count: `settle` after the attempt's end.

    The clock on the wall is read once, when the waiting begins; it may be put back or forward
    meanwhile. At most `settle` is waited, though the attempt may be said to end in the future.
    """

    def __init__(self, operation: Operation, times: Times) -> None:
        ended = operation.ended_at or now()
        over = (now() - ended).total_seconds()
        self._counts_at = time.monotonic() + times.settle - min(max(over, 0.0), times.settle)
        self._pause = times.retry

    def counts(self) -> bool:
        """Whether it has lasted: asked before the service is, or it answers for too early."""
        return time.monotonic() >= self._counts_at

    async def last(self) -> None:
        """Wait a little, longer each time, but not past the moment from which it counts."""
        left = self._counts_at - time.monotonic()
        await asyncio.sleep(self._pause if left <= 0 else min(self._pause, left + 0.01))
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
