"""What outages left pending, worked again without anybody dropping the files anew.

Nothing is asked that was not asked before: a row that is new, was mended or was
refused waits for whoever drops the file. A file that is as it was, and whose result
still stands beside it, has it written again; of the rest only the operations are
worked, and the next drop of the file tells what became of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from planilla.batch.batch_kind import BatchKind
from planilla.batch.emit import Emit
from planilla.batch.job import Job
from planilla.batch.pay import Pay
from planilla.batch.resend import Resend
from planilla.batch.run_result import Outcome, check_writable
from planilla.batch.sequence import Batch, Step, plainly, work
from planilla.common.claimed import is_claimed
from planilla.common.errors import OutputError
from planilla.common.exit_codes import SOME_OPEN, ExitCode, worst
from planilla.ledger.ledger import Ledger
from planilla.ledger.left_open import Left
from planilla.model.asked import Kind
from planilla.settings.open_ledger import ledger_exists, open_ledger
from planilla.settings.settings import Settings
from planilla.writing.result_path import result_path


@dataclass(frozen=True)
class Retried:
    """What was worked: how much was open before, how much is after, and each run's outcome."""

    before: int
    after: int
    outcomes: tuple[Outcome, ...]

    @property
    def exit_code(self) -> ExitCode:
        """The worst of the runs, in the order 1, 4, 3, 0; 4 while something is left."""
        left = [SOME_OPEN] if self.after else []
        return worst([*left, *(outcome.exit_code for outcome in self.outcomes)])


async def retry(
    settings: Settings,
    step: Step = plainly,
    watch: Callable[[Batch], None] = lambda _: None,
) -> Retried:
    """Work everything that is open; raises `PlanillaError` kinds that keep it from beginning."""
    if not ledger_exists(settings):
        return Retried(0, 0, ())
    with open_ledger(settings) as ledger:
        before, jobs = ledger.leftovers.count(), _jobs(ledger)
    outcomes = [await work(job, settings, batch_kind, step, watch) for job, batch_kind in jobs]
    with open_ledger(settings) as ledger:
        after = ledger.leftovers.count()
    return Retried(before, after, tuple(outcomes))


def _jobs(ledger: Ledger) -> list[tuple[Job, BatchKind]]:
    """A run for each kind that has something open; e-mails are of their day, not of a file."""
    issuing = _told(ledger.leftovers.files(Kind.ISSUE))
    batch_kinds: list[tuple[BatchKind, Sequence[Path]]] = [
        (Emit(), [left.path for left in issuing if not left.queued]),
        (Pay(), [left.path for left in _told(ledger.leftovers.files(Kind.PAY))]),
        (Resend(), ()),
    ]
    if queued := [left.path for left in issuing if left.queued]:
        batch_kinds.insert(1, (Emit(queued=True), queued))
    return [
        (Job(tuple(paths), leftovers=True), batch_kind)
        for batch_kind, paths in batch_kinds
        if paths or ledger.leftovers.scopes(batch_kind.kind)
    ]


def _told(files: Sequence[Left]) -> list[Left]:
    """The files that are as they were, and whose own result stands beside them."""
    return [left for left in files if not is_claimed(left.path) and _stands(left)]


def _stands(left: Left) -> bool:
    path = left.path
    try:
        if hashlib.sha256(path.read_bytes()).hexdigest() != left.sha256:
            return False
        alike = [p for p in path.parent.iterdir() if p.stem.casefold() == path.stem.casefold()]
        # of two names that differ in their ending alone nobody knows whose the result is
        if any(p != path and p.is_file() for p in alike):
            return False
        result = result_path(path, None, set())
        if result.is_file():
            check_writable(result)  # one folder that takes nothing must not stop all the rest
        return result.is_file()
    except (OSError, OutputError):
        return False
