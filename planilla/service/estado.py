"""What may be asked before a run: alerts, the plan's quota, who must be identified (api.md 2).

`estado_servicios/alertas`, `micuenta/consumo`, `facturacion/topecf` and
`tablas_referencia/cotizacion`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from planilla.common.errors import Refused, Unknown
from planilla.service.envelope import moment
from planilla.service.figures import amount, last_integer, text

if TYPE_CHECKING:  # it brings httpx
    from planilla.service.client import Client

RATE_DECIMALS = 3
IN_ORDER = {"OK", ""}


@dataclass(frozen=True, slots=True)
class Window:
    """A maintenance that the vendor has announced; `end` is after `start`."""

    start: datetime
    end: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Alertas:
    """How the service is: `trouble` with AFIP/ARCA, None without; announced `maintenance`."""

    trouble: str | None
    maintenance: tuple[Window, ...] = ()

    @classmethod
    def read(cls, answer: Mapping[str, Any]) -> Alertas:
        """From an answer of either verdict: an alert comes as `error: S` without `errores`."""
        state = text(answer.get("facturacion"))
        listed = answer.get("prox_mantenimientos_programados")
        entries = listed if isinstance(listed, list) else []
        windows = (_window(entry) for entry in entries if isinstance(entry, dict))
        return cls(
            None if state.upper() in IN_ORDER else state,
            tuple(sorted((w for w in windows if w is not None), key=lambda w: w.start)),
        )


@dataclass(frozen=True, slots=True)
class Consumo:
    """The plan's quota: comprobantes that it allows, and how many are left."""

    cupo: int
    disponibles: int


class EstadoServicios:
    """The methods about the service and the plan, as one set of credentials."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def alertas(self) -> Alertas:
        """What the service says of AFIP/ARCA and of its own maintenance."""
        try:
            reply = await self._client.post("estado_servicios/alertas", {})
        except Refused as refused:
            if text(refused.answer.get("facturacion")):
                return Alertas.read(refused.answer)
            raise
        return Alertas.read(reply.answer)

    async def consumo(self) -> Consumo:
        """The quota. Counts as one request of the plan's API quota."""
        answer = (await self._client.post("micuenta/consumo", {})).answer
        cupo = last_integer(answer.get("comprobantes_cupo"))
        left = amount(answer.get("comprobantes_disponibles"))
        if cupo is None or left is None:
            raise Unknown("the service's quota has no figures")
        return Consumo(cupo, max(0, int(left)))

    async def topecf(self) -> Decimal:
        """The amount in pesos from which a final consumer must be identified. It counts."""
        monto = amount((await self._client.post("facturacion/topecf", {})).answer.get("monto"))
        if monto is None or monto <= 0:
            raise Unknown("the service's limit for a final consumer has no figure")
        return monto

    async def cotizacion(self, moneda: str, day: date) -> Decimal:
        """ARCA's official rate of a currency on a day of the last two months. It counts."""
        asked = {"moneda": moneda, "fecha": f"{day:%d/%m/%Y}"}
        reply = await self._client.post("tablas_referencia/cotizacion", asked)
        rate = amount(reply.answer.get("cotizacion"))
        if rate is None or round(rate, RATE_DECIMALS) <= 0:
            raise Unknown("the service's rate of a currency has no figure")
        return round(rate, RATE_DECIMALS)  # half to even


def _window(entry: Mapping[str, Any]) -> Window | None:
    start, end = moment(entry.get("desde")), moment(entry.get("hasta"))
    if start is None or end is None or end <= start:
        return None
    return Window(start, end, text(entry.get("titulo")) or text(entry.get("texto")))
