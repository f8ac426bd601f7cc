"""From the settings to the service: credentials, pace and one TLS context for all clients."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from planilla.ledger.ledger import Ledger
from planilla.service.absence import Absence
from planilla.service.pace import MOST_TURNS, Pace
from planilla.service.tusfacturas import TusFacturas
from planilla.settings.settings import Settings

if TYPE_CHECKING:
    import httpx

Connect = Callable[[str], TusFacturas]
"""From a set of credentials, by its name, to a new client."""


@cache
def tls() -> ssl.SSLContext:
    """The context of all that this process asks of others: reading the authorities takes 30 ms."""
    return ssl.create_default_context()


def connector(
    settings: Settings,
    ledger: Ledger | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Connect:
    """A maker of clients; those of a set share its pace and what they learn of absence.

    With a ledger the pace holds for all processes that share it.

    Raises `SettingsError` when a credential is missing, or two sets are the same.
    """
    from planilla.service.client import Client  # it brings httpx: not before anybody connects

    credentials, seconds = settings.every_credential(), settings.pace_seconds
    paces = {
        n: ledger.pace(n, seconds, MOST_TURNS) if ledger else Pace(seconds) for n in credentials
    }
    issuers = ledger.issuers if ledger else settings.issuers
    absences = {name: Absence() for name in credentials}
    verify = tls() if settings.base_url.startswith("https") else False

    def connect(name: str) -> TusFacturas:
        return TusFacturas(
            Client(
                settings.base_url,
                credentials[name],
                settings.timeout_seconds,
                paces[name],
                verify=verify,
                transport=transport,
            ),
            absences[name],
            issuers.named(name),
        )

    return connect


class Services:
    """One worker's clients, one for each set of credentials, made when they are first wanted."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._open: dict[str, TusFacturas] = {}

    def of(self, name: str) -> TusFacturas:
        """The client of a set of credentials."""
        if name not in self._open:
            self._open[name] = self._connect(name)
        return self._open[name]

    async def close(self) -> None:
        """Close them all."""
        for service in self._open.values():
            await service.client.close()
