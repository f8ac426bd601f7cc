"""What may be done to what is in the queue: retry, drop, change the date.

Each is journaled before and after, and what it led to is asked, never assumed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from planilla.calendar import parse_service_date, service_date
from planilla.connection import Services, connector
from planilla.dispatch.adoption import Adoption
from planilla.dispatch.breaker import Breaker
from planilla.dispatch.outcomes import is_of_data
from planilla.dispatch.refresh import Refresh
from planilla.documents import Fetcher
from planilla.errors import Misconfigured, ServiceError
from planilla.ledger.ledger import Ledger
from planilla.ledger.model import Lease, Operation, Queue, Refusal, State
from planilla.ledger.rows import dump
from planilla.service.tusfacturas import TusFacturas
from planilla.settings import Settings

OF_DATA = (
    "Es un error de datos: reintentar daría lo mismo. Elimínelo de la cola (planilla requeue "
    "--drop), corrija la fila y preséntela de nuevo."
)
NOT_FAILED = "No tiene error: espera en la cola."
BUSY = "Otro proceso está trabajando con ese punto de venta: inténtelo más tarde."
STILL_THERE = "El servicio lo muestra todavía en la cola: no se pudo eliminar."
DROPPED = "Eliminado de la cola."
NOT_DONE = "El servicio no lo hizo: {reason}"


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


async def requeue(
    settings: Settings,
    ledger: Ledger,
    targets: Sequence[Operation],
    action: Action,
    fecha: date | None = None,
) -> Requeued:
    """Do something to operations that are in the queue; `fecha` is for `Action.DATE`.

    Raises `SettingsError`, `LedgerError` and `Misconfigured`.
    """
    done = Requeued({operation.id: operation for operation in targets})
    scopes = sorted({operation.scope for operation in targets})
    names = {scope: ledger.set_of(scope) for scope in scopes}
    connect = connector(settings, ledger)
    fetcher = Fetcher(ledger, settings, connect)
    fetcher.start()
    services = Services(connect)
    try:
        for scope in scopes:
            hand = _Hand(settings, ledger, services.of(names[scope]), fetcher, done)
            own = [operation.id for operation in targets if operation.scope == scope]
            await hand.scope(scope, own, action, fecha)
        await fetcher.drain()
    finally:
        await services.close()
        await fetcher.close()
    return done


class _Hand:
    """Acts on one point of sale after the other."""

    def __init__(
        self,
        settings: Settings,
        ledger: Ledger,
        service: TusFacturas,
        fetcher: Fetcher,
        done: Requeued,
    ) -> None:
        adoption = Adoption(ledger, settings.settle_seconds, settings.retry_seconds)
        breaker = Breaker(settings.retry_seconds, settings.budget_seconds)
        self._ledger = ledger
        self._service = service
        self._refresh = Refresh(ledger, breaker, adoption, fetcher.want)
        self._done = done

    async def scope(
        self, scope: str, ids: Sequence[int], action: Action, fecha: date | None
    ) -> None:
        lease = await asyncio.to_thread(self._ledger.leases.take, scope)
        if lease is None:
            for number in ids:
                self._done.remark(self._done.operations[number], BUSY)
            return
        try:
            await self._refresh.scope(lease, self._service, force=True)
            for number in ids:
                operation = await asyncio.to_thread(self._ledger.operations.get, number)
                await self._act(operation, lease, action, fecha)
            await self._refresh.scope(lease, self._service, force=True)
        finally:
            await asyncio.to_thread(self._ledger.leases.release, lease)
        self._done.operations |= await asyncio.to_thread(self._ledger.operations.some, ids)

    async def _act(
        self, operation: Operation, lease: Lease, action: Action, fecha: date | None
    ) -> None:
        if operation.queue not in {Queue.WAITING, Queue.FAILED}:
            return  # the refresh has shown what became of it
        if action is Action.RETRY and not self._may_retry(operation):
            return
        note = self._ledger.operations.note
        await asyncio.to_thread(note, operation, lease, f"{action}: asking", "")
        try:
            raw = await self._ask(operation, action, fecha)
        except Misconfigured:
            raise
        except ServiceError as error:
            raw = f"{type(error).__name__}: {error} {error.raw}"
            self._done.remark(operation, NOT_DONE.format(reason=error))
            self._done.trouble = str(error)
        else:
            self._done.sent += 1
        await asyncio.to_thread(note, operation, lease, f"{action}: answered", raw)
        if action is Action.DROP:
            await self._after_drop(operation, lease)
        if action is Action.DATE and fecha is not None:
            await self._after_date(operation, lease, fecha)

    def _may_retry(self, operation: Operation) -> bool:
        if operation.queue is Queue.WAITING:
            self._done.remark(operation, NOT_FAILED)
            return False
        if is_of_data(operation.errors):
            self._done.remark(operation, OF_DATA)
            return False
        return True

    async def _ask(self, operation: Operation, action: Action, fecha: date | None) -> str:
        cola, reference = self._service.cola, operation.external_reference
        if action is Action.RETRY:
            return (await cola.reenviar_encolado(reference)).raw
        if action is Action.DROP:
            return (await cola.eliminar(reference, operation.fecha)).raw
        day = fecha or operation.fecha
        return (await cola.cambiar_fecha(reference, day, _due(operation, day))).raw

    async def _after_drop(self, operation: Operation, lease: Lease) -> None:
        """Dropped is what the service no longer shows."""
        try:
            held = await self._service.by_reference(operation.external_reference)
        except ServiceError as error:
            self._done.remark(operation, NOT_DONE.format(reason=error))
            return
        if held:
            self._done.remark(operation, STILL_THERE)
            return
        moved = await asyncio.to_thread(
            lambda: self._ledger.operations.move(
                operation,
                lease,
                State.REJECTED,
                "dropped from the queue",
                queue=Queue.DROPPED,
                refusal=Refusal.SERVICE,
                errors=(*operation.errors, DROPPED),
            )
        )
        self._done.operations[moved.id] = moved

    async def _after_date(self, operation: Operation, lease: Lease, fecha: date) -> None:
        """Our own copy follows, but only once the service shows the new date."""
        try:
            held = await self._service.by_reference(operation.external_reference)
        except ServiceError as error:
            self._done.remark(operation, NOT_DONE.format(reason=error))
            return
        if not held or held[0].fecha != fecha:
            return
        comprobante = {
            **operation.body["comprobante"],
            "fecha": service_date(fecha),
            "vencimiento": service_date(_due(operation, fecha)),
        }
        body = dump({**operation.body, "comprobante": comprobante})
        await asyncio.to_thread(
            lambda: self._ledger.operations.move(
                operation, lease, State.DONE, "date changed", fecha=fecha, body=body
            )
        )


def _due(operation: Operation, fecha: date) -> date:
    """The due date as it was, unless that would be before the new date."""
    told = parse_service_date(str(operation.body["comprobante"].get("vencimiento", "")))
    return max(told or fecha, fecha)
