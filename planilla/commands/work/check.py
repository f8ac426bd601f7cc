"""Checking from the command line: what it costs is said, and agreed to where it counts."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import simplejson
import typer

from planilla.batch.run_result import Outcome
from planilla.check.check import Checked, check
from planilla.check.questions import Cost
from planilla.commands.work.console import errors, one_clear_message, show_logs
from planilla.commands.work.service_for import service_for
from planilla.commands.work.standard_input import with_standard_input
from planilla.commands.work.summary import show
from planilla.common.exit_codes import DONE
from planilla.settings.settings import Settings, load_settings

PASSED = "check: nothing is to be mended; issuing."
STOPPED = "check: something is to be mended or is not known; nothing was issued."


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
            found = _checked(files, chosen, out, yes=yes)
        if as_json:
            print(simplejson.dumps(found.summary(), use_decimal=True, ensure_ascii=False))  # noqa: T201
        else:
            show(found.outcome, as_json=False)
    raise typer.Exit(found.outcome.exit_code)


def stopped_by_check(
    files: Sequence[Path], settings: Settings, out: Path | None, *, yes: bool
) -> Outcome | None:
    """Check files before they are issued: what it came to where nothing is to be issued, or None.

    That is where a row would be refused, a file cannot be read, or not everything was answered.
    """
    outcome = _checked(files, settings, out, yes=yes).outcome
    if outcome.exit_code == DONE:
        errors.print(PASSED)
        return None
    errors.print(STOPPED)
    return outcome


def _checked(files: Sequence[Path], settings: Settings, out: Path | None, *, yes: bool) -> Checked:
    def confirm(cost: Cost) -> bool:
        errors.print(told(cost))
        return _agreed(cost, free=yes or settings.takes_examples)

    return asyncio.run(check(tuple(files), settings, confirm, out))


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
