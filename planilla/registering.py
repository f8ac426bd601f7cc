"""One file's place in the ledger: what is refused, what is kept back, what is written down."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from planilla.errand import Errand
from planilla.job import FileRun, Job
from planilla.ledger.deciding import Entry, Verdict
from planilla.ledger.ledger import Ledger
from planilla.ledger.registration import Registration
from planilla.refusals import conflict_faults
from planilla.rows.asked import Asked, Kind
from planilla.rows.loaded import Loaded
from planilla.stood import stood
from planilla.withholding import withhold


def register(
    file: FileRun,
    loaded: Loaded,
    others: Sequence[Loaded],
    errand: Errand,
    job: Job,
    ledger: Ledger | None,
) -> None:
    """Refuse what is wrong, then write the rest into the ledger, all or none.

    `others` are the run's files. A dry run, and one for what earlier runs left,
    writes nothing; without a ledger everything is new. Raises `LedgerError`.
    """
    sha256 = hashlib.sha256(file.path.read_bytes()).hexdigest()
    planned = Registration(ledger).plan(loaded.asked, sha256) if ledger else []
    good = _good(file, loaded, planned, others, errand, ledger)
    file.stood = stood(ledger, sha256, errand.kind, loaded, file.faults)
    if ledger is None:
        file.entries = [Entry(one, Verdict.NEW, 0, None, None) for one in good]
        return
    if job.dry_run or job.leftovers:
        file.entries = Registration(ledger).plan(good, sha256)
        file.source_id = ledger.files.known(sha256)
        return
    withheld = errand.kind is not Kind.RESEND
    if withheld and (notice := withhold(ledger, errand.kind, file.path, loaded, planned)):
        file.loaded = replace(loaded, notices=(*loaded.notices, notice))
    brake = errand.brake(job.settings)
    file.entries, source = Registration(ledger).commit(file.path, sha256, good, brake)
    file.source_id = source.id


def _good(
    file: FileRun,
    loaded: Loaded,
    planned: Sequence[Entry],
    others: Sequence[Loaded],
    errand: Errand,
    ledger: Ledger | None,
) -> list[Asked]:
    """What may be written down; the rest gets its faults."""
    good = list(loaded.asked)
    for entry in planned:
        if entry.verdict is Verdict.CONFLICT and entry.earlier is not None:
            file.faults += conflict_faults(loaded, entry.asked, entry.earlier)
            good.remove(entry.asked)
    for refused, faults in errand.refuse(loaded, good, others, ledger):
        file.faults += faults
        good.remove(refused)
    return good
