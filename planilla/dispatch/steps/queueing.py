"""Queueing: up to 100 comprobantes a request, each answer matched by its reference.

A queued one has no number to lock: one whose queueing is in doubt is never
sent again because it was not found (docs/design.md, "The queue").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Any

from planilla.common.calendar import now
from planilla.common.errors import Misconfigured, NotSent, Refused, ServiceError, Unknown
from planilla.common.failpoints import reach
from planilla.dispatch.attempts import Absence, Mover, recovered
from planilla.dispatch.lane_stops import Halts, LaneStops
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.lookup.same_reference import meaning
from planilla.dispatch.lookup.shown_state import refuse_unfinished
from planilla.dispatch.messages import IN_DOUBT, LOT_REFUSED, NO_SERVICE, QUEUE_IN_DOUBT
from planilla.dispatch.order import TurnEnd
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.outcome_table import after_request, refused_by
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.before_sending import FirstLook
from planilla.dispatch.steps.body_to_send import Bodies
from planilla.dispatch.steps.queued_earlier import Earlier
from planilla.dispatch.waits import Times
from planilla.ledger.ledger import Ledger
from planilla.ledger.rows import dump
from planilla.model.operation import Lease, Operation, Queue, Reason, Refusal, State, account_of
from planilla.service.cola import MOST
from planilla.service.cola import Queueing as Answered
from planilla.service.refusal_texts import Reach, Trouble, trouble_of
from planilla.service.tusfacturas import TusFacturas


class Queueing(Mover):
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
        self._ledger = ledger
        super().__init__(ledger.awaited)
        self._breaker = breaker
        self._times = times
        self._adoption = adoption
        self._company = company
        self._bodies = bodies
        self._halts = halts
        self._quota = quota
        self._earlier = Earlier(ledger, adoption, first)

    async def turn(self, operation: Operation, lease: Lease, service: TusFacturas) -> TurnEnd:
        """Queue an operation, and in the same request those that wait behind it."""
        while operation.state not in {State.DONE, State.REJECTED, State.REVIEW}:
            if operation.state is State.SENDING:
                operation = await recovered(self._store, operation, lease, self._times)
            elif operation.state is State.UNKNOWN:
                operation = await self._settle(operation, lease, service)
            else:
                try:
                    self._halts.check(operation)
                    await self._send(lease, service)
                except LaneStops as stop:
                    await self._explain(operation.id, lease, str(stop))
                    return stop.verdict
                operation = await self._store.get(operation.id)
                if operation.state is State.PENDING and operation.fecha > await self._last(lease):
                    return TurnEnd.HELD
        return TurnEnd.HELD if operation.state is State.REVIEW else TurnEnd.SETTLED

    async def _explain(self, operation_id: int, lease: Lease, message: str) -> None:
        operation = await self._store.get(operation_id)
        if operation.state is State.PENDING:
            await self._move(operation, lease, State.PENDING, "stopped", errors=(message,))

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
            reference: await self._store.begin(operation, lease, None)
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
        waiting = await self._ledger.awaited.to_send(lease.scope, MOST)
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
            await self._move(operation, lease, State.PENDING, "beyond the plan", errors=told)
        if waiting and not going:
            raise LaneStops(self._quota.told(waiting[0]), TurnEnd.HELD)
        return going

    async def _last(self, lease: Lease) -> date:
        """The latest date that may go: that of the first one in doubt or for a person."""
        found = await self._ledger.awaited.unsettled(lease.scope)
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
            for operation in sent.values():
                await self._failed(operation, lease, error, of_lot=whole)
            self._after_refusal(sent.values(), error)
            if isinstance(error, Misconfigured):
                raise
            if isinstance(error, NotSent):
                self._breaker.hit(error)
            return
        reach("after-request")
        self._breaker.success()
        for one in answered:
            operation = sent[one.external_reference]
            if one.error is None:
                await self._queued(operation, lease, raw if len(lot) == 1 else "in a lot")
            else:
                await self._failed(operation, lease, one.error)
                self._after_refusal([operation], one.error)

    def _after_refusal(self, sent: Iterable[Operation], error: ServiceError) -> None:
        """What is not the row's keeps the others back, too."""
        texts = error.messages if isinstance(error, Refused) else ()
        for operation in sent:
            self._halts.mind(operation, texts)
        trouble = trouble_of(texts)
        if trouble is not None and trouble.reach is Reach.OUTAGE:
            self._breaker.trip(str(error))

    async def _queued(self, operation: Operation, lease: Lease, raw: str) -> None:
        await self._move(
            operation,
            lease,
            State.DONE,
            "queued",
            raw,
            queue=Queue.WAITING,
            errors=(),
            ended_at=now(),
        )

    async def _failed(
        self, operation: Operation, lease: Lease, error: ServiceError, *, of_lot: bool = False
    ) -> None:
        """`of_lot` says that a whole lot was refused: its sentence is no verdict on the row."""
        target = after_request(error)
        texts = error.messages if isinstance(error, Refused) else (IN_DOUBT,)
        if of_lot:
            texts = (LOT_REFUSED.format(reason=error),)
        await self._move(
            operation,
            lease,
            target,
            f"{type(error).__name__}: {error}",
            error.raw,
            ended_at=now(),
            refusal=None if of_lot else refused_by(error),
            errors=(NO_SERVICE,) if target is State.PENDING else texts,
            evidence=dump({"alone": True}) if of_lot else "",
        )

    async def _settle(self, operation: Operation, lease: Lease, service: TusFacturas) -> Operation:
        """Found under our reference: it is there. Not found: refused, or for a person."""
        absence = Absence(operation, self._times)
        while True:
            await self._breaker.ready()
            settled = absence.counts()
            try:
                named = await service.by_reference(operation.external_reference)
                if named and (held := meaning(operation, named).held).issued:
                    refuse_unfinished(held)
                shows = bool(named) or await self._adoption.sight.of(operation, service)
            except (NotSent, Unknown, Refused) as error:
                self._breaker.hit(error)
                continue
            if named:
                return await self._adoption.take_in(operation, named, lease)
            trouble = trouble_of(operation.errors)
            refused = operation.refusal is not None and settled and shows
            if trouble is None and (operation.refusal is Refusal.SERVICE or refused):
                return await self._move(operation, lease, State.REJECTED, "not in the queue")
            if settled:
                return await self._in_doubt(operation, lease, trouble)
            await absence.last()

    async def _in_doubt(
        self, operation: Operation, lease: Lease, trouble: Trouble | None
    ) -> Operation:
        """It is not shown, and nobody can tell whether it is there."""
        said = tuple(text for text in operation.errors if text != IN_DOUBT)
        why = (trouble.told,) if trouble is not None else ()
        return await self._move(
            operation,
            lease,
            State.REVIEW,
            "queueing in doubt",
            reason=Reason.QUEUE,
            errors=(QUEUE_IN_DOUBT, *why, *said),
        )
