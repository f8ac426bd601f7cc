"""Issuing one comprobante: number, look-up, intent, request, outcome, and what follows from it.

The order is the invariant: the intent with its number is on disk before the
request leaves, and the outcome before anything else of the lane.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from planilla.common.errors import ServiceError
from planilla.common.failpoints import reach
from planilla.dispatch.failed import Failing
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.lot_mates import keeps_number
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.lookup.settle_unknown import Settlement
from planilla.dispatch.messages import NOT_NEXT, QUEUE_NOT_EMPTY
from planilla.dispatch.numbers import Numbering
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.before_sending import FirstLook
from planilla.dispatch.steps.complete_body import Bodies
from planilla.dispatch.steps.issued_or_failed import IssuedOrFailed
from planilla.dispatch.steps.lots import Lots
from planilla.dispatch.stopped_this_run import Halts, LaneStops
from planilla.dispatch.turn import Steps, Turn
from planilla.dispatch.waits import Times
from planilla.dispatch.what_goes_next import TurnEnd
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Lease, Operation, State


class Issue(Steps):
    """Issues at once; `on_done` is told of each that becomes done, once that is on disk.

    With `lots`, up to 20 by one request.
    """

    most_sends = 8

    def __init__(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        bodies: Bodies,
        adoption: Adoption,
        company: SameCompany,
        halts: Halts,
        quota: Quota,
        numbering: Numbering,
        first: FirstLook,
        on_done: Callable[[Operation], None],
        *,
        lots: bool = False,
    ) -> None:
        self._ledger = store = ledger.awaited
        self._bodies = bodies
        self._adoption = adoption
        self._on_done = on_done
        self._quota = quota
        self._numbering = numbering
        self._first = first
        failing = Failing(store, breaker, halts, at="AFIP/ARCA: ")
        self._settlement = Settlement(store, adoption, numbering, breaker, times)
        unexplained = self._settlement.unexplained
        self._outcome = IssuedOrFailed(store, breaker, company, failing, unexplained)
        self._lots = (
            Lots(store, adoption, bodies, quota, numbering, failing, self._outcome, times)
            if lots
            else None
        )

    async def settle(self, operation: Operation, turn: Turn) -> Operation:
        """By its number and its reference."""
        return await self._settlement.settle(operation, turn)

    def told(self, operation: Operation, message: str) -> tuple[str, ...]:
        """The reason; what it was refused with is still to be judged, and stays."""
        kept = operation.refusal is not None or message in operation.errors
        said = operation.errors if kept else ()
        return tuple(dict.fromkeys((message, *said)))

    def end(self, operation: Operation) -> TurnEnd:
        """What ARCA alone has is sent again first, or nothing after it is taken (api.md 7)."""
        if self._lots is not None:
            self._lots.over(operation)
        if operation.state is State.DONE:
            self._on_done(operation)
        if operation.state is not State.REVIEW:
            return TurnEnd.SETTLED
        return TurnEnd.STOPPED if operation.evidence.get("at_arca") else TurnEnd.HELD

    # Sending

    async def attempt(self, operation: Operation, turn: Turn) -> Operation:
        """Number, look-up, intent, request, outcome."""
        lease, inside = turn.lease, turn.inside
        if inside is None:
            operation, inside = await self._ledger.at_turn(operation.id)
        body = await self._bodies.complete(operation, lease)
        if body is None:
            return await self._ledger.get(operation.id)
        if inside:  # the service issues nothing at once where its queue holds something (api.md 7)
            raise LaneStops(QUEUE_NOT_EMPTY.format(count=inside), TurnEnd.HELD)
        following, operation = await self._first.look(
            operation, lease, turn.service, alone=turn.alone
        )
        if operation.state is not State.PENDING:
            return operation
        if operation.asked_number not in {None, following}:
            return await self._not_next(operation, lease, following)
        await keeps_number(self._ledger, operation, following)
        if not self._quota.allows(operation):
            raise LaneStops(self._quota.told(operation), TurnEnd.HELD)
        if self._lots is None:
            return await self._send(operation, body, following, turn)
        return await self._send_with_others(self._lots, operation, body, following, turn)

    async def _send_with_others(
        self, lots: Lots, first: Operation, body: Mapping[str, Any], following: int, turn: Turn
    ) -> Operation:
        """In a lot, where anything can go with it."""
        behind = await lots.behind(first, turn, following)
        if not behind:
            return await self._send(first, body, following, turn)
        first = await self._ledger.current(first)
        if first.state is not State.PENDING or self._adoption.highest(first) >= following:
            return first
        return await lots.send([(first, body), *behind], following, turn)

    async def _not_next(self, operation: Operation, lease: Lease, following: int) -> Operation:
        """The file insists on another number; the numbering is asked again before that is said."""
        if not self._numbering.is_fresh(operation.lane):
            self._numbering.doubt(operation.lane)  # others may have issued since
            return operation
        message = NOT_NEXT.format(asked=operation.asked_number, following=following)
        return await self._ledger.move(
            operation, lease, State.REJECTED, "number not next", errors=(message,)
        )

    async def _send(
        self, operation: Operation, body: Mapping[str, Any], following: int, turn: Turn
    ) -> Operation:
        lease, service = turn.lease, turn.service
        reach("before-intent")
        sent = await self._ledger.begin(operation, lease, following)
        self._numbering.counts_on(operation.lane)
        reach("after-intent")
        try:
            issued, reply = await service.nuevo(body, following, operation.external_reference)
        except ServiceError as error:
            reach("after-request")
            moved = await self._outcome.failed(sent, error, turn)
        else:
            reach("after-request")
            moved = await self._outcome.issued(sent, lease, issued, reply.raw)
        reach("after-outcome")
        return moved
