"""What every craft does alike: moves, and an attempt whose end nobody saw."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from planilla.calendar import now
from planilla.dispatch.times import Times
from planilla.ledger.model import Lease, Operation, State
from planilla.ledger.operations import Operations


class Mover:
    """Moves operations in the ledger without holding up the event loop."""

    def __init__(self, store: Operations) -> None:
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
        return await asyncio.to_thread(
            lambda: self._store.move(operation, lease, target, event, detail, **changes)
        )


async def recovered(
    store: Operations, operation: Operation, lease: Lease, times: Times
) -> Operation:
    """Somebody died between intent and outcome: it may have arrived."""
    limit = (operation.sent_at or now()) + timedelta(seconds=times.request)
    ended = min(now(), limit)
    return await asyncio.to_thread(
        lambda: store.move(operation, lease, State.UNKNOWN, "recovered", ended_at=ended)
    )


def until(moment: datetime, pause: float) -> float:
    """Seconds to sleep: a pause, but not past the moment; a little when that is over."""
    left = (moment - now()).total_seconds()
    return pause if left <= 0 else min(pause, left + 0.01)
