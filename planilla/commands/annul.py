"""`planilla annul`: credit notes for what was issued wrongly, each once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planilla.commands import options


def command(
    files: Annotated[
        list[Path],
        typer.Argument(help="Results or lists; with a column anular, the rows that say SI."),
    ],
    reissue: Annotated[
        bool,
        typer.Option("--reissue", help="Issue the mended rows of what was annulled, each once."),
    ] = False,
    out: options.Out = None,
    dry_run: options.DryRun = False,
    sandbox: options.UseSandbox = False,
    concurrency: options.Concurrency = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Issue a credit note for each comprobante that files name: whole, and once.

    Writes a sheet of the notes (`.anulacion.xlsx`) and issues it as `planilla emit` would: what
    was annulled before is not annulled again. Ends as emit does, 3 when some are not annulled.

    With --reissue the files are the mended rows, each with the referencia of what it replaces or
    the numero_emitido of a result: those whose comprobante was annulled are issued, once.
    """
    from planilla.reading.process.parent import start

    start()  # it gets ready while what follows is imported

    if reissue:
        from planilla.annul.reissue import Reissue
        from planilla.commands.work.batch import run_batch

        run_batch(
            Reissue(),
            files,
            out=out,
            dry_run=dry_run,
            sandbox=sandbox,
            flow=False,
            concurrency=concurrency,
            as_json=as_json,
            verbose=verbose,
            has_flow=False,
        )
    from planilla.commands.work.annul import run

    run(
        files,
        out=out,
        dry_run=dry_run,
        sandbox=sandbox,
        concurrency=concurrency,
        as_json=as_json,
        verbose=verbose,
    )
