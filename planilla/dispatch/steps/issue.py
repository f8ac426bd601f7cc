"""Issuing one comprobante: number, look-up, intent, request, outcome, and what follows from it.

The order is the invariant: the intent with its number is on disk before the
request leaves, and the outcome before anything else of the lane.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from planilla.common.calendar import now
from planilla.common.errors import Misconfigured, NotSent, Refused, ServiceError
from planilla.common.failpoints import reach
from planilla.dispatch.attempts import Mover, recovered
from planilla.dispatch.lane_stops import Halts, LaneStops
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.same_company import SameCompany, foreign
from planilla.dispatch.lookup.settle_unknown import Settlement
from planilla.dispatch.lookup.shown_state import NO_CAE, issued_evidence
from planilla.dispatch.messages import (
    IN_DOUBT,
    NO_SERVICE,
    NOT_NEXT,
    OTHER_CUIT,
    QUEUE_NOT_EMPTY,
    TRIES_SPENT,
)
from planilla.dispatch.numbers import Numbering
from planilla.dispatch.order import TurnEnd
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.outcome_table import after_request, refused_by, trouble_in
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.before_sending import FirstLook
from planilla.dispatch.steps.body_to_send import Bodies
from planilla.dispatch.waits import Times
from planilla.ledger.journal import ISSUED
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Lease, Operation, Reason, Refusal, State
from planilla.service.answers import Issued
from planilla.service.client import Reply
from planilla.service.refusal_texts import Reach
from planilla.service.tusfacturas import TusFacturas

SENDS_A_RUN = 8  # of one operation; after them the lane waits for another run


class Issue(Mover):
    """Brings operations to the end of their turn, one call a turn.

    `on_done` is told of each operation that becomes done, once that is on disk.
    """

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
    ) -> None:
        self._ledger = ledger
        super().__init__(ledger.awaited)
        self._breaker = breaker
        self._times = times
        self._bodies = bodies
        self._on_done = on_done
        self._company = company
        self._halts = halts
        self._quota = quota
        self._numbering = numbering
        self._first = first
        self._settlement = Settlement(ledger.awaited, adoption, numbering, breaker, times)

    async def turn(
        self, operation: Operation, inside: int, lease: Lease, service: TusFacturas, *, alone: bool
    ) -> TurnEnd:
        """Work on an operation until it settles or cannot; `Misconfigured` stops everything.

        `inside` is how many its point of sale has in the queue, as its turn begins.
        """
        sends, queued = 0, None if operation.state is not State.PENDING else inside
        try:
            while operation.state not in {State.DONE, State.REJECTED, State.REVIEW}:
                if operation.state is State.SENDING:
                    operation = await recovered(self._store, operation, lease, self._times)
                elif operation.state is State.UNKNOWN:
                    operation = await self._settlement.settle(operation, lease, service)
                elif sends >= SENDS_A_RUN:
                    raise LaneStops(TRIES_SPENT.format(times=sends))
                else:
                    before = operation.attempts
                    if queued is None:  # it may have changed since
                        operation, queued = await self._store.at_turn(operation.id)
                    operation = await self._attempt(operation, queued, lease, service, alone)
                    queued = None
                    sends += operation.attempts - before
        except LaneStops as stop:
            await self._explain(operation.id, lease, str(stop))
            return stop.verdict
        if operation.state is State.DONE:
            self._on_done(operation)
        if operation.state is not State.REVIEW:
            return TurnEnd.SETTLED
        # what ARCA alone has is sent again first, or nothing after it is taken (api.md 7)
        return TurnEnd.STOPPED if operation.evidence.get("at_arca") else TurnEnd.HELD

    async def _explain(self, operation_id: int, lease: Lease, message: str) -> None:
        """Leave the reason where the person will read it; the state stays."""
        operation = await self._store.get(operation_id)
        if operation.state in {State.PENDING, State.UNKNOWN}:
            # what it was refused with is still to be judged
            kept = operation.refusal is not None or message in operation.errors
            said = operation.errors if kept else ()
            errors = tuple(dict.fromkeys((message, *said)))
            await self._move(operation, lease, operation.state, "stopped", errors=errors)

    # Sending

    async def _attempt(
        self, operation: Operation, queued: int, lease: Lease, service: TusFacturas, alone: bool
    ) -> Operation:
        """Number, look-up, intent, request, outcome."""
        body = await self._bodies.complete(operation, lease)
        if body is None:
            return await self._store.get(operation.id)
        if queued:  # the service issues nothing at once where its queue holds something (api.md 7)
            raise LaneStops(QUEUE_NOT_EMPTY.format(count=queued), TurnEnd.HELD)
        following, operation = await self._first.look(operation, lease, service, alone=alone)
        if operation.state is not State.PENDING:
            return operation
        if operation.asked_number not in {None, following}:
            if not self._numbering.is_fresh(operation.lane):
                self._numbering.doubt(operation.lane)  # others may have issued since
                return operation
            message = NOT_NEXT.format(asked=operation.asked_number, following=following)
            return await self._move(
                operation, lease, State.REJECTED, "number not next", errors=(message,)
            )
        if not self._quota.allows(operation):
            raise LaneStops(self._quota.told(operation), TurnEnd.HELD)
        reach("before-intent")
        sent = await self._store.begin(operation, lease, following)
        self._numbering.counts_on(operation.lane)
        reach("after-intent")
        try:
            issued, reply = await service.nuevo(body, following, operation.external_reference)
        except ServiceError as error:
            reach("after-request")
            moved = await self._failed(sent, lease, error)
            if trouble_in(moved) is not None:
                self._in_trouble(moved)
            elif moved.refusal in {Refusal.AFIP, Refusal.UNCLEAR}:
                moved = await self._blame(moved, lease, service)
        else:
            reach("after-request")
            moved = await self._issued(sent, lease, issued, reply)
        reach("after-outcome")
        return moved

    async def _issued(
        self, sent: Operation, lease: Lease, issued: Issued, reply: Reply
    ) -> Operation:
        self._breaker.success()
        owner = await self._store.owner_of(issued.cae, sent.id)
        if owner is not None:
            return await self._move(
                sent,
                lease,
                State.UNKNOWN,
                f"its CAE is that of {owner.comprobante}",
                reply.raw,
                ended_at=now(),
                errors=(IN_DOUBT,),
            )
        if cuit := self._company.stranger(sent.account, issued.afip_qr):
            await self._elsewhere(sent, lease, issued, reply, cuit)
        observations = issued.observaciones if issued.cae else (*issued.observaciones, NO_CAE)
        return await self._move(
            sent,
            lease,
            State.DONE,
            ISSUED,
            reply.raw,
            number=issued.number,
            cae=issued.cae,
            vencimiento_cae=issued.vencimiento_cae,
            pdf_url=issued.pdf_url,
            afip_qr=issued.afip_qr,
            requiere_fec=issued.requiere_fec,
            errors=(),
            observations=observations,
            ended_at=now(),
        )

    async def _elsewhere(
        self, sent: Operation, lease: Lease, issued: Issued, reply: Reply, cuit: str
    ) -> NoReturn:
        """It stands in another company's books: what to do there is for a person."""
        await self._move(
            sent,
            lease,
            State.REVIEW,
            f"issued by CUIT {cuit}",
            reply.raw,
            errors=(OTHER_CUIT.format(cuit=cuit),),
            reason=Reason.CONTENT,
            evidence=issued_evidence(sent, issued),
        )
        raise foreign(sent.account, cuit)

    async def _failed(self, sent: Operation, lease: Lease, error: ServiceError) -> Operation:
        target = after_request(error)
        texts = error.messages if isinstance(error, Refused) else ()
        if target is State.PENDING:
            texts = (NO_SERVICE,)
        elif not texts:
            texts = (IN_DOUBT,)
        moved = await self._move(
            sent,
            lease,
            target,
            f"{type(error).__name__}: {error}",
            error.raw,
            ended_at=now(),
            refusal=refused_by(error),
            errors=texts,
        )
        if isinstance(error, Misconfigured):
            raise error
        if isinstance(error, NotSent):
            self._breaker.hit(error)
        elif moved.refusal is Refusal.SERVICE:
            self._breaker.success()
        return moved

    def _in_trouble(self, refused: Operation) -> None:
        """An outage is waited out; what is the account's is not tried with others meanwhile."""
        self._halts.mind(refused, refused.errors)
        trouble = trouble_in(refused)
        if trouble is not None and trouble.reach is Reach.OUTAGE:
            self._breaker.trip(f"AFIP/ARCA: {'; '.join(refused.errors)}")

    async def _blame(self, refused: Operation, lease: Lease, service: TusFacturas) -> Operation:
        """Whether an outage spoke rather than a rule: then it is no verdict on the data.

        Asked at once, while the outage still shows.
        """
        try:
            alert = await service.afip_alert()
        except ServiceError as error:
            alert = str(error)
        if alert is None:
            self._settlement.unexplained[refused.id] += 1
            self._breaker.success()
            return refused
        self._breaker.trip(f"AFIP/ARCA: {alert}")
        return await self._move(refused, lease, State.UNKNOWN, "AFIP in trouble", refusal=None)
