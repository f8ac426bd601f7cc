"""`planilla inbox`: process what was dropped in the folder."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Annotated, Any

import typer

from planilla.commands.console import errors, one_clear_message, show_logs
from planilla.inbox.folder import Folder
from planilla.inbox.sweep import Inbox
from planilla.inbox.work import Handled
from planilla.settings import load_settings


def command(
    watch: Annotated[bool, typer.Option("--watch", help="Go on until Ctrl-C.")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="The folder; default: PLANILLA_INBOX, or inbox/.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell what is done, in logs.")] = False,
) -> None:
    """Claim each dropped file, see what it is, process it, and put it beside its result.

    What is done goes to procesados/AAAA-MM-DD/, what needs mending to
    con_errores/, what an outage stopped to pendientes/ and is tried again.
    Several processes may share a folder. Ends with the worst exit code of its
    files.
    """
    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings()
        settings.credentials()
        inbox = Inbox(settings, Folder(folder or settings.inbox), tell=_tell)
        try:
            handled = asyncio.run(_run(inbox, watch=watch))
        finally:
            inbox.close()
        codes = {one.exit_code for one in handled}
        code = next((code for code in (1, 4, 3) if code in codes), 0)
    raise typer.Exit(code)


async def _run(inbox: Inbox, *, watch: bool) -> list[Handled]:
    def stop(*_: Any) -> None:
        if inbox.stopping:
            raise KeyboardInterrupt
        inbox.stopping = True  # the file at work is finished

    before = signal.signal(signal.SIGINT, stop)
    try:
        if not watch:
            return await inbox.settle()
        await inbox.watch()
        return []
    finally:
        signal.signal(signal.SIGINT, before)


def _tell(done: Handled) -> None:
    kind = done.kind.value if done.kind else "?"
    line = f"{done.name} ({kind}): {done.exit_code} -> {done.stands.parent}"
    errors.print(f"{line} {done.problem}".strip(), markup=False, highlight=False)
