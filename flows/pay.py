"""The pay flow: `planilla.batch.pay` as Prefect tasks.

Parameters are paths and choices; settings and secrets come from the machine it
runs on. The state it ends in says whether rows are to be mended.
"""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.batches import job_of, parameters, run_batch, run_name
from flows.endings import brought, told
from planilla.batch.job import Job
from planilla.batch.pay import Pay
from planilla.batch.run_result import Outcome
from planilla.settings.settings import Settings


@flow(name="pay", flow_run_name=run_name("pagar"), retries=0, persist_result=False)
@told
async def pay(files: list[str], out: str | None = None, dry_run: bool = False) -> State[Any]:
    """Register the payments of spreadsheets and write their result workbooks.

    `files` are paths on the machine that runs the flow, `out` the folder of the
    results (default: `resultados` beside each file); `dry_run` only checks.
    """
    return await run_batch(Pay(), job_of(files, out, dry_run=dry_run))


def run_job(job: Job, settings: Settings, batch_kind: Pay) -> Outcome:  # noqa: ARG001 - as the others take it
    """Run a job as this flow, in this process."""
    return brought(pay, settings, Outcome, **parameters(job))
