"""From the settings to the service: credentials, pace and one TLS context for all clients."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import httpx

from planilla.ledger.ledger import Ledger
from planilla.service.client import Client
from planilla.service.pace import Pace
from planilla.service.tusfacturas import TusFacturas
from planilla.settings import Settings


def connector(
    settings: Settings,
    ledger: Ledger | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Callable[[], TusFacturas]:
    """A maker of clients that share one credential, its pace and a TLS context.

    With a ledger the pace holds for all processes that share it.

    Raises `SettingsError` when a credential is missing.
    """
    credentials = settings.credentials()
    pace = ledger.pace(settings.pace_seconds) if ledger else Pace(settings.pace_seconds)
    verify = ssl.create_default_context() if settings.base_url.startswith("https") else False

    def connect() -> TusFacturas:
        return TusFacturas(
            Client(
                settings.base_url,
                credentials,
                settings.timeout_seconds,
                pace,
                verify=verify,
                transport=transport,
            )
        )

    return connect
