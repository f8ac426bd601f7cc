"""A check: files are read and judged as a dry run does, and what can be asked is asked.

    load ─► plan ─► questions ─► what is kept ─► cost, and a yes ─► ask ─► workbook

Nothing is issued, no lane is leased, nothing but answers is written into the ledger.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from planilla.batch.emit import Emit
from planilla.batch.job import FileRun, Job
from planilla.batch.row_results import conclude, write
from planilla.batch.run_result import FileOutcome, Outcome, check_writable
from planilla.batch.sequence import Batch
from planilla.check.ask import Answers, ask_all
from planilla.check.findings import Findings, judged
from planilla.check.kept_answers import NotTold, forget, kept
from planilla.check.questions import Cost, Question, questions, to_issue
from planilla.check.report import NOT_SENT, amended, notices
from planilla.common.calendar import today
from planilla.common.errors import InputRefused, PlanillaError, ServiceError
from planilla.comprobantes.rules import rules_without
from planilla.ledger.ledger import Ledger
from planilla.model.asked import AskedComprobante
from planilla.query.report import counted
from planilla.reading.loaded import Loaded
from planilla.settings.connection import connector
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from planilla.writing.result_path import CHECKED, result_path

REFUSED = "nothing was asked: {counting} of {questions} questions count against the plan; say --yes"
Confirm = Callable[[Cost], bool]
"""Told what it costs before anything is asked; whether to go on."""


@dataclass(frozen=True)
class Checked:
    """What a check came to: the files, what it asked, and how much of that counts."""

    outcome: Outcome
    cost: Cost
    answers: Answers

    def summary(self) -> dict[str, Any]:
        """For programs, as that of a run."""
        asked = {about.value: count for about, count in self.answers.sent.items() if count}
        return {
            **self.outcome.summary(),
            "asked": asked,
            "counted": self.answers.counted,
            "kept": self.cost.kept,
            "unanswered": len(self.answers.lost),
        }


async def check(
    files: tuple[Path, ...], settings: Settings, confirm: Confirm, out: Path | None = None
) -> Checked:
    """Check files against what the service knows.

    `confirm` is asked where a question counts against the plan, and told the cost in any
    case. Raises `InputRefused` where it says no, and what keeps a run from beginning.
    """
    connect = connector(settings)  # missing credentials are told before any file is read
    with closing(await asyncio.to_thread(open_ledger, settings)) as ledger:
        async with Batch(Job(files, out, dry_run=True), settings, Emit()) as run:
            await run.load()
            await run.plan()
            destinations = _destinations(run.files, out)
            asking = await asyncio.to_thread(_asking, run.files, settings, ledger)
            if not confirm(asking.cost):
                raise InputRefused(
                    REFUSED.format(counting=asking.cost.counting, questions=asking.cost.questions)
                )
            connect = connector(settings, ledger)
            await ask_all(
                asking.open, connect, ledger, today(), settings.concurrency, asking.answers
            )
            outcomes = await asyncio.to_thread(
                _write, run.files, destinations, settings, ledger, asking
            )
            outcome = replace(run.outcome(), files=tuple(outcomes))
    problem = next((one.problem for one in outcomes if one.problem is not None), None)
    trouble = outcome.trouble or problem or _unanswered(asking.answers)
    return Checked(replace(outcome, trouble=trouble), asking.cost, asking.answers)


@dataclass(frozen=True)
class _Asking:
    """What is to be asked, what is known already, and of which comprobantes of each file."""

    open: list[Question]
    answers: Answers
    cost: Cost
    comprobantes: Mapping[Path, list[AskedComprobante]]

    @property
    def wanted(self) -> Counter[str]:
        """How many each company wants to issue."""
        return Counter(one.account for many in self.comprobantes.values() for one in many)


def _destinations(files: list[FileRun], out: Path | None) -> dict[Path, Path]:
    """Where each file's workbook goes: not where a run's result is."""
    found: dict[Path, Path] = {}
    for file in files:
        if file.loaded is not None:
            found[file.path] = result_path(file.path, out, set(found.values()), CHECKED)
            check_writable(found[file.path])
    return found


def _asking(files: list[FileRun], settings: Settings, ledger: Ledger) -> _Asking:
    comprobantes = {file.path: to_issue(file.entries, ledger) for file in files}
    every = [one for many in comprobantes.values() for one in many]
    wanted = questions(every, ledger.issuers, rules_without(settings.rules_off))
    forget(ledger, today())
    known = kept(ledger, wanted, today())
    left = [question for question in wanted if question.name not in known]
    cost = Cost(Counter(question.about for question in left), len(known))
    answers = Answers(dict(known))
    for name, fact in known.items():
        if isinstance(fact, NotTold):
            answers.lost.add(name)
            answers.reason = fact.words
    return _Asking(left, answers, cost, comprobantes)


def _write(
    files: list[FileRun],
    destinations: Mapping[Path, Path],
    settings: Settings,
    ledger: Ledger,
    asking: _Asking,
) -> list[FileOutcome]:
    told = notices(asking.cost, asking.answers, asking.wanted)
    rules, known = rules_without(settings.rules_off), asking.answers.known
    outcomes = []
    for file in files:
        if file.loaded is None:
            continue
        found = [(one, judged(one, known, rules)) for one in asking.comprobantes[file.path]]
        outcomes.append(
            _file(file, file.loaded, destinations[file.path], settings, ledger, told, found, known)
        )
    return outcomes


def _file(
    file: FileRun,
    loaded: Loaded,
    destination: Path,
    settings: Settings,
    ledger: Ledger,
    told: list[str],
    found: list[tuple[AskedComprobante, Findings]],
    known: Mapping[str, Any],
) -> FileOutcome:
    found_report, figures = conclude(
        loaded,
        file.followed,
        file.faults,
        ledger,
        settings,
        file.source_id,
        file.stood,
        file.columns,
        not_yet=NOT_SENT,
    )
    report = amended(found_report, loaded, found, told, known)
    outcome = counted(report, 0)
    outcome = replace(outcome, problem=figures.problem, questions=file.columns.questions)
    return write(report, outcome, destination, None)


def _unanswered(answers: Answers) -> PlanillaError | None:
    if not answers.lost:
        return None
    return ServiceError(
        f"{len(answers.lost)} question(s) about receivers have no answer ({answers.reason}); "
        "check the files again"
    )
