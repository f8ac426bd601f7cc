"""What the flows of a batch share: its steps as tasks, what a person sees, the state it ends in.

load ─► plan ─► lanes 1 of n … n of n ─► documents ─► report
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect import runtime
from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.dress import as_task
from flows.endings import NAMES
from flows.settings import settings as read_settings
from planilla.batch.batch_kind import BatchKind
from planilla.batch.job import Job
from planilla.batch.run_result import Outcome
from planilla.batch.sequence import Batch, work
from planilla.common.exit_codes import COULD_NOT
from planilla.common.money import written

NO_FILES = "Escriba en «files» la ruta de cada archivo, en la máquina que corre el trabajo."


def run_name(verb: str, nothing: str = "(sin archivos)") -> Callable[[], str]:
    """A name for runs: what is done, and to which files, or `nothing` without any."""

    def name() -> str:
        files = runtime.flow_run.parameters.get("files") or []
        names = ", ".join(Path(str(one)).name for one in files[:3])
        return f"{verb} {names or nothing}" + (" …" if len(files) > 3 else "")

    return name


async def run_batch(batch_kind: BatchKind, job: Job, *, lots: bool = False) -> State[Any]:
    """Work the files as tasks of the flow that calls it, and tell what became of them."""
    if not job.files:
        return Failed(name="Sin archivos", message=NO_FILES)
    progress = _Progress(batch_kind.name)
    settings = await read_settings()
    settings = settings.model_copy(update={"lots": True}) if lots else settings
    outcome = await work(job, settings, batch_kind, step=as_task, watch=progress.see)
    await progress.finish()
    await publish(outcome, batch_kind.name)
    return state_of(outcome)


def job_of(files: list[str], out: str | None, *, dry_run: bool) -> Job:
    """What a flow's parameters ask for."""
    return Job(tuple(Path(name) for name in files), Path(out) if out else None, dry_run)


def parameters(job: Job) -> dict[str, Any]:
    """A job as a flow's parameters."""
    files, out = [str(path) for path in job.files], str(job.out) if job.out else None
    return {"files": files, "out": out, "dry_run": job.dry_run}


def state_of(outcome: Outcome) -> State[Any]:
    """The state a run ends in: done, done with rows to mend, or failed."""
    counts = ", ".join(f"{n} {estado.value}" for estado, n in outcome.rows.items())
    code = outcome.exit_code
    if code == COULD_NOT:
        reason = outcome.trouble or (outcome.unread[0] if outcome.unread else "")
        message = f"{reason} ({counts})" if counts else str(reason)
        return Failed(name=NAMES[code], message=message, data=outcome)
    return Completed(name=NAMES[code], message=counts, data=outcome)


class _Progress:
    """A progress artifact, brought up to date at most once a second."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._run: Batch | None = None
        self._pump: asyncio.Task[None] | None = None

    def see(self, run: Batch) -> None:
        """Told by the engine after each turn."""
        self._run = run
        if self._pump is None:
            self._pump = asyncio.create_task(self._keep_up())

    async def _keep_up(self) -> None:
        artifact: UUID = await acreate_progress_artifact(
            progress=0.0, key=f"{self._name}-progress", description="Lo que falta"
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


async def publish(outcome: Outcome, name: str) -> None:
    """A table of what became of each file, and links to the results."""
    rows = [
        {
            "archivo": file.path.name,
            "estado": estado.value,
            "filas": count,
            "comprobantes": file.comprobantes.get(estado, 0),
            "total": ", ".join(
                f"{currency} {written(amount)}"
                for currency, amount in file.money.get(estado, {}).items()
            ),
        }
        for file in outcome.files
        for estado, count in file.rows.items()
    ]
    if rows:
        await acreate_table_artifact(
            rows, key=f"{name}-summary", description="Qué pasó con cada fila"
        )
    lines = [
        f"- **{file.path.name}**: `{file.result.absolute()}`"
        for file in outcome.files
        if file.result is not None
    ]
    lines += [f"- **{problem.path.name}**: {problem.message}" for problem in outcome.unread]
    if lines:
        text = "# Resultados\n\n" + "\n".join(lines)
        await acreate_markdown_artifact(text, key=f"{name}-results", description="Dónde están")
