"""The inbox flow: what was dropped in the folder, each file beside its result."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.settings import settings as read_settings
from planilla.inbox.folder import Folder
from planilla.inbox.sweep import Inbox


@flow(name="inbox", flow_run_name="bandeja de entrada", retries=0, persist_result=False)
async def inbox() -> State[Any]:
    """Process what was dropped in the folder that the settings name (`PLANILLA_INBOX`)."""
    settings = await read_settings()
    office = Inbox(settings, Folder(settings.inbox))
    try:
        handled = await office.settle()
    finally:
        office.close()
    rows = [
        {
            "archivo": one.name,
            "qué es": one.kind.value if one.kind else "(no se sabe)",
            "dónde quedó": str(one.stands),
            "problema": one.problem,
        }
        for one in handled
    ]
    if not rows:
        return Completed(message="nada nuevo")
    description = "Qué pasó con cada archivo"
    await acreate_table_artifact(rows, key="inbox-summary", description=description)
    worst = {one.exit_code for one in handled}
    message = ", ".join(one.name for one in handled[:5])
    if worst == {0}:
        return Completed(message=message)
    name = "Con pendientes" if 4 in worst else "Con filas para corregir"
    return Completed(name=name, message=message)
