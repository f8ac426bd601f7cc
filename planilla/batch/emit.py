"""Emitting, described: files of comprobantes, issued at once or through the service's queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from planilla.admission.brake import limits
from planilla.admission.refusals import stranded_faults, unqueueable_faults, with_known
from planilla.admission.registration import Brake
from planilla.batch.column_answers import column_answers
from planilla.batch.job import Job
from planilla.batch.preflight.cotizaciones import Cotizaciones
from planilla.batch.preflight.topecf import Topecf
from planilla.batch.run_result import Outcome
from planilla.batch.sequence import Batch, Step, plainly, work
from planilla.common.calendar import today
from planilla.comprobantes.load import as_stored, judged, read_by
from planilla.comprobantes.rules import rules_without
from planilla.dispatch.handler import Handler
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.issue_or_queue import Emitting
from planilla.dispatch.waits import Times
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked, AskedComprobante, Kind
from planilla.model.issuers import Issuers
from planilla.model.reading_version import AS_STORED
from planilla.reading.loaded import Loaded, by_answers, known_otherwise
from planilla.reading.typed_rows import Typed
from planilla.settings.open_ledger import issuers_of
from planilla.settings.settings import Settings
from schemas.columns import BY_NAME
from schemas.context import Rules
from schemas.faults import Fault
from schemas.linked import referencias
from schemas.tables import TIPOS

if TYPE_CHECKING:  # it brings httpx
    from planilla.pdf.fetch import Fetcher


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
        rules, issuers = rules_without(settings.rules_off), issuers_of(settings, ledger)
        answers = column_answers(self.kind, BY_NAME, settings, ledger)
        readings = read_by(path, answers, issuers)
        limit = Topecf(settings, ledger, today(), online=online)
        found = judged(
            readings.typed,
            today(),
            issuers,
            rules,
            queued=self.queued,
            limit=limit,
            examples=settings.takes_examples,
            rates=Cotizaciones(settings, ledger, today(), online=online)
            if settings.ask_cotizacion
            else None,
        )
        found = by_answers(found, readings, self._open(readings.once, issuers))
        if found.faults and ledger is not None:
            (whole,) = self._open([readings.typed], issuers)
            whole = known_otherwise(whole, self._open(readings.once, issuers))
            found = with_known(found, whole, ledger)
            if found.faults and (stored := as_stored(readings.typed)) is not None:
                whole = judged(stored, today(), issuers.open(), Rules.none(), queued=self.queued)
                found = with_known(found, whole, ledger, AS_STORED)
        if not self.queued:
            return found
        queued = (replace(one, queued=True) for one in _comprobantes(found.asked))
        return replace(found, asked=tuple(queued))

    def _open(self, readings: Sequence[Typed], issuers: Issuers) -> list[Loaded]:
        """What rows ask for whatever today's rules say, as for what is only looked at."""
        rules = Rules.none()
        return [judged(r, today(), issuers.open(), rules, queued=self.queued) for r in readings]

    def refuse(
        self, loaded: Loaded, good: Sequence[Asked], others: Sequence[Loaded], ledger: Ledger | None
    ) -> list[tuple[Asked, list[Fault]]]:
        """Notes whose associated comprobante nobody knows, and what the queue does not take."""
        comprobantes = _comprobantes(good)
        if not self.queued and all(one.asociado_referencia is None for one in comprobantes):
            return []
        taken = {one.name for one in good}
        here = taken | {one.name for o in others if o is not loaded for one in o.asked}
        refused: list[tuple[Asked, list[Fault]]] = []
        for one in comprobantes:

            def known(other: str, account: str = one.account) -> bool:
                return (account, other) in here or _known(ledger, account, other)

            named = referencias(one.asociado_referencia, known)
            strange = [other for other in named if not known(other)]
            if self.queued and (named or not TIPOS[one.tipo].queueable):
                refused.append((one, unqueueable_faults(loaded, one)))
            elif strange:
                refused.append((one, stranded_faults(loaded, one, strange[0])))
        return refused

    def brake(self, settings: Settings) -> Brake:
        """The settings' limits in pesos."""
        return limits(settings.max_comprobante, settings.max_file)

    def handler(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        settings: Settings,
        fetcher: Fetcher,
        quota: Quota,
    ) -> Handler:
        """Issues and queues: a point of sale may have both."""
        want, lots = fetcher.want, settings.lots
        return Emitting(ledger, breaker, times, ledger.issuers, want, quota, lots=lots)


def _comprobantes(found: Sequence[Asked]) -> list[AskedComprobante]:
    return [one for one in found if isinstance(one, AskedComprobante)]


def _known(ledger: Ledger | None, account: str, referencia: str) -> bool:
    return ledger is not None and ledger.operations.latest(account, referencia) is not None


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
