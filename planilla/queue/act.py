"""The hand that acts on what is in a point of sale's queue, one comprobante after the other.

Each act is journaled before and after, and what it led to is asked, never assumed.
The service acts on the first that has a reference: where it shows several, only
dropping, which tries each, is left.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from planilla.common.calendar import now, parse_service_date, service_date
from planilla.common.errors import Misconfigured, NotSent, ServiceError, Unknown
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.ask_what_the_queue_did import Refresh
from planilla.dispatch.outage_breaker import Breaker, GaveUp
from planilla.dispatch.outcome_table import is_of_data
from planilla.ledger.ledger import Ledger
from planilla.ledger.rows import dump
from planilla.model.operation import (
    IN_QUEUE,
    Lease,
    Operation,
    Queue,
    Reason,
    Refusal,
    Scope,
    State,
)
from planilla.service.answers import Held
from planilla.service.tusfacturas import TusFacturas

OF_DATA = (
    "Es un error de datos: reintentar daría lo mismo. Elimínelo de la cola (planilla requeue "
    "--drop), corrija la fila y preséntela de nuevo."
)
NOT_FAILED = "No tiene error: espera en la cola."
BUSY = "Otro proceso está trabajando con ese punto de venta: inténtelo más tarde."
STILL_THERE = "El servicio muestra todavía en la cola {count} con esta referencia ({statuses})."
DROPPED = "Eliminado de la cola."
NOT_DONE = "El servicio no lo hizo: {reason}"
NOT_DROPPED = "No se pudo eliminar: {reason}"
SEVERAL = (
    "El servicio muestra {count} con esta referencia, y haría esto con el primero que encuentre: "
    "elimínelos de la cola (planilla requeue --drop) y presente la fila de nuevo."
)
EARLIER_FIRST = (
    "Antes hay que reintentar «{referencia}», que falló antes en el mismo punto de venta: lo que "
    "falló se manda en el orden original (planilla requeue sin archivos reintenta todo)."
)


class Action(StrEnum):
    """What is done to each."""

    RETRY = "retry"
    DROP = "drop"
    DATE = "date"


@dataclass
class Requeued:
    """What became of each operation, with remarks in Spanish."""

    operations: dict[int, Operation] = field(default_factory=dict)
    remarks: dict[int, list[str]] = field(default_factory=dict)
    sent: int = 0
    trouble: str = ""

    def remark(self, operation: Operation, text: str) -> None:
        """Say something about an operation."""
        self.remarks.setdefault(operation.id, []).append(text)


class Hand:
    """Acts with one account's service, within the breaker's budget.

    `refresh` and `adoption` bring the ledger up to date.
    """

    def __init__(
        self,
        ledger: Ledger,
        service: TusFacturas,
        breaker: Breaker,
        refresh: Refresh,
        adoption: Adoption,
        done: Requeued,
    ) -> None:
        self._ledger = ledger
        self._breaker = breaker
        self._service = service
        self._refresh = refresh
        self._adoption = adoption
        self._done = done
        self._to_retry: dict[int, Operation] = {}

    async def scope(
        self, scope: Scope, ids: Sequence[int], action: Action, fecha: date | None
    ) -> None:
        """Act on some operations of a point of sale, in the order in which they were queued."""
        lease = await self._ledger.awaited.take(scope)
        if lease is None:
            for number in ids:
                self._done.remark(self._done.operations[number], BUSY)
            return
        try:
            await self._refresh.scope(lease, self._service, force=True)
            self._to_retry = await asyncio.to_thread(self._failures, scope)
            operations = await self._ledger.awaited.some(ids)
            for operation in sorted(operations.values(), key=lambda o: (o.fecha, o.id)):
                try:
                    await self._breaker.ready()
                except GaveUp as reason:
                    self._done.remark(operation, NOT_DONE.format(reason=reason))
                    continue
                await self._act(operation, lease, action, fecha)
            if not self._breaker.exhausted:
                await self._refresh.scope(lease, self._service, force=True)
        finally:
            await self._ledger.awaited.release(lease)
        self._done.operations |= await self._ledger.awaited.some(ids)

    def _failures(self, scope: Scope) -> dict[int, Operation]:
        """All that failed in a point of sale and is to be sent again, listed or not."""
        inside = self._ledger.queue.inside(scope)
        failed = (o for o in inside if o.queue is Queue.FAILED and not is_of_data(o.errors))
        return {operation.id: operation for operation in failed}

    async def _act(
        self, operation: Operation, lease: Lease, action: Action, fecha: date | None
    ) -> None:
        if not _inside(operation, action):
            return  # the refresh has shown what became of it
        try:
            shown = await self._service.by_reference(operation.external_reference)
            if shown:
                operation = await self._adoption.take_in(operation, shown, lease)
        except Misconfigured:
            raise
        except ServiceError as error:
            self._trouble(operation, error)
            return
        if operation.queue is not Queue.FAILED:
            self._to_retry.pop(operation.id, None)
        if not _inside(operation, action) or not self._may(operation, action, shown):
            return
        await self._journaled(operation, lease, action, shown, fecha)

    async def _journaled(
        self,
        operation: Operation,
        lease: Lease,
        action: Action,
        shown: Sequence[Held],
        fecha: date | None,
    ) -> None:
        note, moment = self._ledger.awaited.note, now()
        await note(operation, lease, f"{action}: asking", "")
        try:
            raw = await self._ask(operation, action, shown, fecha)
        except Misconfigured:
            raise
        except ServiceError as error:
            raw = f"{type(error).__name__}: {error} {error.raw}"
            self._trouble(operation, error)
        else:
            self._done.sent += 1
            self._breaker.success()
            self._to_retry.pop(operation.id, None)
            if action is not Action.DROP:
                await self._ledger.awaited.tried_again(operation, moment)
        await note(operation, lease, f"{action}: answered", raw)
        if action is Action.DROP:
            await self._after_drop(operation, lease)
        if action is Action.DATE and fecha is not None:
            await self._after_date(operation, lease, fecha)

    def _trouble(self, operation: Operation, error: ServiceError) -> None:
        if isinstance(error, NotSent | Unknown):
            self._breaker.hit(error)
        self._done.remark(operation, NOT_DONE.format(reason=error))
        self._done.trouble = str(error)

    def _may(self, operation: Operation, action: Action, shown: Sequence[Held]) -> bool:
        """Whether it may be done; what speaks against it is told."""
        if action is Action.DROP:
            return True
        against = self._against_retry(operation) if action is Action.RETRY else ""
        if not against and len(shown) > 1:
            against = SEVERAL.format(count=len(shown))
        if against:
            self._done.remark(operation, against)
        return not against

    def _against_retry(self, operation: Operation) -> str:
        if operation.queue is Queue.WAITING:
            return NOT_FAILED
        if is_of_data(operation.errors):
            return OF_DATA
        first = next((o for o in self._to_retry.values() if _precedes(o, operation)), None)
        return EARLIER_FIRST.format(referencia=first.referencia) if first else ""

    async def _ask(
        self, operation: Operation, action: Action, shown: Sequence[Held], fecha: date | None
    ) -> str:
        cola, reference = self._service.cola, operation.external_reference
        if action is Action.RETRY:
            return (await cola.reenviar_encolado(reference)).raw
        if action is Action.DROP:
            return await self._drop(operation, shown)
        day = fecha or operation.fecha
        return (await cola.cambiar_fecha(reference, day, _due(operation, day))).raw

    async def _drop(self, operation: Operation, shown: Sequence[Held]) -> str:
        """All that waits or failed under its reference, day by day: the date may narrow them."""
        days = {held.fecha or operation.fecha for held in shown if not held.issued}
        said = []
        for day in sorted(days or {operation.fecha}):
            told, reply = await self._service.cola.eliminar(operation.external_reference, day)
            said.append(reply.raw)
            for reason in told.left:
                self._done.remark(operation, NOT_DROPPED.format(reason=reason))
        return "\n".join(said)

    async def _after_drop(self, operation: Operation, lease: Lease) -> None:
        """Dropped is what the service no longer shows."""
        try:
            shown = await self._service.by_reference(operation.external_reference)
            if shown:
                await self._adoption.take_in(operation, shown, lease)
        except ServiceError as error:
            self._done.remark(operation, NOT_DONE.format(reason=error))
            return
        left = [held.status for held in shown if not held.issued]
        if left:
            statuses = ", ".join(f"«{status}»" for status in sorted(set(left)))
            self._done.remark(operation, STILL_THERE.format(count=len(left), statuses=statuses))
        if shown or operation.queue not in IN_QUEUE:
            return
        doubled = operation.errors if operation.reason is Reason.DUPLICATE else ()
        errors = () if doubled else operation.errors
        moved = await self._ledger.awaited.move(
            operation,
            lease,
            State.REJECTED,
            "dropped from the queue",
            queue=Queue.DROPPED,
            refusal=Refusal.SERVICE,
            errors=(*errors, DROPPED),
            reason=Reason.NONE,
            observations=tuple(o for o in operation.observations if o not in doubled),
        )
        self._done.operations[moved.id] = moved

    async def _after_date(self, operation: Operation, lease: Lease, fecha: date) -> None:
        """Our own copy follows, but only once the service shows the new date."""
        try:
            held = await self._service.by_reference(operation.external_reference)
        except ServiceError as error:
            self._done.remark(operation, NOT_DONE.format(reason=error))
            return
        if len(held) != 1 or held[0].fecha != fecha:
            return
        comprobante = {
            **operation.body["comprobante"],
            "fecha": service_date(fecha),
            "vencimiento": service_date(_due(operation, fecha)),
        }
        body = dump({**operation.body, "comprobante": comprobante})
        await self._ledger.awaited.move(
            operation, lease, operation.state, "date changed", fecha=fecha, body=body
        )


def _inside(operation: Operation, action: Action) -> bool:
    """Whether something of it is in the queue that may be acted on."""
    doubled = operation.reason is Reason.DUPLICATE and action is Action.DROP
    return operation.queue in IN_QUEUE or doubled


def _precedes(earlier: Operation, later: Operation) -> bool:
    """Whether one goes before another: dates of a point of sale, and numbers of a tipo, ascend."""
    if earlier.fecha != later.fecha:
        return earlier.fecha < later.fecha
    return earlier.tipo == later.tipo and earlier.id < later.id


def _due(operation: Operation, fecha: date) -> date:
    """The due date as it was, unless that would be before the new date."""
    told = parse_service_date(str(operation.body["comprobante"].get("vencimiento", "")))
    return max(told or fecha, fecha)
