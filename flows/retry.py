"""The retry flow: what an outage left pending, by the clock."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.batches import publish
from flows.endings import NAMES, told
from flows.settings import settings as read_settings
from planilla.exit_codes import COULD_NOT, DONE, SOME_OPEN
from planilla.retrying import retry as work_again


@flow(name="retry", flow_run_name="reintentar lo pendiente", retries=0, persist_result=False)
@told
async def retry() -> State[Any]:
    """Work what is still pending, whatever file it came from.

    A result that stands beside its file is written again.
    """
    done = await work_again(await read_settings())
    for outcome in done.outcomes:
        if outcome.files:
            await publish(outcome, "retry")
    message = f"pendientes: {done.before} antes, {done.after} después"
    if done.exit_code == COULD_NOT:
        trouble = next(o.trouble for o in done.outcomes if o.trouble is not None)
        return Failed(name=NAMES[COULD_NOT], message=f"{trouble} ({message})")
    if done.exit_code == DONE:
        return Completed(message=message if done.before else "nada pendiente")
    return Completed(name=NAMES[SOME_OPEN], message=message)
