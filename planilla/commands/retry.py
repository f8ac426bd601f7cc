"""`planilla retry`: what outages left pending, whatever file it came from."""

from __future__ import annotations

import typer

from planilla.commands import options
from planilla.commands.work.console import one_clear_message, show_logs


def command(
    concurrency: options.Concurrency = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Work everything that is still pending; results beside their files are written again.

    Ends 0 when nothing is left, 4 while something is, 3 when rows of a file were
    refused, 1 when it could not run.
    """
    import asyncio

    from planilla.batch.retry import retry
    from planilla.commands.work.retry import tell
    from planilla.commands.work.summary import Watcher
    from planilla.settings.settings import load_settings

    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings(concurrency=concurrency)
        with Watcher(quiet=as_json) as watch:
            done = asyncio.run(retry(settings, watch=watch))
    tell(done, as_json=as_json)
    raise typer.Exit(done.exit_code)
