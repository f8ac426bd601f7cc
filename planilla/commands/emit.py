"""`planilla emit`: issue what files ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planilla.commands import options


def command(
    files: Annotated[list[Path], typer.Argument(help="Spreadsheets of comprobantes.")],
    queue: Annotated[
        bool, typer.Option("--queue", help="Send to the service's queue, which issues later.")
    ] = False,
    lots: Annotated[
        bool, typer.Option("--lots", help="Issue up to 20 of a point of sale and tipo a request.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Check first (planilla check); issue if nothing is to mend."),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="With --check: ask, though questions count.")
    ] = False,
    out: options.Out = None,
    dry_run: options.DryRun = False,
    sandbox: options.UseSandbox = False,
    flow: options.ThroughFlow = False,
    concurrency: options.Concurrency = None,
    result_format: options.Format = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Issue the comprobantes of spreadsheets: validate, send, fetch the PDFs, write the results.

    Ends 0 when every row is done, 3 when some are invalid or rejected, 4 when
    some are pending or for review, 1 when it could not run.
    """
    if check and dry_run:
        raise typer.BadParameter("--check asks the service, --dry-run asks nothing: use one")

    from planilla.reading.process.parent import start

    start()  # it gets ready while what follows is imported

    from planilla.batch.emit import Emit
    from planilla.commands.work.batch import run_batch

    run_batch(
        Emit(queue),
        files,
        out=out,
        dry_run=dry_run,
        sandbox=sandbox,
        flow=flow,
        concurrency=concurrency,
        lots=lots,
        check=check,
        yes=yes,
        result_format=result_format,
        as_json=as_json,
        verbose=verbose,
    )
