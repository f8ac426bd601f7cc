"""`planilla status`: what the ledger knows."""

from __future__ import annotations

import asyncio
from typing import Annotated

import simplejson
import typer
from rich.console import Console
from rich.table import Table

from planilla.commands.console import errors, one_clear_message, show_logs
from planilla.ledger.ledger import Ledger
from planilla.office import ledger_exists, open_ledger
from planilla.outcome import DONE, SOME_OPEN
from planilla.queue_news import News, ask_queue
from planilla.settings import Settings, load_settings
from planilla.standing import Standing, standing


def command(
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask the service what its queue has done.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on stdout.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell what is done, in logs.")] = False,
) -> None:
    """Counts and money by kind and state, open lanes, and what waits for a person.

    Ends 4 while something is pending, unknown or for review, else 0.
    """
    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings()
        found, news = Standing(), None
        if ledger_exists(settings):
            with open_ledger(settings) as ledger:
                news = _refreshed(settings, ledger) if refresh else None
                found = standing(ledger)
        if as_json:
            text = simplejson.dumps(found.summary(), use_decimal=True, ensure_ascii=False)
            print(text)  # noqa: T201
        else:
            _show(found, news)
        code = SOME_OPEN if found.waits or (news and (news.trouble or news.busy)) else DONE
    raise typer.Exit(code)


def _refreshed(settings: Settings, ledger: Ledger) -> News:
    return asyncio.run(ask_queue(settings, ledger, force=True))


def _show(found: Standing, news: News | None) -> None:
    if not found.counts:
        typer.echo("The ledger is empty.")
        return
    table = Table("operation", "state", "queue", "count", "total")
    for column in table.columns[3:]:
        column.justify = "right"
    for (kind, state, queue), count in sorted(found.counts.items()):
        amounts = found.money[kind, state, queue].items()
        money = ", ".join(f"{currency} {amount:,.2f}" for currency, amount in amounts)
        table.add_row(kind, state, queue, str(count), "" if kind == "resend" else money)
    Console(soft_wrap=True).print(table)
    if found.open_scopes:
        typer.echo(f"{sum(found.open_scopes.values())} to do in {len(found.open_scopes)} lane(s).")
    if found.reviews:
        typer.echo(f"{found.reviews} wait(s) for a person: planilla review")
    if news is not None:
        _tell(news)


def _tell(news: News) -> None:
    asked = sum(news.seen.values())
    parts = ", ".join(f"{count} {queue.value}" for queue, count in sorted(news.seen.items()))
    typer.echo(f"The queue was asked about {asked}" + (f": {parts}" if parts else "") + ".")
    for line in (*(f"busy: {scope}" for scope in news.busy), news.trouble):
        if line:
            errors.print(f"planilla: {line}", style="yellow", markup=False, highlight=False)
