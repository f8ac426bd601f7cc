"""What is sent of an operation: its body, with what only the moment of sending knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planilla.common.calendar import service_date
from planilla.comprobantes.unfit_by_newer_rules import unfit
from planilla.dispatch.messages import ASSOCIATED_REJECTED, WAITS_FOR
from planilla.dispatch.stopped_this_run import LaneStops
from planilla.dispatch.what_goes_next import TurnEnd
from planilla.ledger.awaited import Awaited
from planilla.model.associated import associated, associating
from planilla.model.issuers import Issuers
from planilla.model.operation import Lease, Operation, State
from schemas.linked import referencias


class Bodies:
    """Completes bodies; `issuers` have the CUIT for the association block of notes."""

    def __init__(self, ledger: Awaited, issuers: Issuers) -> None:
        self._ledger = ledger
        self._issuers = issuers

    async def complete(self, operation: Operation, lease: Lease) -> Mapping[str, Any] | None:
        """The body to send; None when the operation cannot be sent after all.

        A note that names other rows' comprobantes gets their numbers here; raises
        `LaneStops` while one has none.
        """
        others = []
        for referencia in await self._named(operation):
            other = await self._corrected(operation, referencia)
            if other is None:
                message = ASSOCIATED_REJECTED.format(referencia=referencia)
                await self._reject(operation, lease, "associated rejected", message)
                return None
            others.append(other)
        body = self._signed(operation, _naming(operation.body, others))
        message = unfit(body["comprobante"])
        if message:
            await self._reject(operation, lease, "not what the service takes", message)
            return None
        return body

    async def _named(self, operation: Operation) -> tuple[str, ...]:
        """The referencias that a note names; a text that is one's own is one."""
        text = operation.depends_on
        several = referencias(text)
        if text is None or len(several) < 2:
            return several
        known = await self._ledger.latest(operation.account, text)
        return several if known is None else (text,)

    async def _corrected(self, operation: Operation, referencia: str) -> Operation | None:
        """What a note corrects, once it has a number; None when it was rejected."""
        other = await self._ledger.latest(operation.account, referencia)
        if other is not None and other.state is State.REJECTED:
            return None
        if other is None or other.state is not State.DONE or not other.number:
            raise LaneStops(WAITS_FOR.format(referencia=referencia), TurnEnd.HELD)
        return other

    async def _reject(self, operation: Operation, lease: Lease, event: str, message: str) -> None:
        await self._ledger.move(operation, lease, State.REJECTED, event, errors=(message,))

    def _signed(self, operation: Operation, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The body, with the issuer's own CUIT in each association that lacks one."""
        named = associated(body["comprobante"])
        own = self._issuers.account(operation.account).digits
        if not named or not own:
            return body
        return _associating(body, [{"cuit": own, **one} for one in named])


def _naming(body: Mapping[str, Any], others: Sequence[Operation]) -> Mapping[str, Any]:
    """The body of a note, with the numbers of what it corrects; whose those are it may know."""
    if not others:
        return body
    signed: dict[str, Any] = dict(next(iter(associated(body["comprobante"])), {}))
    return _associating(body, [_named(other) | signed for other in others])


def _named(other: Operation) -> dict[str, Any]:
    return {
        "tipo_comprobante": other.tipo,
        "punto_venta": other.punto_venta,
        "numero": other.number,
        "comprobante_fecha": service_date(other.fecha),
    }


def _associating(body: Mapping[str, Any], named: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {**body, "comprobante": associating(body["comprobante"], named)}
