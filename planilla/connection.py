"""From the settings to the service: credentials, pace and one TLS context for all clients."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import httpx

from planilla.ledger.ledger import Ledger
from planilla.service.absence import Absence
from planilla.service.client import Client
from planilla.service.pace import Pace
from planilla.service.tusfacturas import TusFacturas
from planilla.settings import Settings

Connect = Callable[[str], TusFacturas]
"""From an account to a new client with its credentials."""


def connector(
    settings: Settings,
    ledger: Ledger | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Connect:
    """A maker of clients; those of an account share its pace and what they learn of absence.

    All of them share a TLS context.

    With a ledger the pace holds for all processes that share it.

    Raises `SettingsError` when a credential is missing, or is two accounts'.
    """
    accounts, credentials = settings.issuers.accounts, settings.every_credential()
    seconds = settings.pace_seconds
    paces = {a: ledger.pace(a, seconds) if ledger else Pace(seconds) for a in accounts}
    absences = {account: Absence() for account in accounts}
    verify = ssl.create_default_context() if settings.base_url.startswith("https") else False

    def connect(account: str) -> TusFacturas:
        return TusFacturas(
            Client(
                settings.base_url,
                credentials[account],
                settings.timeout_seconds,
                paces[account],
                verify=verify,
                transport=transport,
            ),
            absences[account],
        )

    return connect


class Services:
    """One worker's clients, an account each, made when they are first wanted."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._open: dict[str, TusFacturas] = {}

    def of(self, account: str) -> TusFacturas:
        """The client of an account."""
        if account not in self._open:
            self._open[account] = self._connect(account)
        return self._open[account]

    async def close(self) -> None:
        """Close them all."""
        for service in self._open.values():
            await service.client.close()
