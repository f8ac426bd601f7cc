"""From which amount a final consumer must be identified: `facturacion/topecf` (api.md 2).

The service says once a day is enough, and each question counts. So it is asked
only when a comprobante for nobody in particular comes near, and its answer is
kept for the day in the ledger.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import date
from decimal import Decimal

from planilla.common.errors import PlanillaError
from planilla.ledger.ledger import Ledger
from planilla.settings.connection import connector
from planilla.settings.settings import Settings
from schemas.context import UNIDENTIFIED_LIMIT

NAME = "topecf"
log = logging.getLogger(__name__)


class Topecf:
    """The limit in pesos, found out when it first matters.

    `online` says whether the service may be asked; without an answer of today the
    last one that is known holds, and without any the figure of the regulation.
    """

    def __init__(
        self, settings: Settings, ledger: Ledger | None, today: date, *, online: bool
    ) -> None:
        self._settings = settings
        self._ledger = ledger
        self._today = today
        self._online = online
        self._found: Decimal | None = None

    def __call__(self) -> Decimal:
        """The limit; asks in a loop of its own, so never from a running one."""
        if self._found is None:
            self._found = self._find()
        return self._found

    def _find(self) -> Decimal:
        known = self._ledger.kept.get(NAME) if self._ledger else None
        if known is not None and known[0] == self._today:
            return Decimal(known[1])
        asked = self._ask() if self._online else None
        if asked is not None:
            if self._ledger is not None:
                self._ledger.kept.put(NAME, self._today, str(asked))
            return asked
        return Decimal(known[1]) if known is not None else UNIDENTIFIED_LIMIT

    def _ask(self) -> Decimal | None:
        try:
            return asyncio.run(self._answer())
        except PlanillaError as error:
            log.warning("the limit for a final consumer could not be asked for: %s", error)
            return None

    async def _answer(self) -> Decimal:
        name = self._settings.issuers.names[0]
        service = connector(self._settings, self._ledger)(name)
        try:
            return await service.estado.topecf()
        finally:
            await service.client.close()
