"""Learning what the queue did, by asking (`consulta_avanzada`): hooks only say when to look."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from planilla.common.calendar import now
from planilla.common.errors import NotSent, Refused, Unknown
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.same_reference import together
from planilla.dispatch.messages import QUEUE_GONE
from planilla.dispatch.outage_breaker import Breaker
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Lease, Operation, Queue, Reason, State
from planilla.service.answers import Held, Stand
from planilla.service.tusfacturas import TusFacturas

FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0
DAY_IS_LESS = 3  # from here on one search by day costs less than one a reference


class Refresh:
    """Brings what is in the queue up to date, a point of sale at a time."""

    def __init__(
        self,
        ledger: Ledger,
        breaker: Breaker,
        adoption: Adoption,
        on_done: Callable[[Operation], None],
    ) -> None:
        self._ledger = ledger
        self._breaker = breaker
        self._adoption = adoption
        self._on_done = on_done

    async def scope(
        self, lease: Lease, service: TusFacturas, *, force: bool = False
    ) -> Sequence[Operation]:
        """Ask about what is due (all of it with `force`); returns those asked about, as they stand.

        Trouble with the service leaves the rest for another time.
        """
        inside = await self._ledger.awaited.inside(lease.scope)
        hinted = {h.external_reference for h in await self._ledger.awaited.unasked_hooks()}
        due = [o for o in inside if force or o.external_reference in hinted or _due(o, now())]
        try:
            return await self._ask(due, lease, service)
        except (NotSent, Unknown, Refused) as error:
            self._breaker.hit(error)
            return []

    async def _ask(
        self, due: Sequence[Operation], lease: Lease, service: TusFacturas
    ) -> Sequence[Operation]:
        by_day: dict[date, list[Operation]] = defaultdict(list)
        for operation in due:
            by_day[operation.fecha].append(operation)
        seen: list[Operation] = []
        deadline = time.monotonic() + self._adoption.settle  # for all: each waits beside the others
        for fecha, group in sorted(by_day.items()):
            day = await service.by_day(fecha) if len(group) >= DAY_IS_LESS else []
            shown = together(day)
            for operation in group:
                held = shown.get(operation.external_reference, [])
                seen.append(await self._see(operation, held, lease, service, deadline))
        if seen:
            await self._ledger.awaited.asked(seen)
        return seen

    async def _see(
        self,
        operation: Operation,
        shown: Sequence[Held],
        lease: Lease,
        service: TusFacturas,
        deadline: float,
    ) -> Operation:
        if not _plain(shown):  # by name all of it is seen, also what has another date now
            shown = await service.by_reference(operation.external_reference)
        if not shown and _inside(operation):
            shown = await self._again(operation, service, deadline)
        if not shown:
            seen = await self._adoption.sight.of(operation, service)
            return await self._gone(operation, lease) if seen else operation
        moved = await self._adoption.take_in(operation, shown, lease)
        if moved.queue is Queue.ISSUED and _inside(operation):
            self._on_done(moved)
        return moved

    async def _again(
        self, operation: Operation, service: TusFacturas, deadline: float
    ) -> Sequence[Held]:
        """What has just left the queue, issued, may not be shown at once."""
        while time.monotonic() < deadline:
            await asyncio.sleep(self._adoption.retry)
            shown = await service.by_reference(operation.external_reference)
            if shown:
                return shown
        return ()

    async def _gone(self, operation: Operation, lease: Lease) -> Operation:
        """The service shows it no longer: not by us, so a person has to look."""
        if not _inside(operation):
            return operation  # issued, and asked about for another of its name
        return await self._ledger.awaited.move(
            operation,
            lease,
            State.REVIEW,
            "gone from the queue",
            reason=Reason.QUEUE,
            queue=Queue.WANTED,
            errors=(QUEUE_GONE,),
        )


def _inside(operation: Operation) -> bool:
    return operation.queue in {Queue.WAITING, Queue.FAILED}


def _due(operation: Operation, moment: datetime) -> bool:
    """Whether enough time has passed since it was last asked about; the pause doubles."""
    asked_at = operation.evidence.get("asked_at")
    if asked_at is None:
        return True
    times = int(operation.evidence.get("times", 1))
    pause = min(FIRST_PAUSE * 2 ** (times - 1), LONGEST_PAUSE)
    asked = datetime.fromisoformat(str(asked_at))
    return moment >= asked + timedelta(seconds=pause) or asked > moment  # by a clock put back since


def _plain(shown: Sequence[Held]) -> bool:
    """Whether a search by day says it all: one entry, of a known status."""
    return len(shown) == 1 and shown[0].stand is not Stand.UNCLEAR
