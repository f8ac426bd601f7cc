"""The retry flow: what an outage left pending, by the clock."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.batches import publish
from flows.endings import NAMES, told
from flows.settings import settings as read_settings
from planilla.batch.retry import retry as work_again
from planilla.common.exit_codes import COULD_NOT


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
    code = done.exit_code
    if code == COULD_NOT:
        troubles = [str(o.trouble or o.unread[0]) for o in done.outcomes if o.trouble or o.unread]
        return Failed(name=NAMES[code], message=f"{'; '.join(troubles)} ({message})")
    return Completed(name=NAMES[code], message=message if done.before else "nada pendiente")
