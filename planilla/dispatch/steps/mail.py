"""E-mailing a comprobante again: once a day, and never again by itself."""

from __future__ import annotations

from planilla.common.calendar import now
from planilla.common.errors import (
    Misconfigured,
    NotSent,
    PlanillaError,
    Refused,
    ServiceError,
    Unknown,
)
from planilla.common.failpoints import reach
from planilla.dispatch.attempts import Mover, recovered
from planilla.dispatch.lane_stops import Halted, Halts
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.messages import MAIL_IN_DOUBT, NO_SERVICE
from planilla.dispatch.order import TurnEnd
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.waits import Times
from planilla.ledger.ledger import Ledger
from planilla.model.comprobante_key import Key
from planilla.model.operation import Lease, Operation, Reason, Refusal, State
from planilla.service.refusal_texts import trouble_of
from planilla.service.tusfacturas import TusFacturas


class Mail(Mover):
    """Sends each comprobante's e-mail; nothing tells afterwards whether one went out."""

    def __init__(
        self, ledger: Ledger, breaker: Breaker, times: Times, company: SameCompany
    ) -> None:
        super().__init__(ledger.awaited)
        self._breaker = breaker
        self._times = times
        self._company = company
        self._halts = Halts()

    @property
    def trouble(self) -> PlanillaError | None:
        """What the service will not take of an account or a point of sale."""
        return self._halts.trouble

    async def enter(self, lease: Lease, service: TusFacturas) -> None:
        """Nothing to learn beforehand."""

    async def turn(
        self,
        operation_id: int,
        lease: Lease,
        service: TusFacturas,
        *,
        alone: bool,  # noqa: ARG002 - a lane is one comprobante
    ) -> TurnEnd:
        """Send, or leave to a person what may have gone out."""
        operation = await self._store.get(operation_id)
        while operation.state not in {State.DONE, State.REJECTED, State.REVIEW}:
            if operation.state is State.SENDING:
                operation = await recovered(self._store, operation, lease, self._times)
            elif operation.state is State.UNKNOWN:
                operation = await self._doubt(operation, lease)
            else:
                try:
                    self._halts.check(operation)
                except Halted as halt:
                    await self._move(operation, lease, State.PENDING, "halted", errors=(str(halt),))
                    return halt.verdict
                operation = await self._send(operation, lease, service)
        return TurnEnd.SETTLED

    async def _send(self, operation: Operation, lease: Lease, service: TusFacturas) -> Operation:
        await self._breaker.ready()
        try:
            await self._company.look(operation.account, service)
        except (NotSent, Unknown) as error:
            self._breaker.hit(error)
            return operation
        reach("before-intent")
        sent = await self._store.begin(operation, lease, operation.number)
        reach("after-intent")
        try:
            key = Key(operation.tipo, operation.punto_venta, operation.number)
            reply = await service.reenviar(key)
        except ServiceError as error:
            return await self._failed(sent, lease, error)
        self._breaker.success()
        return await self._move(sent, lease, State.DONE, "sent", reply.raw, errors=())

    async def _failed(self, sent: Operation, lease: Lease, error: ServiceError) -> Operation:
        trouble = trouble_of(error.messages) if isinstance(error, Refused) else None
        if isinstance(error, Refused) and trouble is None:
            return await self._move(
                sent,
                lease,
                State.REJECTED,
                "refused",
                error.raw,
                refusal=Refusal.SERVICE,
                errors=error.messages,
            )
        if isinstance(error, (NotSent, Misconfigured)):
            moved = await self._move(
                sent, lease, State.PENDING, str(error), error.raw, errors=(NO_SERVICE,)
            )
            if isinstance(error, Misconfigured):
                raise error
            self._breaker.hit(error)
            return moved
        if isinstance(error, Refused):
            self._halts.mind(sent, error.messages)
            self._breaker.hit(error)
        why = (trouble.told, str(error)) if trouble is not None else ()
        return await self._move(
            sent, lease, State.UNKNOWN, str(error), error.raw, ended_at=now(), errors=why
        )

    async def _doubt(self, operation: Operation, lease: Lease) -> Operation:
        """Nothing tells whether it went out, whatever was said: a person does."""
        return await self._move(
            operation,
            lease,
            State.REVIEW,
            "in doubt",
            reason=Reason.MAIL,
            errors=(MAIL_IN_DOUBT, *operation.errors),
        )
