"""`planilla inbox`: process what was dropped in the folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planilla.commands import options
from planilla.commands.work.console import one_clear_message, show_logs
from planilla.common.exit_codes import SOME_OPEN, worst


def command(
    watch: Annotated[bool, typer.Option("--watch", help="Go on until Ctrl-C.")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="The folder; default: PLANILLA_INBOX, or inbox/.")
    ] = None,
    flow: options.ThroughFlow = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell what is done, in logs.")] = False,
) -> None:
    """Claim each dropped file, see what it is, process it, and put it beside its result.

    What is done goes to procesados/AAAA-MM-DD/, what needs mending to
    con_errores/, what an outage stopped to pendientes/ and is tried again.
    Several processes may share a folder. With --watch and --flow (or
    PREFECT_API_URL) each sweep is a Prefect run. Ends with the worst exit code of
    its files; 4 also while something stays in pendientes/.
    """
    from planilla.reading.process.parent import start

    start()  # it gets ready while what follows is imported

    import asyncio

    from planilla.commands.work.inbox import run, tell, tell_waiting
    from planilla.inbox.folder import Folder
    from planilla.inbox.sweep import Inbox
    from planilla.settings.settings import load_settings

    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings()
        settings.every_credential()
        inbox = Inbox(settings, Folder(folder or settings.inbox), tell=tell)
        try:
            handled = asyncio.run(run(inbox, watch=watch, flow=flow))
            waits = tell_waiting(inbox)
        finally:
            inbox.close()
    codes = [one.exit_code for one in handled]
    raise typer.Exit(worst([*codes, SOME_OPEN] if waits else codes))
