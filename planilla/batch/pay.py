"""Paying, described: files of payments, each comprobante's in order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planilla.admission.refusals import with_known
from planilla.batch.batch_kind import Plain
from planilla.batch.column_answers import column_answers
from planilla.common.calendar import today
from planilla.dispatch.handler import Handler
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.payment.pay import Payment
from planilla.dispatch.waits import Times
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.payments.load import judged, read_by
from planilla.reading.loaded import Loaded, by_answers, known_otherwise
from planilla.settings.open_ledger import issuers_of
from planilla.settings.settings import Settings
from schemas.pagos import PAGOS_BY_NAME

if TYPE_CHECKING:  # it brings httpx
    from planilla.pdf.fetch import Fetcher


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
        answers = column_answers(self.kind, PAGOS_BY_NAME, settings, ledger)
        readings = read_by(path, answers, issuers)
        once = [judged(one, today(), issuers.open()) for one in readings.once]
        examples = settings.takes_examples
        found = judged(readings.typed, today(), issuers, examples=examples, doubts=True)
        found = by_answers(found, readings, once)
        if found.faults and ledger is not None:
            whole = judged(readings.typed, today(), issuers.open())
            found = with_known(found, known_otherwise(whole, once), ledger)
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
