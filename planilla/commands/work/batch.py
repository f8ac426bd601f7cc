"""Running a kind of batch from the command line: plainly, or through Prefect."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import typer

from planilla.batch.batch_kind import BatchKind
from planilla.batch.job import Job
from planilla.batch.run_result import Outcome
from planilla.batch.sequence import Batch, work
from planilla.commands.work.console import one_clear_message, show_logs, stopped_by
from planilla.commands.work.summary import Watcher, show
from planilla.common.errors import SettingsError
from planilla.common.private_home import FOLDER, private_home
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
) -> None:
    """Work the files and end the process with the run's exit code."""
    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings(concurrency=concurrency)
        with service_for(settings, sandbox=sandbox, files=files) as chosen:
            job = Job(tuple(files), chosen, out, dry_run)
            if flow or os.environ.get("PREFECT_API_URL"):
                outcome = _by_flow(job, batch_kind)
            else:
                with Watcher(quiet=as_json) as watch:
                    outcome = asyncio.run(_plainly(job, batch_kind, watch))
        show(outcome, as_json=as_json)
    raise typer.Exit(outcome.exit_code)


async def _plainly(job: Job, batch_kind: BatchKind, watch: Watcher) -> Outcome:
    current: list[Batch] = []

    def seen(run: Batch) -> None:
        current[:] = [run]
        watch(run)

    def stop(*_: Any) -> None:
        if not current or current[0].stopped:
            raise KeyboardInterrupt
        current[0].stop()  # what was sent is waited for; a second Ctrl-C does not wait

    with stopped_by(stop):
        return await work(job, batch_kind, watch=seen)


def _by_flow(job: Job, batch_kind: BatchKind) -> Outcome:
    """The flow is found by name: the engine knows no Prefect."""
    found = list(entry_points(group="planilla.flows", name=batch_kind.name))
    if not found:
        raise SettingsError("the flows are not installed: run without --flow")
    outcome: Outcome = found[0].load()(job, batch_kind)
    return outcome


@contextmanager
def service_for(
    settings: Settings, *, sandbox: bool, files: Sequence[Path] = ()
) -> Iterator[Settings]:
    """The settings to work `files` with: as they are, or those of a sandbox that lives as long."""
    if not sandbox:
        yield settings
        return
    from planilla.commands.work.trial import trial
    from planilla.sandbox.server import Options, Sandbox

    home = settings.home / "sandbox"
    private_home(settings.home)
    home.mkdir(mode=FOLDER, exist_ok=True)
    with Sandbox(Options(state=home / "service.jsonl", queue_seconds=1.0)) as box:
        yield trial(settings, box, home, files)
