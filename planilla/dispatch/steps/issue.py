"""Issuing one comprobante: number, look-up, intent, request, outcome, and what follows from it.

The order is the invariant: the intent with its number is on disk before the
request leaves, and the outcome before anything else of the lane.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from planilla.common.calendar import now
from planilla.common.errors import ServiceError
from planilla.common.failpoints import reach
from planilla.dispatch.failed import Failing, failure_of
from planilla.dispatch.lane_stops import Halts, LaneStops
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.same_company import SameCompany, foreign
from planilla.dispatch.lookup.settle_unknown import Settlement
from planilla.dispatch.lookup.shown_state import NO_CAE, issued_evidence
from planilla.dispatch.messages import IN_DOUBT, NOT_NEXT, OTHER_CUIT, QUEUE_NOT_EMPTY
from planilla.dispatch.numbers import Numbering
from planilla.dispatch.order import TurnEnd
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.outcome_table import after_request, trouble_in
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.before_sending import FirstLook
from planilla.dispatch.steps.body_to_send import Bodies
from planilla.dispatch.turn import Steps, Turn
from planilla.dispatch.waits import Times
from planilla.ledger.journal import ISSUED
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Lease, Operation, Reason, Refusal, State
from planilla.service.answers import Issued
from planilla.service.envelope import Reply
from planilla.service.tusfacturas import TusFacturas


class Issue(Steps):
    """Issues at once; `on_done` is told of each that becomes done, once that is on disk."""

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
    ) -> None:
        self._ledger = ledger.awaited
        self._breaker = breaker
        self._bodies = bodies
        self._on_done = on_done
        self._company = company
        self._quota = quota
        self._numbering = numbering
        self._first = first
        self._failing = Failing(self._ledger, breaker, halts, at="AFIP/ARCA: ")
        self._settlement = Settlement(self._ledger, adoption, numbering, breaker, times)

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
        if not self._quota.allows(operation):
            raise LaneStops(self._quota.told(operation), TurnEnd.HELD)
        return await self._send(operation, body, following, turn)

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
            moved = await self._failed(sent, error, turn)
        else:
            reach("after-request")
            moved = await self._issued(sent, lease, issued, reply)
        reach("after-outcome")
        return moved

    async def _issued(
        self, sent: Operation, lease: Lease, issued: Issued, reply: Reply
    ) -> Operation:
        self._breaker.success()
        owner = await self._ledger.owner_of(issued.cae, sent.id)
        if owner is not None:
            return await self._ledger.move(
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
        return await self._ledger.move(
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
        await self._ledger.move(
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

    async def _failed(self, sent: Operation, error: ServiceError, turn: Turn) -> Operation:
        failure = failure_of(error, after_request(error))
        moved = await self._failing.failed(sent, turn.lease, error, failure)
        if moved.refusal is Refusal.SERVICE:
            self._breaker.success()
        elif moved.refusal is not None and trouble_in(moved) is None:
            return await self._blame(moved, turn.lease, turn.service)
        return moved

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
        return await self._ledger.move(
            refused, lease, State.UNKNOWN, "AFIP in trouble", refusal=None
        )
