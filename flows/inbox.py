"""The inbox flow: what was dropped in the folder, each file beside its result."""

from __future__ import annotations

import asyncio
import logging
from contextvars import ContextVar
from typing import Any

import httpx
from prefect import flow, runtime, tags
from prefect.artifacts import acreate_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectException
from prefect.states import Completed

from flows.endings import NAMES, told
from flows.settings import settings as read_settings
from planilla.common.exit_codes import COULD_NOT, DONE, SOME_OPEN, SOME_WRONG
from planilla.inbox.folder import Folder
from planilla.inbox.handle_file import Handled
from planilla.inbox.sweep import PAUSE_SECONDS, Inbox

NOTHING = "nada nuevo"
ENDED = {
    DONE: "todo hecho",
    SOME_WRONG: "hay filas para corregir",
    SOME_OPEN: "falta terminar",
    COULD_NOT: "no se pudo usar",
}
log = logging.getLogger(__name__)
_given: ContextVar[Inbox | None] = ContextVar("inbox", default=None)


@flow(name="inbox", flow_run_name="bandeja de entrada", retries=0, persist_result=False)
@told
async def inbox() -> State[Any]:
    """Process what was dropped in the folder that the settings name (`PLANILLA_INBOX`)."""
    handled = await _settle()
    names = ", ".join(one.name for one in handled[:3]) + (" …" if len(handled) > 3 else "")
    await _rename(f"bandeja: {names or NOTHING}")
    if not handled:
        return Completed(message=NOTHING)
    await acreate_table_artifact(
        [_row(one) for one in handled],
        key="inbox-summary",
        description="Qué pasó con cada archivo",
    )
    codes = {SOME_OPEN if one.waits else one.exit_code for one in handled}
    worst = next((code for code in (SOME_OPEN, SOME_WRONG, COULD_NOT) if code in codes), DONE)
    name = NAMES[SOME_WRONG if worst == COULD_NOT else worst]  # the file is what is to be mended
    return Completed(name=name, message=names)


async def watch(office: Inbox) -> None:
    """Run the flow in this process whenever something is due, until the inbox is to stop."""
    _given.set(office)
    while not office.stopping:
        if office.due():
            try:
                with tags("planilla", "inbox"):  # as the deployment's
                    await inbox(return_state=True)
            except (PrefectException, httpx.HTTPError):
                log.exception("no run could be made: tried again")
        await asyncio.sleep(PAUSE_SECONDS)


async def _settle() -> list[Handled]:
    given = _given.get()
    if given is not None:
        return await given.settle()
    settings = await read_settings()
    office = Inbox(settings, Folder(settings.inbox))
    try:
        return await office.settle()
    finally:
        office.close()


async def _rename(name: str) -> None:
    """What was there is known only at the end."""
    run = runtime.flow_run.id
    if run:
        async with get_client() as client:
            await client.update_flow_run(run, name=name)


def _row(one: Handled) -> dict[str, str]:
    return {
        "archivo": one.name,
        "qué es": one.kind.value if one.kind else "(no se sabe)",
        "cómo terminó": ENDED[SOME_OPEN if one.waits else one.exit_code],
        "dónde quedó": "/".join(one.stands.parent.parts[-2:]),
        "resultado": ", ".join(path.name for path in one.results),
        "problema": one.problem,
    }
