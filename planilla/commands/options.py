"""The options that every command over files has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planilla.settings.result_format import ResultFormat

Out = Annotated[
    Path | None, typer.Option(help="Folder of the results; default: resultados/ beside a file.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Read and check; ask nothing, write nothing.")
]
UseSandbox = Annotated[bool, typer.Option("--sandbox", help="Start the local service and use it.")]
ThroughFlow = Annotated[bool, typer.Option("--flow", help="Run as a Prefect flow.")]
Concurrency = Annotated[int | None, typer.Option(min=1, max=64, help="Lanes side by side.")]
AsJson = Annotated[bool, typer.Option("--json", help="The summary as JSON on stdout.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Tell what is done, in logs.")]
Format = Annotated[
    ResultFormat | None,
    typer.Option("--format", help="csv: a CSV beside the workbook; auto: where the input is one."),
]
