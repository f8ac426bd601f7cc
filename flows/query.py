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
from flows.endings import brought, told
from flows.places import results_folder
from flows.settings import settings as read_settings
from planilla.batch.run_result import Outcome
from planilla.common.calendar import today
from planilla.common.day_range import checked
from planilla.common.errors import InputRefused
from planilla.query.query import Query, ask

_given: ContextVar[Query | None] = ContextVar("query", default=None)
_outcome: ContextVar[list[Outcome] | None] = ContextVar("query_outcome", default=None)


@flow(
    name="query", flow_run_name=run_name("consultar", "por fecha"), retries=0, persist_result=False
)
@told
async def query(
    files: list[str] | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
    out: str | None = None,
    pdf: bool = True,
) -> State[Any]:
    """Ask the service; nothing is changed.

    `files` are lists on the machine that runs the flow; without any, all days from
    `date_from` to `date_to` (default: today). `out` is the folder of the result
    (default: `resultados` beside each list, or beside the inbox), `pdf` whether to
    download the PDFs that are not on disk.
    """
    asked = _given.get() or await _asked(files or [], date_from, date_to, out, pdf=pdf)
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

    async def whole() -> State[Any]:
        state: State[Any] = await query([str(path) for path in asked.files], return_state=True)
        return state

    return brought(holder, asyncio.run(whole()))


async def _asked(
    files: list[str], first: date | None, last: date | None, out: str | None, *, pdf: bool
) -> Query:
    settings = await read_settings()
    folder = Path(out) if out else None
    if files:
        if first or last:
            raise InputRefused("give files, or date_from and date_to, not both")
        return Query(tuple(Path(name) for name in files), settings, None, folder, pdf)
    days = checked(first or last or today(), last or today())
    return Query((), settings, days, folder or results_folder(settings), pdf)
