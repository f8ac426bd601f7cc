"""`planilla resend`: e-mail comprobantes again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planilla.commands import options


def command(
    files: Annotated[list[Path], typer.Argument(help="Lists of comprobantes.")],
    again: Annotated[
        bool, typer.Option("--again", help="Also those that were sent today already.")
    ] = False,
    out: options.Out = None,
    dry_run: options.DryRun = False,
    sandbox: options.UseSandbox = False,
    flow: options.ThroughFlow = False,
    concurrency: options.Concurrency = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """E-mail comprobantes again; only those issued with envia_por_mail."""
    from planilla.reading.process.parent import start

    start()  # it gets ready while what follows is imported

    from planilla.batch.resend import Resend
    from planilla.commands.work.batch import run_batch

    run_batch(
        Resend(again),
        files,
        out=out,
        dry_run=dry_run,
        sandbox=sandbox,
        flow=flow,
        concurrency=concurrency,
        as_json=as_json,
        verbose=verbose,
    )
