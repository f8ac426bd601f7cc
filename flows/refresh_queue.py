"""The refresh-queue flow: what the service's queue has done, asked by the clock."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.endings import told
from flows.settings import settings as read_settings
from planilla.queue.ask_every_point import ask_queue
from planilla.settings.open_ledger import open_ledger


@flow(
    name="refresh-queue",
    flow_run_name="preguntar por la cola",
    retries=0,
    persist_result=False,
)
@told
async def refresh_queue(force: bool = False) -> State[Any]:
    """Ask about what is in the queue and due; with `force`, about all of it.

    How long one waits between two questions about the same comprobante doubles
    up to an hour.
    """
    settings = await read_settings()
    with open_ledger(settings) as ledger:
        news = await ask_queue(settings, ledger, force=force)
    counts = ", ".join(f"{count} {queue.value}" for queue, count in sorted(news.seen.items()))
    message = counts or "nada por preguntar"
    if news.trouble or news.busy:
        return Completed(name="Con pendientes", message=f"{message}. {news.trouble}".strip())
    return Completed(message=message)
