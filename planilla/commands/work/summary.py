"""How progress and summaries are shown."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import simplejson
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from planilla.batch.run_result import Outcome
from planilla.batch.sequence import Batch
from planilla.commands.work.console import Screen, errors
from planilla.writing.report import Estado

COLOURS = {
    Estado.EMITIDO: "green",
    Estado.YA_EMITIDO: "cyan",
    Estado.ENCOLADO: "cyan",
    Estado.PAGADO: "green",
    Estado.YA_PAGADO: "cyan",
    Estado.ENVIADO: "green",
    Estado.RECHAZADO: "red",
    Estado.INVALIDO: "dark_orange",
    Estado.PENDIENTE: "yellow",
    Estado.A_REVISAR: "magenta",
}


FINISHED = (
    Estado.EMITIDO,
    Estado.YA_EMITIDO,
    Estado.ENCOLADO,
    Estado.PAGADO,
    Estado.YA_PAGADO,
    Estado.ENVIADO,
)


class Watcher:
    """Progress: a bar on a terminal, a plain line every so often elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Progress | None = None
        self._task: Any = None
        self._told = -1

    def __enter__(self) -> Watcher:
        if errors.is_terminal and not self._quiet:
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=errors,
                transient=True,
            )
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, run: Batch) -> None:
        """Show how far a run is."""
        if self._quiet:
            return
        if self._bar is not None:
            if self._task is None:
                self._task = self._bar.add_task(run.batch_kind.name, total=run.all_turns)
            self._bar.update(self._task, completed=run.finished_turns)
            return
        tenth = 10 * run.finished_turns // max(run.all_turns, 1)
        if tenth != self._told:
            self._told = tenth
            done = f"{run.finished_turns} of {run.all_turns}"
            print(f"{run.batch_kind.name}: {done}", file=sys.stderr)  # noqa: T201


def show(outcome: Outcome, *, as_json: bool) -> None:
    """The summary: for programs on stdout, or for a person."""
    if as_json:
        print(simplejson.dumps(outcome.summary(), use_decimal=True, ensure_ascii=False))  # noqa: T201
        return
    console = Screen()
    for problem in outcome.unread:
        errors.print(str(problem), style="red")
    for file in outcome.files:
        table = Table("state", "rows", "comprobantes", "total", title=file.path.name)
        for column in table.columns[1:]:
            column.justify = "right"
        for estado in Estado:
            if file.rows.get(estado):
                money = file.money.get(estado, {})
                table.add_row(
                    Text(estado.value, style=COLOURS.get(estado, "white")),
                    str(file.rows[estado]),
                    str(file.comprobantes.get(estado, 0)),
                    ", ".join(f"{currency} {amount:,.2f}" for currency, amount in money.items()),
                )
        console.print(table)
        if file.result is not None:
            console.print(f"Result: {file.result}")
    for line in _remarks(outcome):
        errors.print(line, style="yellow")


def _stopped(outcome: Outcome) -> str:
    """What was done until somebody asked it to end, and how it goes on."""
    counts: Counter[Estado] = Counter()
    for file in outcome.files:
        counts.update(file.comprobantes)
    finished, waiting = sum(counts[one] for one in FINISHED), counts[Estado.PENDIENTE]
    return (
        f"Interrupted: {finished} finished, {waiting} waiting (PENDIENTE). Run the same command "
        "again to continue; what is finished is not done twice."
    )


def _remarks(outcome: Outcome) -> Iterator[str]:
    if outcome.trouble is not None:
        yield f"planilla: {outcome.trouble}"
    if outcome.stopped:
        yield _stopped(outcome)
    if outcome.carried:
        yield f"{outcome.carried} comprobante(s) left over from earlier files went along."
    for file in outcome.files:
        if file.missing_pdfs:
            yield f"{file.path.name}: {file.missing_pdfs} PDF(s) are missing; run again for them."
        for one in file.questions:
            yield (
                f"{file.path.name}: the heading «{one.written}» ({one.seen}) is not understood and "
                "may matter; its rows wait for one answer (planilla review)."
            )
    if outcome.busy:
        points = ", ".join(scope.split("|")[-1] for scope in outcome.busy)
        yield f"Another process is working on point(s) of sale {points}; run again later."
    if outcome.outage:
        until = f" after {outcome.resume_at:%d/%m/%Y %H:%M %Z}" if outcome.resume_at else " later"
        yield f"Stopped: {outcome.outage}. What is left is pending: run the same command{until}."
