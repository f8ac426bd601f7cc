"""`planilla template`: an empty spreadsheet that reads and validates."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planilla.commands.work.console import one_clear_message


class TemplateKind(StrEnum):
    """What the template is for."""

    COMPROBANTES = "comprobantes"
    PAGOS = "pagos"
    LISTA = "lista"


def command(
    kind: Annotated[TemplateKind, typer.Argument(help="What the spreadsheet holds.")],
    out: Annotated[Path, typer.Argument(help="The .xlsx to write.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
) -> None:
    """Write a spreadsheet with headings, lists to choose from, notes and examples."""
    from planilla.common.errors import OutputError
    from planilla.writing.template import write_template

    with one_clear_message():
        if out.suffix.lower() != ".xlsx":
            raise OutputError(f"{out.name}: a template is an .xlsx")
        if out.exists() and not force:
            raise OutputError(f"{out} exists: choose another name, or use --force")
        written = write_template(kind.value, out)
        typer.echo(f"Template: {written}")
