"""`planilla emit`: issue what files ask for."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer

from planilla.commands.console import Watcher, one_clear_message, show, show_logs
from planilla.emission import Emission, Job, emit
from planilla.errors import SettingsError
from planilla.outcome import Outcome
from planilla.settings import Settings, load_settings


def command(
    files: Annotated[list[Path], typer.Argument(help="Spreadsheets of comprobantes.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results; default: resultados/ beside a file.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and check; ask nothing, write nothing.")
    ] = False,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Start the local service and use it.")
    ] = False,
    flow: Annotated[bool, typer.Option("--flow", help="Run as a Prefect flow.")] = False,
    concurrency: Annotated[
        int | None, typer.Option(min=1, max=64, help="Lanes side by side.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The summary as JSON on stdout.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell what is done, in logs.")] = False,
) -> None:
    """Issue the comprobantes of spreadsheets: validate, send, fetch the PDFs, write the results.

    Ends 0 when every row is done, 3 when some are invalid or rejected, 4 when
    some are pending or for review, 1 when it could not run.
    """
    show_logs(verbose=verbose)
    with one_clear_message():
        settings = load_settings(concurrency=concurrency)
        with _service(settings, sandbox=sandbox) as chosen:
            job = Job(tuple(files), chosen, out, dry_run)
            through_prefect = flow or bool(os.environ.get("PREFECT_API_URL"))
            with Watcher(quiet=as_json) as watch:
                outcome = _by_flow(job) if through_prefect else asyncio.run(_plainly(job, watch))
        show(outcome, as_json=as_json)
    raise typer.Exit(outcome.exit_code)


async def _plainly(job: Job, watch: Watcher) -> Outcome:
    current: list[Emission] = []

    def seen(run: Emission) -> None:
        current[:] = [run]
        watch(run)

    def stop(*_: Any) -> None:
        if not current or current[0].stopped:
            raise KeyboardInterrupt
        current[0].stop()  # what was sent is waited for; a second Ctrl-C does not wait

    before = signal.signal(signal.SIGINT, stop)
    try:
        return await emit(job, watch=seen)
    finally:
        signal.signal(signal.SIGINT, before)


def _by_flow(job: Job) -> Outcome:
    """The flow is found by name: the engine knows no Prefect."""
    found = list(entry_points(group="planilla.flows", name="emit"))
    if not found:
        raise SettingsError("the flows are not installed: run without --flow")
    outcome: Outcome = found[0].load()(job)
    return outcome


@contextmanager
def _service(settings: Settings, *, sandbox: bool) -> Iterator[Settings]:
    """The settings to work with: as they are, or those of a sandbox that lives as long."""
    if not sandbox:
        yield settings
        return
    from planilla.sandbox.server import Options, Sandbox

    home = settings.home / "sandbox"
    home.mkdir(parents=True, exist_ok=True)
    with Sandbox(Options(state=home / "service.jsonl")) as box:
        changes = {
            "base_url": box.url,
            "home": home,
            "ledger_url": None,
            **box.credentials,
        }
        yield load_settings(**{**settings.model_dump(exclude_unset=True), **changes})
