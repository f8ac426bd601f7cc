"""`planilla pay`: register the payments of files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planilla.commands import options


def command(
    files: Annotated[list[Path], typer.Argument(help="Spreadsheets of payments.")],
    out: options.Out = None,
    dry_run: options.DryRun = False,
    sandbox: options.UseSandbox = False,
    flow: options.ThroughFlow = False,
    concurrency: options.Concurrency = None,
    result_format: options.Format = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Register payments on issued comprobantes, each once, and write the results.

    What cannot be told from the service's account is left for `planilla review`.
    """
    from planilla.reading.process.parent import start

    start()  # it gets ready while what follows is imported

    from planilla.batch.pay import Pay
    from planilla.commands.work.batch import run_batch

    run_batch(
        Pay(),
        files,
        out=out,
        dry_run=dry_run,
        sandbox=sandbox,
        flow=flow,
        concurrency=concurrency,
        result_format=result_format,
        as_json=as_json,
        verbose=verbose,
    )
