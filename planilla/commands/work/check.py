"""Checking from the command line: what it costs is said, and agreed to where it counts."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import simplejson
import typer

from planilla.check.check import check
from planilla.check.questions import Cost
from planilla.commands.work.console import errors, one_clear_message, show_logs
from planilla.commands.work.service_for import service_for
from planilla.commands.work.standard_input import with_standard_input
from planilla.commands.work.summary import show
from planilla.settings.settings import load_settings


def run_check(
    files: Sequence[Path],
    *,
    yes: bool,
    out: Path | None,
    sandbox: bool,
    concurrency: int | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Check the files and end the process with the check's exit code."""
    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings(concurrency=concurrency)
        files, out = with_standard_input(files, out, settings)
        with service_for(settings, sandbox=sandbox, files=files) as chosen:

            def confirm(cost: Cost) -> bool:
                errors.print(told(cost))
                return _agreed(cost, free=yes or chosen.takes_examples)

            found = asyncio.run(check(tuple(files), chosen, confirm, out))
        if as_json:
            print(simplejson.dumps(found.summary(), use_decimal=True, ensure_ascii=False))  # noqa: T201
        else:
            show(found.outcome, as_json=False)
    raise typer.Exit(found.outcome.exit_code)


def told(cost: Cost) -> str:
    """What it costs, before anything is asked."""
    kept = f"; {cost.kept} answer(s) are kept from before" if cost.kept else ""
    if not cost.questions:
        return f"check: nothing is to be asked{kept}."
    which = ", ".join(f"{about.value} {count}" for about, count in sorted(cost.asked.items()))
    return (
        f"check: {cost.questions} question(s) to the service ({which}), {cost.counting} of which "
        f"count against the plan{kept}."
    )


def _agreed(cost: Cost, *, free: bool) -> bool:
    """A sandbox has no plan; a terminal is asked, anything else has to say `--yes`."""
    if free or not cost.counting:
        return True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return typer.confirm("Ask them?", err=True)
