"""Asking what the service holds, from lists or by days, into a result workbook. Read only.

lists or days ─► questions ─► answers ─► missing PDFs ─► workbook
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from planilla.batch.job import Stands, where_written
from planilla.batch.run_result import FileOutcome, Outcome, check_writable
from planilla.common.day_range import checked
from planilla.common.errors import InputError, InputRefused, Misconfigured, PlanillaError
from planilla.dispatch.outage_breaker import Breaker
from planilla.ledger.ledger import Ledger
from planilla.model.issuers import Issuers
from planilla.payments.lists import Listed, read_list
from planilla.pdf.beside_result import beside
from planilla.pdf.download import Downloader, NoDocument, pdf_path
from planilla.query.ask_service import Found, Question, Shown, ask_all
from planilla.query.possible_references import names
from planilla.query.report import by_days, counted, of_list
from planilla.query.request_spans import spans
from planilla.query.row_answers import answers
from planilla.reading.process.read_file import in_a_thread
from planilla.reading.typed_rows import Typed
from planilla.settings.connection import connector
from planilla.settings.open_ledger import issuers_of, ledger_exists, open_ledger
from planilla.settings.settings import Settings
from planilla.writing.report import Report
from planilla.writing.result_path import FOLDER, result_path
from planilla.writing.result_workbook import write_result


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: lists of comprobantes, or (without files) days, both ends included.

    `InputRefused` for both, for neither, and for days that are backwards or too many.
    """

    files: tuple[Path, ...] = ()
    days: tuple[date, date] | None = None
    out: Path | None = None
    pdfs: bool = True

    def __post_init__(self) -> None:
        if bool(self.files) == (self.days is not None):
            raise InputRefused("ask by lists, or by a first and a last day: one of the two")
        if self.days is not None:
            checked(*self.days)


@dataclass
class _File:
    typed: Typed
    rows: list[Listed]
    destination: Path


@dataclass
class _Run:
    """The state of one query."""

    query: Query
    settings: Settings
    files: list[_File] = field(default_factory=list)
    unread: list[InputError] = field(default_factory=list)
    trouble: PlanillaError | None = None
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    issuers: Issuers = field(default_factory=Issuers)
    pdfs: dict[tuple[str, str], Path] = field(default_factory=dict)
    missing: int = 0


async def ask(query: Query, settings: Settings, stands: Stands = where_written) -> Outcome:
    """Ask and write; raises `PlanillaError` kinds for what keeps it from beginning.

    `stands` says where the results are moved to afterwards: their links start there.
    """
    run = _Run(query, settings)
    await in_a_thread(_read, run)
    connect = connector(settings)
    breaker = Breaker(settings.retry_seconds, settings.budget_seconds)
    found = Found()
    try:
        await ask_all(_questions(run), connect, breaker, settings.concurrency, found)
    except Misconfigured as error:
        run.trouble = error
    if query.pdfs:
        await _fetch(run, found)
    reports = await asyncio.to_thread(_reports, run, found)
    ended = Outcome(
        files=tuple(counted(report, run.missing) for report, _ in reports),
        unread=tuple(run.unread),
        trouble=run.trouble,
        dry_run=False,
        outage=found.trouble if found.unasked and run.trouble is None else "",
        resume_at=breaker.until if breaker.exhausted else None,
    )
    files = await asyncio.to_thread(_write, reports, ended.files, stands(ended))
    return replace(ended, files=tuple(files))


def _read(run: _Run) -> None:
    """Read every list, and refuse before anything is asked where nothing could be written."""
    with _ledger(run.settings) as ledger:
        run.issuers = issuers_of(run.settings, ledger)
        _read_lists(run)
        wanted = {row.referencia for file in run.files for row in file.rows if row.key is None}
        run.names = {referencia: names(referencia, ledger, run.issuers) for referencia in wanted}


def _read_lists(run: _Run) -> None:
    query = run.query
    taken: set[Path] = set()
    for path in query.files:
        try:
            typed, rows = read_list(path, run.issuers, examples=run.settings.takes_examples)
        except InputError as problem:
            run.unread.append(problem)
            continue
        destination = result_path(path, query.out, taken)
        check_writable(destination)
        taken.add(destination)
        run.files.append(_File(typed, rows, destination))


def _ledger(settings: Settings) -> AbstractContextManager[Ledger | None]:
    """The ledger, where there is one: it knows what a referencia was sent as."""
    return open_ledger(settings) if ledger_exists(settings) else nullcontext()


def _questions(run: _Run) -> list[Question]:
    issuers = run.issuers
    if run.query.days is not None:
        first, last = run.query.days
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return [Question(s.account, day, (s.name,)) for day in days for s in issuers.known]
    rows = [row for file in run.files for row in file.rows]
    numbered = [
        Question(account, span, (own.name,))
        for account in issuers.accounts
        for span in spans(row.key for row in rows if row.key is not None and row.account == account)
        if (own := issuers.asking(account, span.punto_venta)) is not None
    ]
    asked = sorted({name for many in run.names.values() for name in many})
    every = {a: tuple(s.name for s in issuers.known if s.account == a) for a in issuers.accounts}
    return [*numbered, *(Question(a, name, every[a]) for name in asked for a in every)]


async def _fetch(run: _Run, found: Found) -> None:
    """Download the PDFs that are not on disk; the links work today only."""
    downloader = Downloader(run.settings)
    slots = asyncio.Semaphore(run.settings.concurrency)

    async def one(shown: Shown) -> None:
        held = shown.held
        owner = run.issuers.account(shown.account)
        path = pdf_path(run.settings, owner, held.tipo, held.numero_emitido)
        if not path.is_file():
            try:
                async with slots:
                    part = await downloader.get(held.pdf_url, path)
                await asyncio.to_thread(part.finish)
            except (NoDocument, OSError):
                run.missing += 1
                return
        run.pdfs[shown.name] = path

    # without a point of sale nobody knows which file it would be
    known = [s for s in found.every if s.held.pdf_url and s.held.number and s.held.punto_venta]
    try:
        await asyncio.gather(*(one(shown) for shown in {s.name: s for s in known}.values()))
    finally:
        await downloader.close()


def _reports(run: _Run, found: Found) -> list[tuple[Report, Path]]:
    """What each result is to show, and where it is written."""
    query = run.query
    if query.days is not None:
        shown = sorted(found.by_day, key=_order)
        name = f"consulta-{query.days[0]:%Y-%m-%d}-{query.days[1]:%Y-%m-%d}"
        destination = (query.out or Path(FOLDER)) / f"{name}.resultado.xlsx"
        check_writable(destination)
        report = by_days(Path(name), shown, run.pdfs, run.settings)
        return [(report, destination)]
    return [
        (
            of_list(file.typed, answers(file.rows, run.names, found), run.pdfs, run.settings),
            file.destination,
        )
        for file in run.files
    ]


def _order(shown: Shown) -> tuple[date, str, str, int]:
    held = shown.held
    return held.fecha or date.max, shown.account, held.tipo, held.number or 0


def _write(
    reports: Sequence[tuple[Report, Path]], files: Sequence[FileOutcome], stands: Path | None
) -> list[FileOutcome]:
    return [
        replace(
            file,
            result=write_result(beside(report, stands or destination.parent), destination, stands),
        )
        for (report, destination), file in zip(reports, files, strict=True)
    ]
