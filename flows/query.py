"""The query flow: what the service holds, of lists or of days, into a workbook."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.batches import publish, run_name, state_of
from flows.settings import settings as read_settings
from planilla.calendar import today
from planilla.outcome import Outcome
from planilla.querying.query import Query, ask

_given: ContextVar[Query | None] = ContextVar("query", default=None)
_outcome: ContextVar[list[Outcome] | None] = ContextVar("query_outcome", default=None)


@flow(name="query", flow_run_name=run_name("consultar"), retries=0, persist_result=False)
async def query(
    files: list[str],
    date_from: date | None = None,
    date_to: date | None = None,
    out: str | None = None,
    pdf: bool = True,
) -> State[Any]:
    """Ask the service; nothing is changed.

    `files` are lists on the machine that runs the flow; without any, all days from
    `date_from` to `date_to` (default: today). `out` is the folder of the result,
    `pdf` whether to download the PDFs that are not on disk.
    """
    days = (date_from, date_to or today()) if date_from and not files else None
    paths = tuple(Path(name) for name in files)
    asked = _given.get() or Query(
        paths, await read_settings(), days, Path(out) if out else None, pdf
    )
    outcome = await ask(asked)
    await publish(outcome, "query")
    holder = _outcome.get()
    if holder is not None:
        holder.append(outcome)
    return state_of(outcome)


def run_job(asked: Query) -> Outcome:
    """Run a query as this flow, in this process."""
    holder: list[Outcome] = []
    _given.set(asked)
    _outcome.set(holder)

    async def whole() -> None:
        await query([str(path) for path in asked.files], return_state=True)

    asyncio.run(whole())
    return holder[0]
