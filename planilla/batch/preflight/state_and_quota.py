"""Asking before anything is sent: is the service in order, does the plan suffice.

alertas ─► AFIP/ARCA in trouble: wait, as long as the run may
        └► maintenance announced: the breaker lets nothing begin that cannot end before it
consumo ─► what goes beyond the plan is not sent
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from planilla.common.errors import ServiceError
from planilla.dispatch.outage_breaker import Breaker, GaveUp
from planilla.dispatch.quota import FEW, Quota
from planilla.service.tusfacturas import TusFacturas

log = logging.getLogger(__name__)


class Preflight:
    """What one run asks before it begins.

    `request_seconds` is how long one request may take.
    """

    def __init__(self, breaker: Breaker, quota: Quota, request_seconds: float) -> None:
        self._breaker = breaker
        self._quota = quota
        self._request = request_seconds

    async def ask(
        self,
        wanted: Mapping[str, int],
        service_of: Callable[[str], TusFacturas],
        *,
        needs_afip: bool,
        issues: bool,
    ) -> None:
        """`wanted` says how many each company wants to send; without any nothing is asked.

        Whoever does not answer here is met again by the first lane, which knows
        what to do about it.
        """
        accounts = sorted(account for account, count in wanted.items() if count)
        if not accounts:
            return
        await self._state(service_of(accounts[0]), needs_afip=needs_afip)
        for account in accounts if issues else ():
            if wanted[account] > FEW:
                await self._plan(account, wanted[account], service_of(account))

    async def _state(self, service: TusFacturas, *, needs_afip: bool) -> None:
        while True:
            try:
                await self._breaker.ready()
                found = await service.estado.alertas()
            except GaveUp:
                return
            except ServiceError as error:
                log.info("the service's alerts could not be asked for: %s", error)
                return
            self._breaker.announce(found.maintenance, self._request)
            if found.trouble is None or not needs_afip:
                self._breaker.success()
                return
            self._breaker.trip(f"AFIP/ARCA: «{found.trouble}»")

    async def _plan(self, account: str, wanted: int, service: TusFacturas) -> None:
        try:
            found = await service.estado.consumo()
        except ServiceError as error:
            log.info("the plan's quota could not be asked for: %s", error)
            return
        self._quota.learn(account, found.disponibles, wanted)
        if found.disponibles < wanted:
            log.warning(
                "%s: the plan has %d comprobantes left, and %d are to be sent",
                account,
                found.disponibles,
                wanted,
            )
