"""The requeue flow: what failed in the service's queue, and not for its data, goes again."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.endings import told
from flows.settings import settings as read_settings
from planilla.model.operation import Queue
from planilla.queue.requeue import Action
from planilla.queue.requeue import requeue as send_again
from planilla.settings.open_ledger import open_ledger


@flow(name="requeue", flow_run_name="reintentar la cola", retries=0, persist_result=False)
@told
async def requeue() -> State[Any]:
    """Retry the queue's failures; those of data are only listed: they would fail again."""
    settings = await read_settings()
    with open_ledger(settings) as ledger:
        failed = [o for o in ledger.queue.inside() if o.queue is Queue.FAILED]
        done = await send_again(settings, ledger, failed, Action.RETRY)
    rows = [
        {
            "referencia": operation.referencia,
            "comprobante": operation.comprobante,
            "cola": operation.queue.value,
            "qué pasó": " ".join([*done.remarks.get(operation.id, []), *operation.errors]),
        }
        for operation in done.operations.values()
    ]
    if rows:
        await acreate_table_artifact(
            rows, key="requeue-summary", description="Qué pasó con cada uno"
        )
    message = f"{done.sent} de {len(rows)} reintentados"
    if done.trouble:
        return Completed(name="Con pendientes", message=f"{message}: {done.trouble}")
    left = any(operation.queue is Queue.FAILED for operation in done.operations.values())
    return Completed(name="Con filas para corregir" if left else None, message=message)
