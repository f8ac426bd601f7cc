"""What is sent of an operation: its body, with what only the moment of sending knows."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from planilla.calendar import service_date
from planilla.dispatch.board import Verdict
from planilla.dispatch.moves import Mover
from planilla.dispatch.stops import LaneStops
from planilla.dispatch.words import ASSOCIATED_REJECTED, WAITS_FOR
from planilla.issuers import Issuers
from planilla.ledger.model import Lease, Operation, State
from planilla.ledger.operations import Operations


class Bodies(Mover):
    """Completes bodies; `issuers` have the CUIT for the association block of notes."""

    def __init__(self, store: Operations, issuers: Issuers) -> None:
        super().__init__(store)
        self._issuers = issuers

    async def complete(self, operation: Operation, lease: Lease) -> Mapping[str, Any] | None:
        """The body to send; None when the operation cannot be sent after all.

        A note that names another row's comprobante gets its number here; raises
        `LaneStops` while that has none.
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
        if other is None or other.state is not State.DONE or not other.number:
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
        """The body, with the issuer's own CUIT in each association that lacks one."""
        named = body["comprobante"].get("comprobantes_asociados")
        own = self._issuers.account(operation.account).digits
        if not named or not own:
            return body
        signed = [{"cuit": own, **one} for one in named]
        return {**body, "comprobante": {**body["comprobante"], "comprobantes_asociados": signed}}
