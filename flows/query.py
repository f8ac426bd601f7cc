"""The query flow: what the service holds, of lists or of days, into a workbook."""

from __future__ import annotations

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
from planilla.common.errors import InputRefused
from planilla.query.query import Query, ask
from planilla.settings.settings import Settings
from planilla.writing.result_path import FOLDER


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
    settings = await read_settings()
    folder = Path(out) if out else None
    if files:
        if date_from or date_to:
            raise InputRefused("give files, or date_from and date_to, not both")
        asked = Query(tuple(Path(name) for name in files), None, folder, pdf)
    else:
        days = date_from or date_to or today(), date_to or today()
        asked = Query((), days, folder or results_folder(settings), pdf)
    outcome = await ask(asked, settings)
    await publish(outcome, "query")
    return state_of(outcome)


def run_job(asked: Query, settings: Settings) -> Outcome:
    """Run a query as this flow, in this process."""
    first, last = asked.days or (None, None)
    out = str(asked.out or Path(FOLDER)) if asked.days else asked.out and str(asked.out)
    return brought(
        query,
        settings,
        Outcome,
        files=[str(path) for path in asked.files],
        date_from=first,
        date_to=last,
        out=out,
        pdf=asked.pdfs,
    )
