"""`planilla requeue`: retry, drop or re-date what is in the service's queue."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import simplejson
import typer
from rich.console import Console
from rich.table import Table

from planilla.commands import options
from planilla.commands.console import COLOURS, errors, one_clear_message, show_logs
from planilla.concluding import estado_of
from planilla.errors import InputRefused
from planilla.issuers import Issuers
from planilla.ledger.ledger import Ledger
from planilla.ledger.model import Operation, Queue
from planilla.office import ledger_exists, open_ledger
from planilla.outcome import DONE, SOME_OPEN, SOME_WRONG
from planilla.pagos.lists import read_list
from planilla.requeueing import Action, Requeued, requeue
from planilla.settings import load_settings


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
            targets = _targets(ledger, settings.issuers, files or [])
            day = date.date() if date else None
            done = asyncio.run(requeue(settings, ledger, targets, action, day))
            run = ledger.operations.run
        _show(done, run, as_json=as_json)
        failed = any(o.queue is Queue.FAILED for o in done.operations.values())
        code = SOME_OPEN if done.trouble else SOME_WRONG if failed and not drop else DONE
    raise typer.Exit(code)


def _targets(ledger: Ledger, issuers: Issuers, files: list[Path]) -> list[Operation]:
    inside = ledger.queue.inside()
    if not files:
        return [operation for operation in inside if operation.queue is Queue.FAILED]
    wanted = {listed.referencia for path in files for listed in read_list(path, issuers)[1]}
    found = [operation for operation in inside if operation.referencia in wanted]
    missing = wanted - {operation.referencia for operation in found}
    if missing:
        names = ", ".join(sorted(missing)[:5])
        errors.print(f"planilla: not in the queue: {names}", style="yellow", markup=False)
    return found


def _show(done: Requeued, run: str, *, as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "referencia": operation.referencia,
                "estado": estado_of(operation, run).value,
                "queue": operation.queue.value,
                "remarks": done.remarks.get(operation.id, []),
            }
            for operation in done.operations.values()
        ]
        found = {"operations": rows, "sent": done.sent, "trouble": done.trouble or None}
        print(simplejson.dumps(found, ensure_ascii=False))  # noqa: T201
        return
    if not done.operations:
        typer.echo("Nothing of that is in the queue.")
        return
    table = Table("referencia", "comprobante", "estado", "remarks")
    for operation in done.operations.values():
        estado = estado_of(operation, run)
        remarks = [*done.remarks.get(operation.id, []), *operation.errors]
        colour = COLOURS.get(estado, "white")
        table.add_row(
            operation.referencia,
            operation.comprobante,
            f"[{colour}]{estado.value}[/]",
            " ".join(dict.fromkeys(remarks)),
        )
    Console().print(table)
