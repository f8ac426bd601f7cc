"""`planilla retry`: what outages left pending, whatever file it came from."""

from __future__ import annotations

import asyncio

import simplejson
import typer

from planilla.commands import options
from planilla.commands.console import Watcher, one_clear_message, show, show_logs
from planilla.retrying import Retried, retry
from planilla.settings import load_settings


def command(
    concurrency: options.Concurrency = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Work everything that is still pending; results beside their files are written again.

    Ends 0 when nothing is left, 4 while something is, 1 when it could not run.
    """
    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings(concurrency=concurrency)
        with Watcher(quiet=as_json) as watch:
            done = asyncio.run(retry(settings, watch=watch))
    _show(done, as_json=as_json)
    raise typer.Exit(done.exit_code)


def _show(done: Retried, *, as_json: bool) -> None:
    if as_json:
        found = {
            "before": done.before,
            "after": done.after,
            "runs": [outcome.summary() for outcome in done.outcomes],
        }
        print(simplejson.dumps(found, use_decimal=True, ensure_ascii=False))  # noqa: T201
        return
    for outcome in done.outcomes:
        show(outcome, as_json=False)
    typer.echo(f"{done.before} pending before, {done.after} after.")
