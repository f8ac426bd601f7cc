"""`planilla query`: what the service holds."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from planilla.commands import options
from planilla.commands.work.console import one_clear_message, show_logs
from planilla.common.calendar import today
from planilla.common.errors import InputRefused

FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]


def command(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Lists of comprobantes; without, --from and --to.")
    ] = None,
    date_from: Annotated[
        datetime | None, typer.Option("--from", formats=FORMATS, help="First day, included.")
    ] = None,
    date_to: Annotated[
        datetime | None, typer.Option("--to", formats=FORMATS, help="Last day, included.")
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf/--no-pdf", help="Download the PDFs that are not on disk.")
    ] = True,
    out: options.Out = None,
    sandbox: options.UseSandbox = False,
    flow: options.ThroughFlow = False,
    concurrency: options.Concurrency = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Ask for comprobantes, by list or by days, and write all that the service holds of them.

    Changes nothing. Ends 3 when the service does not have some, 4 when it could
    not be asked about some.
    """
    from planilla.reading.process.parent import start

    if files:
        start()  # it gets ready while what follows is imported

    from planilla.commands.work.query import run
    from planilla.commands.work.service_for import service_for
    from planilla.commands.work.standard_input import with_standard_input
    from planilla.commands.work.summary import show
    from planilla.query.query import Query
    from planilla.settings.settings import load_settings

    show_logs(verbose=verbose)
    with one_clear_message():
        days = _days(files or [], date_from, date_to)
        settings = load_settings(concurrency=concurrency)
        given, out = with_standard_input(files or [], out, settings)
        with service_for(settings, sandbox=sandbox, files=given) as chosen:
            query = Query(tuple(given), days, out, pdf)
            outcome = run(query, chosen, flow=flow)
        show(outcome, as_json=as_json)
    raise typer.Exit(outcome.exit_code)


def _days(
    files: list[Path], first: datetime | None, last: datetime | None
) -> tuple[date, date] | None:
    if files:
        if first or last:
            raise InputRefused("give files, or --from and --to, not both")
        return None
    if first is None:
        raise InputRefused("say what to ask: FILE, or --from DATE --to DATE")
    return first.date(), last.date() if last else today()
