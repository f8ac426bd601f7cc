"""One file's place in the ledger: what is refused, what is kept back, what is written down."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from planilla.admission.known_or_new import Entry, Verdict
from planilla.admission.no_longer_read import stood
from planilla.admission.refusals import conflict_faults
from planilla.admission.registration import Brake, Registration
from planilla.admission.replaced_rows import withhold
from planilla.batch.batch_kind import BatchKind
from planilla.batch.job import FileRun, Job
from planilla.batch.unknown_columns import remember
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked, Kind
from planilla.reading.loaded import Loaded


def register(
    file: FileRun,
    loaded: Loaded,
    others: Sequence[Loaded],
    batch_kind: BatchKind,
    job: Job,
    brake: Brake,
    ledger: Ledger | None,
) -> None:
    """Refuse what is wrong, then write the rest into the ledger, all or none.

    `others` are the run's files, `brake` how much of one may be written at once. A dry run, and
    one for what earlier runs left, writes nothing; without a ledger everything is new. Raises
    `LedgerError`.
    """
    sha256 = hashlib.sha256(file.path.read_bytes()).hexdigest()
    held = [one.asked for one in file.columns.held]
    wanted = [
        *loaded.asked,
        *held,
    ]  # what replaces what was left unsent does so while it waits, too
    planned = Registration(ledger).plan(wanted, sha256) if ledger else []
    good = _good(file, loaded, planned, others, batch_kind, ledger)
    file.stood = stood(ledger, sha256, batch_kind.kind, loaded, file.faults)
    if ledger is None:
        file.entries = [Entry(one, Verdict.NEW, 0, None, None) for one in good]
        return
    if job.dry_run or job.leftovers:
        file.entries = Registration(ledger).plan(good, sha256)
        file.source_id = ledger.files.known(sha256)
        return
    remember(file, ledger)
    withheld = batch_kind.kind is not Kind.RESEND
    if withheld and (notice := withhold(ledger, batch_kind.kind, file.path, loaded, planned)):
        file.loaded = replace(loaded, notices=(*loaded.notices, notice))
    file.entries, source = Registration(ledger).commit(file.path, sha256, good, brake)
    file.source_id = source.id


def _good(
    file: FileRun,
    loaded: Loaded,
    planned: Sequence[Entry],
    others: Sequence[Loaded],
    batch_kind: BatchKind,
    ledger: Ledger | None,
) -> list[Asked]:
    """What may be written down; the rest gets its faults."""
    out: set[int] = set()
    for entry in planned:
        if entry.verdict is Verdict.CONFLICT and entry.earlier is not None:
            file.faults += conflict_faults(loaded, entry.asked, entry.earlier)
            out.add(id(entry.asked))
    good = [one for one in loaded.asked if id(one) not in out]
    for refused, faults in batch_kind.refuse(loaded, good, others, ledger):
        file.faults += faults
        out.add(id(refused))
    return [one for one in good if id(one) not in out]
