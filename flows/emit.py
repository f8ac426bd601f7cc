"""The emit flow: `planilla.batch.emit` as Prefect tasks, with what a person wants to see.

Parameters are paths and choices; settings and secrets come from the machine it
runs on. The state it ends in says whether rows are to be mended.
"""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.batches import job_of, parameters, run_batch, run_name
from flows.endings import brought, told
from planilla.batch.emit import Emit
from planilla.batch.job import Job
from planilla.batch.run_result import Outcome
from planilla.settings.settings import Settings


@flow(name="emit", flow_run_name=run_name("emitir"), retries=0, persist_result=False)
@told
async def emit(
    files: list[str],
    out: str | None = None,
    dry_run: bool = False,
    queued: bool = False,
    lots: bool = False,
) -> State[Any]:
    """Issue the comprobantes of spreadsheets and write their result workbooks.

    `files` are paths on the machine that runs the flow, `out` the folder of the
    results (default: `resultados` beside each file); `dry_run` only checks; `queued`
    sends to the service's queue instead of issuing at once; `lots` issues several of a
    point of sale and tipo by one request (as PLANILLA_LOTS does).
    """
    return await run_batch(Emit(queued), job_of(files, out, dry_run=dry_run), lots=lots)


def run_job(job: Job, settings: Settings, batch_kind: Emit) -> Outcome:
    """Run a job as this flow, in this process."""
    how = {"queued": batch_kind.queued, "lots": settings.lots}
    return brought(emit, settings, Outcome, **parameters(job), **how)
