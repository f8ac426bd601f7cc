"""Finding out what became of an attempt whose end nobody saw, or that was refused.

Both questions are free: what is under our number, and what is under our
reference. Absence counts only once the attempt ended long enough ago.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from planilla.calendar import now
from planilla.dispatch.adoption import Adoption
from planilla.dispatch.board import Verdict
from planilla.dispatch.breaker import Breaker
from planilla.dispatch.moves import until
from planilla.dispatch.outcomes import Finding, Next, after_lookup, judge, says_queue
from planilla.dispatch.same_reference import meaning
from planilla.dispatch.shown import refuse_unfinished
from planilla.dispatch.stops import LaneStops
from planilla.dispatch.times import Times
from planilla.dispatch.words import QUEUE_OF_OTHERS
from planilla.errors import NotSent, Refused, Unknown
from planilla.ledger.model import Lease, Operation, State
from planilla.ledger.operations import Operations
from planilla.service.answers import Held
from planilla.service.key import Key
from planilla.service.tusfacturas import TusFacturas

LONGEST_PAUSE = 15.0


class Settlement:
    """Settles unknown operations; `unexplained` counts a run's refusals that nothing explains."""

    def __init__(
        self, store: Operations, adoption: Adoption, breaker: Breaker, times: Times
    ) -> None:
        self._store = store
        self._adoption = adoption
        self._breaker = breaker
        self._times = times
        self.unexplained: Counter[int] = Counter()

    async def settle(self, operation: Operation, lease: Lease, service: TusFacturas) -> Operation:
        """Find out what became of an attempt; nothing else of the lane moves meanwhile."""
        pause = self._times.retry
        while True:
            await self._breaker.ready()
            try:
                finding, shown = await self._find(operation, service)
                absent = finding is Finding.ABSENT
                alert = await service.afip_alert() if absent and operation.refusal else None
            except (NotSent, Unknown, Refused) as error:
                self._breaker.hit(error)
                continue
            settles_at = (operation.ended_at or now()) + timedelta(seconds=self._times.settle)
            step = after_lookup(
                finding,
                operation.refusal,
                settled=now() >= settles_at,
                afip_in_order=not alert,
                repeated=self.unexplained[operation.id] > 1,
            )
            if step is Next.WAIT or (step is Next.SEND_AGAIN and alert):
                if alert:
                    self._breaker.trip(f"AFIP/ARCA: {alert}")
                await asyncio.sleep(until(settles_at, pause))
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            if step is Next.REJECT and says_queue(operation.errors):
                await self._not_before_the_queue(operation, lease)
            return await self._conclude(operation, lease, step, shown)

    async def _find(
        self, operation: Operation, service: TusFacturas
    ) -> tuple[Finding, Sequence[Held]]:
        """What the service holds under our number and under our reference (both free)."""
        key = Key(operation.tipo, operation.punto_venta, operation.number)
        named = await service.by_reference(operation.external_reference)
        if named:
            shown = meaning(operation, named)
            if shown.finding is not Finding.OURS:
                return Finding.OTHER_CONTENT, named
            refuse_unfinished(shown.held)
            return Finding.OURS, named
        following = await service.numeracion(Key(operation.tipo, operation.punto_venta))
        if operation.number is None or following <= operation.number:
            return Finding.ABSENT, ()
        under = await service.consulta(key)
        if under is None or not under.issued:  # a number that is not fiscal takes none
            raise Unknown(f"number {operation.number} is taken and cannot be read")
        found = judge(operation, under)
        if found is Finding.OURS:
            refuse_unfinished(under)
        return found, (under,)

    async def _not_before_the_queue(self, operation: Operation, lease: Lease) -> None:
        """No verdict on the data: others' comprobantes wait in the point of sale's queue."""
        message = QUEUE_OF_OTHERS
        await asyncio.to_thread(
            lambda: self._store.move(
                operation, lease, State.PENDING, "queue not empty", refusal=None, errors=(message,)
            )
        )
        raise LaneStops(message, Verdict.HELD)

    async def _conclude(
        self, operation: Operation, lease: Lease, step: Next, shown: Sequence[Held]
    ) -> Operation:
        if step in {Next.DONE, Next.REVIEW} and shown:
            return await self._adoption.take_in(operation, shown, lease)
        if step is Next.REJECT:
            return await asyncio.to_thread(
                self._store.move, operation, lease, State.REJECTED, "not held by the service"
            )
        if step is Next.RENUMBER:
            return await asyncio.to_thread(
                self._store.move,
                operation,
                lease,
                State.PENDING,
                "number taken",
                repr(shown),
                number=None,
                refusal=None,
            )
        return await asyncio.to_thread(
            self._store.move, operation, lease, State.PENDING, "did not arrive", refusal=None
        )
