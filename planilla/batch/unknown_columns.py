"""A file whose headings may not all be understood: what of it goes on, and what is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from planilla.admission.known_or_new import Entry, Verdict
from planilla.admission.registration import Registration
from planilla.admission.unknown_columns import admitted
from planilla.batch.job import FileRun
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked, Kind
from planilla.model.column_answers import SETTINGS
from planilla.reading.loaded import Loaded
from planilla.settings.settings import Settings
from planilla.settings.unknown_columns import UnknownColumns
from schemas.spelling import plain


def hold_unknown(
    file: FileRun, loaded: Loaded, kind: Kind, settings: Settings, ledger: Ledger | None
) -> None:
    """Leave in the file what may go on; what waits and what is refused is told beside it."""

    def plan(wanted: Sequence[Asked]) -> Sequence[Entry]:
        if ledger is None:
            return [Entry(one, Verdict.NEW, 0, None, None) for one in wanted]
        sha256 = hashlib.sha256(file.path.read_bytes()).hexdigest()
        return Registration(ledger).plan(wanted, sha256)

    wish = settings.unknown_columns
    office = {plain(heading) for heading in settings.columnas}
    file.columns = admitted(
        loaded,
        kind,
        plan,
        office,
        ask=wish is UnknownColumns.ASK,
        refuse=wish is UnknownColumns.REFUSE,
    )
    file.loaded = replace(loaded, asked=file.columns.asked)
    file.faults = [*loaded.faults, *file.columns.faults]


def remember(file: FileRun, ledger: Ledger) -> None:
    """Write the questions down, and what the settings answer of them."""
    file.asks_anew = ledger.headings.ask(file.columns.questions, file.path.name) > 0
    for question, answer in file.columns.settled:
        ledger.headings.tell(question, answer, SETTINGS, file.path.name)
