"""The official rate of a currency on a day: `tablas_referencia/cotizacion` (api.md 2).

Each question counts, so a rate is asked for once and kept in the ledger for its currency and
day: what a row was issued by stays what it is.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import date
from decimal import Decimal, InvalidOperation

from planilla.common.errors import PlanillaError
from planilla.ledger.ledger import Ledger
from planilla.settings.connection import connector
from planilla.settings.settings import Settings

NAME = "cotizacion"
log = logging.getLogger(__name__)


class Cotizaciones:
    """Rates in pesos, found out when they first matter.

    `online` says whether the service may be asked; what it does not tell is None. A day to come
    has no rate yet.
    """

    def __init__(
        self, settings: Settings, ledger: Ledger | None, today: date, *, online: bool
    ) -> None:
        self._settings = settings
        self._ledger = ledger
        self._today = today
        self._online = online
        self._found: dict[str, Decimal | None] = {}

    def __call__(self, moneda: str, day: date) -> Decimal | None:
        """A currency's rate; asks in a loop of its own, so never from a running one."""
        name = f"{NAME} {moneda} {day.isoformat()}"
        if name not in self._found:
            self._found[name] = self._find(name, moneda, day)
        return self._found[name]

    def _find(self, name: str, moneda: str, day: date) -> Decimal | None:
        known = self._ledger.kept.get(name) if self._ledger else None
        if known is not None:
            return _decimal(known[1])
        if not self._online or self._ledger is None or day > self._today:
            return None
        try:
            rate = asyncio.run(self._answer(moneda, day))
        except PlanillaError as error:
            log.warning("the rate of %s on %s could not be asked for: %s", moneda, day, error)
            return None
        self._ledger.kept.put(name, self._today, str(rate))
        return rate

    async def _answer(self, moneda: str, day: date) -> Decimal:
        name = self._settings.issuers.names[0]
        service = connector(self._settings, self._ledger)(name)
        try:
            return await service.estado.cotizacion(moneda, day)
        finally:
            await service.client.close()


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
