"""The emit flow: `planilla.emission`'s steps as Prefect tasks, with what a person wants to see.

    load ─► plan ─► lanes 1 of n … n of n ─► documents ─► report

Parameters are paths and choices; settings and secrets come from the machine it
runs on. The state it ends in says whether rows are to be mended.
"""

from __future__ import annotations

import asyncio
import os
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from uuid import UUID

os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
# without an API a flow starts a server of its own, and a busy machine takes its time
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")

from prefect import flow, runtime
from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.dress import as_task
from planilla import emission
from planilla.emission import Emission, Job
from planilla.outcome import COULD_NOT, DONE, SOME_OPEN, Outcome
from planilla.settings import load_settings

_job: ContextVar[Job | None] = ContextVar("job", default=None)
_outcome: ContextVar[list[Outcome] | None] = ContextVar("outcome", default=None)
NAMES = {SOME_OPEN: "Con pendientes", 3: "Con filas para corregir"}


def _run_name() -> str:
    files = runtime.flow_run.parameters.get("files") or []
    names = ", ".join(Path(str(name)).name for name in files[:3])
    return f"emitir {names}" + (" …" if len(files) > 3 else "")


@flow(name="emit", flow_run_name=_run_name, retries=0, persist_result=False)
async def emit(files: list[str], out: str | None = None, dry_run: bool = False) -> State[Any]:
    """Issue the comprobantes of spreadsheets and write their result workbooks.

    `files` are paths on the machine that runs the flow, `out` the folder of the
    results (default: `resultados` beside each file); `dry_run` only checks.
    """
    given = _job.get()
    job = given or Job(
        tuple(Path(name) for name in files), load_settings(), Path(out) if out else None, dry_run
    )
    progress = _Progress()
    outcome = await emission.emit(job, step=as_task, watch=progress.see)
    await progress.finish()
    await _publish(outcome)
    holder = _outcome.get()
    if holder is not None:
        holder.append(outcome)
    return _state(outcome)


def run_job(job: Job) -> Outcome:
    """Run a job as a flow in this process; its settings never become parameters."""
    holder: list[Outcome] = []
    _job.set(job)
    _outcome.set(holder)
    files = [str(path) for path in job.files]
    out = str(job.out) if job.out else None

    async def whole() -> None:
        await emit(files, out, job.dry_run, return_state=True)

    asyncio.run(whole())
    return holder[0]


def _state(outcome: Outcome) -> State[Any]:
    counts = ", ".join(f"{n} {estado.value}" for estado, n in outcome.rows.items())
    code = outcome.exit_code
    if code == COULD_NOT:
        reason = outcome.trouble or (outcome.unread[0] if outcome.unread else "")
        return Failed(message=f"{reason} ({counts})")
    if code == DONE:
        return Completed(message=counts)
    return Completed(name=NAMES[code], message=counts)


class _Progress:
    """A progress artifact, brought up to date at most once a second."""

    def __init__(self) -> None:
        self._run: Emission | None = None
        self._pump: asyncio.Task[None] | None = None

    def see(self, run: Emission) -> None:
        """Told by the engine after each turn."""
        self._run = run
        if self._pump is None:
            self._pump = asyncio.create_task(self._keep_up())

    async def _keep_up(self) -> None:
        artifact: UUID = await acreate_progress_artifact(
            progress=0.0, key="emit-progress", description="Comprobantes por emitir"
        )
        while True:
            await aupdate_progress_artifact(artifact, progress=self._share())
            if self._share() >= 100:
                return
            await asyncio.sleep(1)

    def _share(self) -> float:
        run = self._run
        return 0.0 if run is None else min(100.0, 100 * run.finished_turns / max(run.all_turns, 1))

    async def finish(self) -> None:
        """Show the last figure and stop."""
        if self._pump is not None and not self._pump.done():
            await asyncio.wait([self._pump], timeout=2)
            self._pump.cancel()


async def _publish(outcome: Outcome) -> None:
    """A table of what became of each file, and links to the results."""
    rows = [
        {
            "archivo": file.path.name,
            "estado": estado.value,
            "filas": count,
            "comprobantes": file.comprobantes.get(estado, 0),
            "total": ", ".join(
                f"{currency} {amount:,.2f}"
                for currency, amount in file.money.get(estado, {}).items()
            ),
        }
        for file in outcome.files
        for estado, count in file.rows.items()
    ]
    if rows:
        await acreate_table_artifact(rows, key="emit-summary", description="Qué pasó con cada fila")
    lines = [
        f"- [{file.path.name}]({file.result.absolute().as_uri()}): `{file.result}`"
        for file in outcome.files
        if file.result is not None
    ]
    lines += [f"- **{problem.path.name}**: {problem.message}" for problem in outcome.unread]
    if lines:
        text = "# Resultados\n\n" + "\n".join(lines)
        await acreate_markdown_artifact(text, key="emit-results", description="Dónde están")
