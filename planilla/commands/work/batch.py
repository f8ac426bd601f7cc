"""Running a kind of batch from the command line: plainly, or through Prefect."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from planilla.batch.batch_kind import BatchKind
from planilla.batch.job import Job
from planilla.batch.run_result import Outcome
from planilla.batch.sequence import Batch, work
from planilla.commands.work.console import (
    one_clear_message,
    say_stopping,
    show_logs,
    stopped_by,
)
from planilla.commands.work.flow import by_flow, flow_of
from planilla.commands.work.service_for import service_for
from planilla.commands.work.standard_input import with_standard_input
from planilla.commands.work.summary import Watcher, show
from planilla.settings.result_format import ResultFormat
from planilla.settings.settings import Settings, load_settings


def run_batch(
    batch_kind: BatchKind,
    files: Sequence[Path],
    *,
    out: Path | None,
    dry_run: bool,
    sandbox: bool,
    flow: bool,
    concurrency: int | None,
    as_json: bool,
    verbose: bool,
    lots: bool = False,
    has_flow: bool = True,
    result_format: ResultFormat | None = None,
    check: bool = False,
    yes: bool = False,
) -> None:
    """Work the files and end the process with the run's exit code.

    A kind that has no flow is worked here, whatever server is named. With `check` the files are
    checked first, and nothing is sent where that found something; with `yes` it asks although
    that counts.
    """
    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings(
            concurrency=concurrency, lots=lots or None, result_format=result_format
        )
        files, out = with_standard_input(files, out, settings)
        with service_for(settings, sandbox=sandbox, files=files) as chosen:
            job = Job(tuple(files), out, dry_run)
            stopped = _stopped_by_check(files, chosen, out, yes=yes) if check else None
            if stopped is not None:
                outcome: Outcome = stopped
            elif has_flow and by_flow(asked=flow):
                outcome = flow_of(batch_kind.name)(job, chosen, batch_kind)
            else:
                with Watcher(quiet=as_json) as watch:
                    outcome = asyncio.run(plainly(job, chosen, batch_kind, watch))
        show(outcome, as_json=as_json)
    raise typer.Exit(outcome.exit_code)


def _stopped_by_check(
    files: Sequence[Path], settings: Settings, out: Path | None, *, yes: bool
) -> Outcome | None:
    from planilla.commands.work.check import stopped_by_check  # most runs do without

    return stopped_by_check(files, settings, out, yes=yes)


async def plainly(job: Job, settings: Settings, batch_kind: BatchKind, watch: Watcher) -> Outcome:
    """Work a job while a screen shows how far it is; the first Ctrl-C lets what was sent end."""
    current: list[Batch] = []

    def seen(run: Batch) -> None:
        current[:] = [run]
        watch(run)

    def stop(*_: Any) -> None:
        if not current or current[0].stopped:
            raise KeyboardInterrupt
        say_stopping()
        current[0].stop()  # what was sent is waited for; a second Ctrl-C does not wait

    with stopped_by(stop):
        return await work(job, settings, batch_kind, watch=seen)
