"""Paying, described: files of payments, each comprobante's in order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planilla.calendar import today
from planilla.dispatch.breaker import Breaker
from planilla.dispatch.craft import Craft
from planilla.dispatch.payment import Payment
from planilla.dispatch.quota import Quota
from planilla.dispatch.same_company import SameCompany
from planilla.dispatch.times import Times
from planilla.documents import Fetcher
from planilla.errand import Plain
from planilla.ledger.ledger import Ledger
from planilla.office import issuers_of
from planilla.pagos.load import load_pagos
from planilla.refusals import with_known
from planilla.rows.asked import Kind
from planilla.rows.loaded import Loaded
from planilla.settings import Settings


@dataclass(frozen=True)
class Pay(Plain):
    """Register payments."""

    name: str = "pay"
    kind: Kind = Kind.PAY

    def load(
        self,
        path: Path,
        settings: Settings,
        ledger: Ledger | None,
        *,
        online: bool = False,  # noqa: ARG002 - no rule of payments needs the service
    ) -> Loaded:
        """The payments of a file, and those that the ledger knows of any point of sale."""
        issuers = issuers_of(settings, ledger)
        found = load_pagos(path, today(), issuers)
        if found.faults and ledger is not None:
            found = with_known(found, load_pagos(path, today(), issuers.open()), ledger)
        return found

    def craft(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        settings: Settings,  # noqa: ARG002
        fetcher: Fetcher,  # noqa: ARG002
        quota: Quota,  # noqa: ARG002 - it counts comprobantes
    ) -> Craft:
        """Pays, and settles by the account."""
        return Payment(ledger, breaker, times, SameCompany(ledger, ledger.issuers))
