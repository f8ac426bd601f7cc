"""`planilla requeue`: retry, drop or re-date what is in the service's queue."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from planilla.commands import options
from planilla.commands.work.console import one_clear_message, show_logs
from planilla.common.errors import InputRefused
from planilla.common.exit_codes import DONE, SOME_OPEN, SOME_WRONG


def command(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Lists of comprobantes; without, all failures.")
    ] = None,
    drop: Annotated[
        bool, typer.Option("--drop", help="Take them out of the queue instead of retrying.")
    ] = False,
    date: Annotated[
        datetime | None,
        typer.Option(formats=["%d/%m/%Y", "%Y-%m-%d"], help="Change their date instead."),
    ] = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Send the queue's failures again; what failed for its data would fail again, and is told.

    Ends 0 when all of them wait or are issued, 3 when some failed, 4 when the
    service could not be asked.
    """
    from planilla.reading.process.parent import start

    if files:
        start()  # it gets ready while what follows is imported

    import asyncio

    from planilla.commands.work.requeue import show, targets_of
    from planilla.model.operation import Queue
    from planilla.queue.requeue import Action, requeue
    from planilla.settings.open_ledger import ledger_exists, open_ledger
    from planilla.settings.settings import load_settings

    show_logs(verbose=verbose)
    with one_clear_message():
        if drop and date is not None:
            raise InputRefused("--drop and --date are two things: choose one")
        if date is not None and not files:
            raise InputRefused("--date needs a FILE that says of which comprobantes")
        settings = load_settings()
        if not ledger_exists(settings):
            raise InputRefused("there is no ledger yet: nothing was queued")
        action = Action.DROP if drop else Action.DATE if date else Action.RETRY
        with open_ledger(settings) as ledger:
            targets = targets_of(ledger, ledger.issuers, files or [])
            day = date.date() if date else None
            done = asyncio.run(requeue(settings, ledger, targets, action, day))
            run = ledger.operations.run
        show(done, run, as_json=as_json)
        failed = any(o.queue is Queue.FAILED for o in done.operations.values())
        code = SOME_OPEN if done.trouble else SOME_WRONG if failed and not drop else DONE
    raise typer.Exit(code)
