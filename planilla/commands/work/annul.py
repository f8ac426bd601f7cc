"""Annulling from the command line: plan, show what is not annulled, issue the notes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import typer

from planilla.annul.prepare import Prepared, prepare
from planilla.batch.emit import Emit
from planilla.batch.job import Job
from planilla.commands.work.batch import plainly
from planilla.commands.work.console import Screen, errors, one_clear_message, show_logs
from planilla.commands.work.service_for import service_for
from planilla.commands.work.standard_input import with_standard_input
from planilla.commands.work.summary import Watcher, show
from planilla.common.calendar import today
from planilla.common.errors import InputRefused
from planilla.common.exit_codes import SOME_WRONG, ExitCode, worst
from planilla.settings.open_ledger import ledger_exists, open_ledger
from planilla.settings.settings import load_settings

NOTHING = "nothing was issued with this PLANILLA_HOME: there is nothing to annul"


def run(
    files: Sequence[Path],
    *,
    out: Path | None,
    dry_run: bool,
    sandbox: bool,
    concurrency: int | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Work the files and end the process with the run's exit code."""
    show_logs(verbose=verbose)
    codes: list[ExitCode] = []
    with one_clear_message():
        settings = load_settings(concurrency=concurrency)
        files, out = with_standard_input(files, out, settings)
        with service_for(settings, sandbox=sandbox, files=files) as chosen:
            if not ledger_exists(chosen):
                raise InputRefused(NOTHING)
            with closing(open_ledger(chosen)) as ledger:
                plans = list(prepare(files, out, ledger, today()))
            _show(plans)
            sheets = tuple(plan.sheet for plan in plans if plan.sheet is not None)
            if any(plan.told for plan in plans):
                codes.append(SOME_WRONG)
            if sheets:
                job = Job(sheets, out or sheets[0].parent, dry_run)
                with Watcher(quiet=as_json) as watch:
                    outcome = asyncio.run(plainly(job, chosen, Emit(), watch))
                codes.append(outcome.exit_code)
        if sheets:
            show(outcome, as_json=as_json)
    raise typer.Exit(worst(codes))


def _show(plans: Sequence[Prepared]) -> None:
    """What is not annulled and why, what may come too late, and the sheets that are issued."""
    for plan in plans:
        for one in (*plan.told, *plan.late):
            named = f"{one.comprobante}: " if one.comprobante else ""
            errors.print(f"{plan.source.name}, fila {one.row}: {named}{one.why}", style="yellow")
        if plan.sheet is None:
            Screen().print(f"{plan.source.name}: nothing to annul")
        else:
            Screen().print(f"{plan.source.name}: {plan.notes} credit note(s), {plan.sheet}")
