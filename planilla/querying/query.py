"""Asking what the service holds, from lists or by days, into a result workbook. Read only.

lists or days ─► questions ─► answers ─► missing PDFs ─► workbook
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from planilla.connection import connector
from planilla.dispatch.breaker import Breaker
from planilla.download import Downloader, NoDocument, pdf_path, store_pdf
from planilla.errors import InputError, Misconfigured, PlanillaError
from planilla.office import ACCOUNT
from planilla.outcome import FileOutcome, Outcome, check_writable
from planilla.pagos.lists import Listed, read_list
from planilla.querying.asking import Found, Question, ask_all
from planilla.querying.reporting import by_days, counted, of_list
from planilla.querying.spans import Span, spans
from planilla.rows.typed import Typed
from planilla.service.answers import Held
from planilla.service.key import Key
from planilla.settings import Settings
from planilla.workbook.report import Report
from planilla.workbook.result import FOLDER, result_path, write_result


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: lists of comprobantes, or (without files) days, both ends included."""

    files: tuple[Path, ...]
    settings: Settings
    days: tuple[date, date] | None = None
    out: Path | None = None
    pdfs: bool = True


@dataclass
class _File:
    typed: Typed
    rows: list[Listed]
    destination: Path


@dataclass
class _Run:
    """The state of one query."""

    query: Query
    files: list[_File] = field(default_factory=list)
    unread: list[InputError] = field(default_factory=list)
    trouble: PlanillaError | None = None
    pdfs: dict[str, Path] = field(default_factory=dict)
    missing: int = 0


async def ask(query: Query) -> Outcome:
    """Ask and write; raises `PlanillaError` kinds for what keeps it from beginning."""
    run = _Run(query)
    await asyncio.to_thread(_read, run)
    connect = connector(query.settings)
    settings = query.settings
    breaker = Breaker(settings.retry_seconds, settings.budget_seconds)
    found = Found()
    try:
        found = await ask_all(_questions(run), connect, breaker, settings.concurrency)
    except Misconfigured as error:
        run.trouble = error
        found.unasked = set(_questions(run))
    if query.pdfs:
        await _fetch(run, found)
    outcomes = await asyncio.to_thread(_write, run, found)
    return Outcome(
        files=tuple(outcomes),
        unread=tuple(run.unread),
        trouble=run.trouble,
        dry_run=False,
        outage=found.trouble if found.unasked and run.trouble is None else "",
        resume_at=breaker.until if breaker.exhausted else None,
    )


def _read(run: _Run) -> None:
    """Read every list, and refuse before anything is asked where nothing could be written."""
    taken: set[Path] = set()
    for path in run.query.files:
        try:
            typed, rows = read_list(path)
        except InputError as problem:
            run.unread.append(problem)
            continue
        destination = result_path(path, run.query.out, taken)
        check_writable(destination)
        taken.add(destination)
        run.files.append(_File(typed, rows, destination))


def _questions(run: _Run) -> list[Question]:
    if run.query.days is not None:
        first, last = run.query.days
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    rows = [row for file in run.files for row in file.rows]
    references = sorted({row.referencia for row in rows if row.key is None})
    return [*spans(row.key for row in rows if row.key is not None), *references]


async def _fetch(run: _Run, found: Found) -> None:
    """Download the PDFs that are not on disk; the links work today only."""
    downloader = Downloader(run.query.settings)
    slots = asyncio.Semaphore(run.query.settings.concurrency)

    async def one(held: Held) -> None:
        path = pdf_path(run.query.settings, ACCOUNT, held.tipo, held.numero_emitido)
        if not path.is_file():
            try:
                async with slots:
                    content = await downloader.get(held.pdf_url)
                await asyncio.to_thread(store_pdf, path, content)
            except (NoDocument, OSError):
                run.missing += 1
                return
        run.pdfs[held.comprobante] = path

    try:
        shown = {held.comprobante: held for held in all_of(found) if held.pdf_url and held.number}
        await asyncio.gather(*(one(held) for held in shown.values()))
    finally:
        await downloader.close()


def all_of(found: Found) -> list[Held]:
    """Everything that was shown, each comprobante once."""
    named = [held for many in found.by_reference.values() for held in many]
    every = [*found.by_key.values(), *named, *found.by_day]
    return list({(h.comprobante, h.external_reference): h for h in every}.values())


def _write(run: _Run, found: Found) -> list[FileOutcome]:
    query = run.query
    if query.days is not None:
        shown = sorted(found.by_day, key=lambda h: (h.fecha or date.max, h.tipo, h.number or 0))
        name = f"consulta-{query.days[0]:%Y-%m-%d}-{query.days[1]:%Y-%m-%d}"
        destination = (query.out or Path(FOLDER)) / f"{name}.resultado.xlsx"
        check_writable(destination)
        report = by_days(Path(name), shown, run.pdfs, query.settings)
        return [_outcome(run, report, destination)]
    return [
        _outcome(
            run,
            of_list(file.typed, _answers(file.rows, found), run.pdfs, query.settings),
            file.destination,
        )
        for file in run.files
    ]


def _answers(rows: Sequence[Listed], found: Found) -> dict[int, Sequence[Held] | None]:
    """What was shown for each row: nothing, or None where nobody answered."""
    unasked = [question for question in found.unasked if isinstance(question, Span)]
    answers: dict[int, Sequence[Held] | None] = {}
    for row in rows:
        if row.key is None:
            open_ = row.referencia in found.unasked
            answers[row.row] = None if open_ else found.by_reference.get(row.referencia, ())
        elif row.key in found.by_key:
            answers[row.row] = (found.by_key[row.key],)
        else:
            answers[row.row] = None if any(_inside(row.key, span) for span in unasked) else ()
    return answers


def _inside(key: Key, span: Span) -> bool:
    same = (span.tipo, span.punto_venta) == (key.tipo, key.punto_venta)
    return same and span.first <= (key.number or 0) <= span.last


def _outcome(run: _Run, report: Report, destination: Path) -> FileOutcome:
    return counted(report, write_result(report, destination), run.missing)
