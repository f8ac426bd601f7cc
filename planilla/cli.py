"""The command line: `planilla <command>`."""

from __future__ import annotations

from typing import Annotated

import typer

from planilla.commands import (
    annul,
    check,
    emit,
    inbox,
    pay,
    query,
    reconcile,
    requeue,
    resend,
    retry,
    review,
    sandbox,
    serve_hooks,
    sheet,
    source,
    status,
    template,
    up,
)
from planilla.common.uncollected import ending, loading

app = typer.Typer(
    name="planilla",
    help="From spreadsheets to legal Argentine invoices: never twice, never lost, in order.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("emit")(emit.command)
app.command("check")(check.command)
app.command("annul")(annul.command)
app.command("pay")(pay.command)
app.command("query")(query.command)
app.command("resend")(resend.command)
app.command("reconcile")(reconcile.command)
app.command("source")(source.command)
app.command("sheet")(sheet.command)
app.command("requeue")(requeue.command)
app.command("retry")(retry.command)
app.command("inbox")(inbox.command)
app.command("status")(status.command)
app.command("review")(review.command)
app.command("serve-hooks")(serve_hooks.command)
app.command("template")(template.command)
app.command("up")(up.command)
app.command("sandbox")(sandbox.command)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("planilla"))
        raise typer.Exit


@app.callback()
def root(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    """Gather the commands."""


def main() -> None:
    """Run the command line."""
    loading()
    try:
        app()
    finally:
        ending()
