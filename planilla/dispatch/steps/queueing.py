"""Queueing: up to 100 comprobantes a request, each answer matched by its reference.

A queued one has no number to lock: one whose queueing is in doubt is never
sent again because it was not found (docs/design.md, "The queue").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import Any

from planilla.common.calendar import now
from planilla.common.errors import NotSent, Refused, ServiceError, Unknown
from planilla.common.failpoints import reach
from planilla.dispatch.failed import Failing, Failure, failure_of
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.lookup.settle_queueing import QueueSettlement
from planilla.dispatch.messages import LOT_REFUSED
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.outcome_table import after_request
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.before_sending import FirstLook
from planilla.dispatch.steps.complete_body import Bodies
from planilla.dispatch.steps.queued_earlier import Earlier
from planilla.dispatch.stopped_this_run import Halts, LaneStops
from planilla.dispatch.turn import Steps, Turn
from planilla.dispatch.waits import Times
from planilla.dispatch.what_goes_next import TurnEnd
from planilla.ledger.changes import Changes
from planilla.ledger.ledger import Ledger
from planilla.ledger.rows import dump
from planilla.model.operation import Lease, Operation, Queue, State, account_of
from planilla.service.cola import MOST
from planilla.service.cola import Queueing as Answered
from planilla.service.tusfacturas import TusFacturas


class Queueing(Steps):
    """Hands operations to the service's queue and settles what became of that."""

    def __init__(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        adoption: Adoption,
        company: SameCompany,
        bodies: Bodies,
        halts: Halts,
        quota: Quota,
        first: FirstLook,
    ) -> None:
        self._ledger = ledger.awaited
        self._breaker = breaker
        self._adoption = adoption
        self._company = company
        self._bodies = bodies
        self._halts = halts
        self._quota = quota
        self._failing = Failing(self._ledger, breaker, halts)
        self._settlement = QueueSettlement(self._ledger, adoption, breaker, times)
        self._earlier = Earlier(ledger, adoption, first)

    async def settle(self, operation: Operation, turn: Turn) -> Operation:
        """By its reference; absence is for a person."""
        return await self._settlement.settle(operation, turn)

    def end(self, operation: Operation) -> TurnEnd:
        """One for review holds the later dates."""
        return TurnEnd.HELD if operation.state is State.REVIEW else TurnEnd.SETTLED

    async def attempt(self, operation: Operation, turn: Turn) -> Operation:
        """Queue it, and in the same request those that wait behind it."""
        self._halts.check(operation)
        await self._send(turn.lease, turn.service)
        operation = await self._ledger.get(operation.id)
        if operation.state is State.PENDING and operation.fecha > await self._last(turn.lease):
            raise LaneStops("", TurnEnd.HELD)  # the one that it waits for says why
        return operation

    async def _send(self, lease: Lease, service: TusFacturas) -> None:
        await self._breaker.ready()
        try:
            await self._look_first(lease, service)
        except (NotSent, Unknown) as error:
            self._breaker.hit(error)
            return
        waiting = await self._within_quota(await self._next(lease), lease)
        lot: dict[str, tuple[Operation, Mapping[str, Any]]] = {}
        for operation in waiting:
            body = await self._bodies.complete(operation, lease)
            if body is not None:
                lot[operation.external_reference] = operation, body
        reach("before-intent")
        sent = {
            reference: await self._ledger.begin(operation, lease, None)
            for reference, (operation, _) in lot.items()
        }
        reach("after-intent")
        if sent:
            await self._request(
                sent, [(body, ref) for ref, (_, body) in lot.items()], lease, service
            )
        reach("after-outcome")

    async def _next(self, lease: Lease) -> Sequence[Operation]:
        """What goes into the next lot: nothing past the date of one whose fate is not known.

        One whose lot was refused as a whole goes alone: its own reason shows.
        """
        waiting = await self._ledger.to_send(lease.scope, MOST)
        last = await self._last(lease)
        going = [operation for operation in waiting if operation.fecha <= last]
        alone = [n for n, operation in enumerate(going) if operation.evidence.get("alone")]
        return going[: max(alone[0], 1)] if alone else going

    async def _within_quota(
        self, waiting: Sequence[Operation], lease: Lease
    ) -> Sequence[Operation]:
        """Those that the plan still has room for: the queue wants it at once (api.md 8)."""
        going = list(takewhile(self._quota.allows, waiting))
        for operation in waiting[len(going) :]:
            told = (self._quota.told(operation),)
            await self._ledger.move(operation, lease, State.PENDING, "beyond the plan", errors=told)
        if waiting and not going:
            raise LaneStops(self._quota.told(waiting[0]), TurnEnd.HELD)
        return going

    async def _last(self, lease: Lease) -> date:
        """The latest date that may go: that of the first one in doubt or for a person."""
        found = await self._ledger.unsettled(lease.scope)
        return min((o.fecha for o in found if o.state is not State.PENDING), default=date.max)

    async def _look_first(self, lease: Lease, service: TusFacturas) -> None:
        """Take in what the service already holds of what is to be queued."""
        await self._company.look(account_of(lease.scope), service)
        waiting = await self._next(lease)
        await self._earlier.proved(waiting, lease, service)
        for fecha in sorted({operation.fecha for operation in waiting}):
            await self._adoption.day(lease, fecha, service)
        await self._earlier.named(waiting, lease, service)
        for operation in waiting:
            await self._adoption.strangers.hold(operation, lease)
            await self._adoption.credited.hold(operation, lease)

    async def _request(
        self,
        sent: Mapping[str, Operation],
        lot: Sequence[tuple[Mapping[str, Any], str]],
        lease: Lease,
        service: TusFacturas,
    ) -> None:
        try:
            if len(lot) == 1:
                body, reference = lot[0]
                reply = await service.cola.nuevo_encola(body, reference)
                answered, raw = [Answered(reference, None)], reply.raw
            else:
                answered, reply = await service.cola.lotes_encola(lot)
                raw = reply.raw
        except ServiceError as error:
            reach("after-request")
            whole = len(lot) > 1 and isinstance(error, Refused)
            failure = _of_lot(error) if whole else _failure(error)
            for operation in sent.values():
                await self._failing.recorded(operation, lease, error, failure)
            self._failing.heed(sent.values(), error)
            return
        reach("after-request")
        self._breaker.success()
        for one in answered:
            operation = sent[one.external_reference]
            if one.error is None:
                await self._queued(operation, lease, raw if len(lot) == 1 else "in a lot")
            else:
                await self._failing.failed(operation, lease, one.error, _failure(one.error))

    async def _queued(self, operation: Operation, lease: Lease, raw: str) -> None:
        await self._ledger.move(
            operation,
            lease,
            State.DONE,
            "queued",
            raw,
            queue=Queue.WAITING,
            errors=(),
            ended_at=now(),
        )


def _failure(error: ServiceError) -> Failure:
    failure = failure_of(error, after_request(error))
    return replace(failure, changes={**failure.changes, "evidence": ""})


def _of_lot(error: ServiceError) -> Failure:
    """A whole lot was refused: its sentence is no verdict on the row, which goes alone next."""
    failure = failure_of(error, after_request(error))
    told: Changes = {
        "refusal": None,
        "errors": (LOT_REFUSED.format(reason=error),),
        "evidence": dump({"alone": True}),
    }
    return replace(failure, changes={**failure.changes, **told})
