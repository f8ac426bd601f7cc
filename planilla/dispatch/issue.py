"""Issuing one comprobante: number, look-up, intent, request, outcome, and what follows from it.

The order is the invariant: the intent with its number is on disk before the
request leaves, and the outcome before anything else of the lane.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from planilla.calendar import now, service_date
from planilla.dispatch.adoption import NO_CAE, Adoption, NumberingWentBack, UnreadableNumbers
from planilla.dispatch.board import Verdict
from planilla.dispatch.breaker import Breaker
from planilla.dispatch.moves import Mover, recovered
from planilla.dispatch.outcomes import after_request, refused_by
from planilla.dispatch.settle import Settlement
from planilla.dispatch.stops import LaneStops
from planilla.dispatch.times import Times
from planilla.dispatch.words import (
    ASSOCIATED_REJECTED,
    IN_DOUBT,
    NO_SERVICE,
    NOT_NEXT,
    NUMBERING,
    QUEUE_NOT_EMPTY,
    TRIES_SPENT,
    UNREADABLE,
    WAITS_FOR,
)
from planilla.errors import Misconfigured, NotSent, Refused, ServiceError, Unknown
from planilla.failpoints import reach
from planilla.issuers import Issuers
from planilla.ledger.ledger import Ledger
from planilla.ledger.model import Lease, Operation, Refusal, State
from planilla.service.answers import Issued
from planilla.service.client import Reply
from planilla.service.key import Key
from planilla.service.tusfacturas import TusFacturas

SENDS_A_RUN = 8  # of one operation; after them the lane waits for another run


class Issue(Mover):
    """Brings operations to the end of their turn, one call a turn.

    `issuers` have the CUIT for the association block of notes. `on_done` is told of
    each operation that becomes done, once that is on disk.
    """

    def __init__(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        issuers: Issuers,
        adoption: Adoption,
        on_done: Callable[[Operation], None],
    ) -> None:
        self._ledger = ledger
        super().__init__(ledger.operations)
        self._breaker = breaker
        self._times = times
        self._issuers = issuers
        self._on_done = on_done
        self._adoption = adoption
        self._settlement = Settlement(ledger.operations, adoption, breaker, times)

    async def turn(
        self, operation_id: int, lease: Lease, service: TusFacturas, *, alone: bool
    ) -> Verdict:
        """Work on an operation until it settles or cannot; `Misconfigured` stops everything."""
        operation = await asyncio.to_thread(self._store.get, operation_id)
        sends = 0
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
                    operation = await self._attempt(operation, lease, service, alone)
                    sends += operation.attempts - before
        except LaneStops as stop:
            await self._explain(operation_id, lease, str(stop))
            return stop.verdict
        if operation.state is State.DONE:
            self._on_done(operation)
        return Verdict.HELD if operation.state is State.REVIEW else Verdict.SETTLED

    async def _explain(self, operation_id: int, lease: Lease, message: str) -> None:
        """Leave the reason where the person will read it; the state stays."""
        operation = await asyncio.to_thread(self._store.get, operation_id)
        if operation.state in {State.PENDING, State.UNKNOWN}:
            await self._move(operation, lease, operation.state, "stopped", errors=(message,))

    # Sending

    async def _attempt(
        self, operation: Operation, lease: Lease, service: TusFacturas, alone: bool
    ) -> Operation:
        """Number, look-up, intent, request, outcome."""
        body = await self.complete(operation, lease)
        if body is None:
            return await asyncio.to_thread(self._store.get, operation.id)
        await self._queue_is_empty(operation)
        key = Key(operation.tipo, operation.punto_venta)
        following, operation = await self._look_first(operation, lease, service, key, alone)
        if operation.state is not State.PENDING:
            return operation
        if operation.asked_number not in {None, following}:
            message = NOT_NEXT.format(asked=operation.asked_number, following=following)
            return await self._move(
                operation, lease, State.REJECTED, "number not next", errors=(message,)
            )
        reach("before-intent")
        await asyncio.to_thread(self._store.begin, operation, lease, following)
        reach("after-intent")
        sent = await asyncio.to_thread(self._store.get, operation.id)
        try:
            issued, reply = await service.nuevo(body, following, operation.external_reference)
        except ServiceError as error:
            reach("after-request")
            moved = await self._failed(sent, lease, error)
            if moved.refusal in {Refusal.AFIP, Refusal.UNCLEAR}:
                moved = await self._blame(moved, lease, service)
        else:
            reach("after-request")
            moved = await self._issued(sent, lease, issued, reply)
        reach("after-outcome")
        return moved

    async def _queue_is_empty(self, operation: Operation) -> None:
        """The service issues nothing at once where its queue holds something (api.md 7)."""
        count = await asyncio.to_thread(self._ledger.queue.count, operation.scope)
        if count:
            raise LaneStops(QUEUE_NOT_EMPTY.format(count=count), Verdict.HELD)

    async def _look_first(
        self,
        operation: Operation,
        lease: Lease,
        service: TusFacturas,
        key: Key,
        alone: bool,
    ) -> tuple[int, Operation]:
        """The lane's next number, once everything below it has been looked at."""
        patience = now() + timedelta(seconds=self._times.settle)
        while True:
            await self._breaker.ready()
            try:
                following = await service.numeracion(key)
                looked = await self._adoption.before_sending(
                    operation, lease, service, following, alone
                )
            except NumberingWentBack as gone:
                if now() >= patience:  # its numbering may lag behind what it has just issued
                    raise LaneStops(NUMBERING.format(detail=gone)) from gone
                await asyncio.sleep(self._times.retry)
            except UnreadableNumbers as numbers:
                raise LaneStops(UNREADABLE.format(numbers=numbers)) from numbers
            except (NotSent, Unknown, Refused) as error:
                if isinstance(error, Refused) and refused_by(error) is Refusal.SERVICE:
                    return 0, await self._never_sent(operation, lease, error)
                self._breaker.hit(error)
            else:
                return following, looked

    async def _never_sent(self, operation: Operation, lease: Lease, error: Refused) -> Operation:
        """The service does not even number it (a point of sale it does not have, say)."""
        return await self._move(
            operation, lease, State.REJECTED, "not numbered", error.raw, errors=error.messages
        )

    async def _issued(
        self, sent: Operation, lease: Lease, issued: Issued, reply: Reply
    ) -> Operation:
        self._breaker.success()
        observations = issued.observaciones if issued.cae else (*issued.observaciones, NO_CAE)
        return await self._move(
            sent,
            lease,
            State.DONE,
            "issued",
            reply.raw,
            number=issued.number or sent.number,
            cae=issued.cae,
            vencimiento_cae=issued.vencimiento_cae,
            pdf_url=issued.pdf_url,
            afip_qr=issued.afip_qr,
            requiere_fec=issued.requiere_fec,
            errors=(),
            observations=observations,
            ended_at=now(),
        )

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

    # Small things

    async def complete(self, operation: Operation, lease: Lease) -> Mapping[str, Any] | None:
        """The body to send; None when the operation cannot be sent after all.

        A note that names another row's comprobante gets its number here.
        """
        if operation.depends_on is None:
            return self._signed(operation, operation.body)
        other = await asyncio.to_thread(self._store.latest, operation.account, operation.depends_on)
        if other is not None and other.state is State.REJECTED:
            message = ASSOCIATED_REJECTED.format(referencia=operation.depends_on)
            await self._move(
                operation, lease, State.REJECTED, "associated rejected", errors=(message,)
            )
            return None
        if other is None or other.state is not State.DONE:
            message = WAITS_FOR.format(referencia=operation.depends_on)
            raise LaneStops(message, Verdict.HELD)
        associated: dict[str, Any] = {
            "tipo_comprobante": other.tipo,
            "punto_venta": other.punto_venta,
            "numero": other.number,
            "comprobante_fecha": service_date(other.fecha),
        }
        comprobante = {**operation.body["comprobante"], "comprobantes_asociados": [associated]}
        return self._signed(operation, {**operation.body, "comprobante": comprobante})

    def _signed(self, operation: Operation, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The body, with the issuer's own CUIT in each association that lacks one"""
        named = body["comprobante"].get("comprobantes_asociados")
        own = self._issuers.account(operation.account).digits
        if not named or not own:
            return body
        signed = [{"cuit": own, **one} for one in named]
        return {**body, "comprobante": {**body["comprobante"], "comprobantes_asociados": signed}}
