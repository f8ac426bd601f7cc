"""`planilla sheet`: describe another program's sheet once; it is read by itself ever after."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planilla.commands import options


def command(
    file: Annotated[Path, typer.Argument(help="A sheet of sales as the other program gives it.")],
    name: Annotated[str | None, typer.Option(help="What to call it: the program's name.")] = None,
    issuer: Annotated[
        str, typer.Option(help="Only sheets of this CUIT, where others write other columns.")
    ] = "",
    accept: Annotated[
        bool, typer.Option("--accept", help="Keep the proposal, where nothing is to be asked.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Describe it though it is read already.")
    ] = False,
    verbose: options.Verbose = False,
) -> None:
    """Propose how to read a sheet, ask what was guessed, show its first rows, keep it in `hojas/`.

    Without a terminal the proposal is written with what is to be confirmed, and is not read until
    it is renamed. Ends 0 when the sheet is read from now on, 4 when somebody has to confirm
    something, 1 when it could not be described.
    """
    from planilla.reading.process.parent import start

    start()  # it gets ready while what follows is imported

    from planilla.commands.work.console import one_clear_message, show_logs
    from planilla.commands.work.sheet import run
    from planilla.settings.settings import load_settings

    show_logs(verbose=verbose)
    with one_clear_message():
        code = run(file, load_settings(), name, issuer, accept=accept, again=again)
    raise typer.Exit(code)
