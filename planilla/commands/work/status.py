"""What the ledger knows, shown to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.table import Table

from planilla.commands.work.console import Screen, errors
from planilla.commands.work.status_counts import Standing

if TYPE_CHECKING:  # most of the time nobody is asked
    from planilla.queue.ask_every_point import News

TRIED = "What was tried with --sandbox is in a ledger of its own: planilla status --sandbox"
FEW = 10  # failures told one by one


def show(found: Standing, news: News | None, hint: str = "") -> None:
    """Counts and money, what is open, and what the queue said when it was asked.

    `hint` says where else there is something, where here is nothing.
    """
    if found.history is not None and found.history.told:
        errors.print(f"planilla: {found.history.told}", style="yellow")
    if found.headings:
        typer.echo(f"{found.headings} heading(s) nobody has explained: planilla review")
    if not found.counts:
        if not found.headings:
            typer.echo(f"The ledger is empty. {hint}".strip())
        return
    table = Table("operation", "state", "queue", "count", "total")
    for column in table.columns[3:]:
        column.justify = "right"
    for (kind, state, queue), count in sorted(found.counts.items()):
        amounts = found.money[kind, state, queue].items()
        money = ", ".join(f"{currency} {amount:,.2f}" for currency, amount in amounts)
        table.add_row(kind, state, queue, str(count), "" if kind == "resend" else money)
    Screen().print(table)
    if found.open_scopes:
        typer.echo(f"{sum(found.open_scopes.values())} to do in {len(found.open_scopes)} lane(s).")
    if found.reviews:
        typer.echo(f"{found.reviews} wait(s) for a person: planilla review")
    _failures(found)
    if news is not None:
        _tell(news)


def _failures(found: Standing) -> None:
    """Why the queue could not issue them: the first few."""
    if not found.failures:
        return
    typer.echo(f"{len(found.failures)} failed in the queue: planilla requeue")
    for operation in found.failures[:FEW]:
        typer.echo(f"  {operation.referencia}: {' '.join(operation.errors)}")


def _tell(news: News) -> None:
    asked = sum(news.seen.values())
    parts = ", ".join(f"{count} {queue.value}" for queue, count in sorted(news.seen.items()))
    typer.echo(f"The queue was asked about {asked}" + (f": {parts}" if parts else "") + ".")
    for line in (*(f"busy: {scope}" for scope in news.busy), news.trouble):
        if line:
            errors.print(f"planilla: {line}", style="yellow")
