"""The resend flow: `planilla.batch.resend` as Prefect tasks.

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
from planilla.batch.resend import Resend
from planilla.batch.run_result import Outcome
from planilla.settings.settings import Settings


@flow(name="resend", flow_run_name=run_name("reenviar"), retries=0, persist_result=False)
@told
async def resend(
    files: list[str], out: str | None = None, dry_run: bool = False, again: bool = False
) -> State[Any]:
    """E-mail comprobantes again and write the result workbooks.

    `files` are paths on the machine that runs the flow, `out` the folder of the
    results (default: `resultados` beside each file); `dry_run` only checks; `again`
    sends also what was sent today.
    """
    return await run_batch(Resend(again), job_of(files, out, dry_run=dry_run))


def run_job(job: Job, settings: Settings, batch_kind: Resend) -> Outcome:
    """Run a job as this flow, in this process."""
    return brought(resend, settings, Outcome, **parameters(job), again=batch_kind.again)
