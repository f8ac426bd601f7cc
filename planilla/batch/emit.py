"""Emitting, described: files of comprobantes, issued at once or through the service's queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planilla.admission.brake import limits
from planilla.admission.refusals import stranded_faults, unqueueable_faults, with_known
from planilla.admission.registration import Brake
from planilla.batch.job import Job
from planilla.batch.preflight.topecf import Topecf
from planilla.batch.run_result import Outcome
from planilla.batch.sequence import Batch, Step, plainly, work
from planilla.common.calendar import today
from planilla.comprobantes.load import judged, read
from planilla.comprobantes.rules import rules_without
from planilla.dispatch.handler import Handler
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.issue_or_queue import Emitting
from planilla.dispatch.waits import Times
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked, Kind
from planilla.pdf.fetch import Fetcher
from planilla.reading.loaded import Loaded
from planilla.settings.open_ledger import issuers_of
from planilla.settings.settings import Settings
from schemas.context import Rules
from schemas.faults import Fault
from schemas.tables import TIPOS


@dataclass(frozen=True)
class Emit:
    """Issue comprobantes; with `queued`, through the service's queue."""

    queued: bool = False
    name: str = "emit"
    kind: Kind = Kind.ISSUE

    @property
    def needs_afip(self) -> bool:
        """The queue takes what AFIP/ARCA cannot take now."""
        return not self.queued

    def load(
        self, path: Path, settings: Settings, ledger: Ledger | None, *, online: bool = False
    ) -> Loaded:
        """The comprobantes of a file; what the ledger knows whatever the rules say by now."""
        rules = rules_without(settings.rules_off)
        rows, issuers = read(path), issuers_of(settings, ledger)
        limit = Topecf(settings, ledger, today(), online=online)
        found = judged(
            rows,
            today(),
            issuers,
            rules,
            queued=self.queued,
            limit=limit,
            examples=settings.takes_examples,
        )
        if found.faults and ledger is not None:
            whole = judged(rows, today(), issuers.open(), Rules.none(), queued=self.queued)
            found = with_known(found, whole, ledger)
        if not self.queued:
            return found
        return replace(found, asked=tuple(replace(one, queued=True) for one in found.asked))

    def refuse(
        self, loaded: Loaded, good: Sequence[Asked], others: Sequence[Loaded], ledger: Ledger | None
    ) -> list[tuple[Asked, list[Fault]]]:
        """Notes whose associated comprobante nobody knows, and what the queue does not take."""
        if not self.queued and all(one.asociado_referencia is None for one in good):
            return []
        taken = {one.name for one in good}
        here = taken | {one.name for o in others if o is not loaded for one in o.asked}
        refused = []
        for one in good:
            other = one.asociado_referencia
            if self.queued and (other is not None or not TIPOS[one.tipo].queueable):
                refused.append((one, unqueueable_faults(loaded, one)))
            elif other is not None and not ((one.account, other) in here or _known(ledger, one)):
                refused.append((one, stranded_faults(loaded, one)))
        return refused

    def brake(self, settings: Settings) -> Brake:
        """The settings' limits in pesos."""
        return limits(settings.max_comprobante, settings.max_file)

    def handler(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        settings: Settings,  # noqa: ARG002
        fetcher: Fetcher,
        quota: Quota,
    ) -> Handler:
        """Issues and queues: a point of sale may have both."""
        return Emitting(ledger, breaker, times, ledger.issuers, fetcher.want, quota)


def _known(ledger: Ledger | None, note: Asked) -> bool:
    other = note.asociado_referencia or ""
    return ledger is not None and ledger.operations.latest(note.account, other) is not None


async def emit(
    job: Job,
    settings: Settings,
    step: Step = plainly,
    watch: Callable[[Batch], None] = lambda _: None,
    *,
    queued: bool = False,
) -> Outcome:
    """Issue what files ask for; see `planilla.batch.sequence.work`."""
    return await work(job, settings, Emit(queued), step, watch)
