"""Paying, described: files of payments, each comprobante's in order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planilla.admission.refusals import with_known
from planilla.batch.batch_kind import Plain
from planilla.common.calendar import today
from planilla.dispatch.handler import Handler
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.payment.pay import Payment
from planilla.dispatch.waits import Times
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.payments.load import load_pagos
from planilla.pdf.fetch import Fetcher
from planilla.reading.loaded import Loaded
from planilla.settings.open_ledger import issuers_of
from planilla.settings.settings import Settings


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
        found = load_pagos(path, today(), issuers, examples=settings.takes_examples)
        if found.faults and ledger is not None:
            found = with_known(found, load_pagos(path, today(), issuers.open()), ledger)
        return found

    def handler(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        settings: Settings,  # noqa: ARG002
        fetcher: Fetcher,  # noqa: ARG002
        quota: Quota,  # noqa: ARG002 - it counts comprobantes
    ) -> Handler:
        """Pays, and settles by the account."""
        return Payment(ledger, breaker, times, SameCompany(ledger, ledger.issuers))
