"""Paying, described: files of payments, each comprobante's in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planilla.calendar import today
from planilla.dispatch.breaker import Breaker
from planilla.dispatch.craft import Craft
from planilla.dispatch.payment import Payment
from planilla.dispatch.times import Times
from planilla.documents import Fetcher
from planilla.ledger.ledger import Ledger
from planilla.ledger.registration import Brake, no_brake
from planilla.pagos.load import load_pagos
from planilla.rows.asked import Asked, Loaded
from planilla.settings import Settings
from schemas.faults import Fault


@dataclass(frozen=True)
class Pay:
    """Register payments."""

    name: str = "pay"

    def load(
        self,
        path: Path,
        settings: Settings,  # noqa: ARG002
        ledger: Ledger | None,  # noqa: ARG002
    ) -> Loaded:
        """The payments of a file."""
        return load_pagos(path, today())

    def refuse(
        self,
        loaded: Loaded,  # noqa: ARG002
        good: Sequence[Asked],  # noqa: ARG002
        others: Sequence[Loaded],  # noqa: ARG002
        ledger: Ledger | None,  # noqa: ARG002
    ) -> list[tuple[Asked, list[Fault]]]:
        """Nothing: what a payment may not be is known only when the balance has been asked."""
        return []

    def brake(self, settings: Settings) -> Brake:  # noqa: ARG002
        """The limits are for what cannot be undone: issuing."""
        return no_brake

    def craft(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        settings: Settings,  # noqa: ARG002
        fetcher: Fetcher,  # noqa: ARG002
    ) -> Craft:
        """Pays, and settles by the account."""
        return Payment(ledger, breaker, times)
