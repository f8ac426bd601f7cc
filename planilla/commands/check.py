"""`planilla check`: what can be asked before issuing, is asked; nothing is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planilla.commands import options


def command(
    files: Annotated[list[Path], typer.Argument(help="Spreadsheets of comprobantes.")],
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask, though questions count against the plan.")
    ] = False,
    out: options.Out = None,
    sandbox: options.UseSandbox = False,
    concurrency: options.Concurrency = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Check spreadsheets against what ARCA and the service know of the receivers; issue nothing.

    Says first what it costs. Ends 0 when nothing is to be mended, 3 when some rows are, 1
    when it could not run or not everything could be asked.
    """
    from planilla.reading.process.parent import start

    start()  # it gets ready while what follows is imported

    from planilla.commands.work.check import run_check

    run_check(
        files,
        yes=yes,
        out=out,
        sandbox=sandbox,
        concurrency=concurrency,
        as_json=as_json,
        verbose=verbose,
    )
