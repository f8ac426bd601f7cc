"""The reconcile flow: invoices against payments, the service and ARCA; nothing is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.endings import NAMES, brought, told
from flows.places import results_folder
from flows.settings import settings as read_settings
from planilla.common.calendar import today
from planilla.common.exit_codes import COULD_NOT, SOME_WRONG, worst
from planilla.reconcile.job import Reconcile
from planilla.reconcile.matching.options import Options
from planilla.reconcile.sequence import Reconciliation
from planilla.reconcile.sequence import reconcile as work

_given: ContextVar[Reconcile | None] = ContextVar("reconcile", default=None)
_done: ContextVar[list[Reconciliation] | None] = ContextVar("reconciliation", default=None)


@flow(name="reconcile", flow_run_name="conciliar", retries=0, persist_result=False)
@told
async def reconcile(
    invoices: list[str] | None = None,
    payments: list[str] | None = None,
    days: int = 31,
    on_account: bool = False,
    out: str | None = None,
    profile: str | None = None,
) -> State[Any]:
    """Match payments with invoices, and the ledger with the service.

    `invoices` and `payments` are paths on the machine that runs the flow, `days`
    how many days back the service is asked (0: not at all), `out` the folder of
    the result (default: `resultados` beside the inbox), `profile` the only one whose
    comprobantes are compared. Where profiles share a point of sale each is compared by
    itself, with a folder of its own in `out`.
    """
    job = _given.get() or await _asked(
        _paths(invoices), _paths(payments), days, Options(on_account=on_account), out
    )
    job = replace(job, profile=profile) if profile else job
    ended = []
    for one in job.apart():
        done = await work(one)
        await _publish(done)
        ended.append((one.profile, done))
    holder = _done.get()
    if holder is not None:
        holder.append(ended[0][1])
    return _state(ended)


def run_job(job: Reconcile) -> Reconciliation:
    """Run a reconciliation as this flow, in this process."""
    holder: list[Reconciliation] = []
    _given.set(job)
    _done.set(holder)

    async def whole() -> State[Any]:
        state: State[Any] = await reconcile(return_state=True)
        return state

    return brought(holder, asyncio.run(whole()))


def _paths(names: list[str] | None) -> tuple[Path, ...]:
    return tuple(Path(name) for name in names or ())


async def _asked(
    invoices: tuple[Path, ...],
    payments: tuple[Path, ...],
    days: int,
    options: Options,
    out: str | None,
) -> Reconcile:
    settings = await read_settings()
    return Reconcile(
        settings=settings,
        invoices=invoices,
        payments=payments,
        service_days=_back(days),
        out=Path(out) if out else results_folder(settings),
        options=options,
    )


def _back(days: int) -> tuple[date, date] | None:
    return (today() - timedelta(days=days - 1), today()) if days > 0 else None


async def _publish(done: Reconciliation) -> None:
    found = done.reconciled
    rows = [
        {"qué": "pagos conciliados", "cuántos": len(found.matching.pairs)},
        {"qué": "pagos por registrar", "cuántos": len(found.to_register)},
        {"qué": "pagos para revisar", "cuántos": found.matching.review["pago"].n_unique()},
        {"qué": "diferencias entre orígenes", "cuántos": len(found.comparison.findings)},
        {"qué": "números que faltan", "cuántos": len(found.comparison.gaps)},
    ]
    await acreate_table_artifact(rows, key="reconcile-summary", description="Qué se encontró")
    lines = [f"- **{done.result.name}**: `{done.result.absolute()}`"]
    if done.to_pay is not None:
        lines.append(
            f"- **{done.to_pay.name}**, para `pay` o la bandeja: `{done.to_pay.absolute()}`"
        )
    text = "# Resultados\n\n" + "\n".join(lines)
    await acreate_markdown_artifact(text, key="reconcile-results", description="Dónde están")


def _state(ended: Sequence[tuple[str | None, Reconciliation]]) -> State[Any]:
    message = "; ".join(
        f"{f'{profile}: ' if profile else ''}{_told(done)}" for profile, done in ended
    )
    code = worst(done.exit_code for _, done in ended)
    if code == COULD_NOT:
        return Failed(name=NAMES[code], message=message)
    name = "Con diferencias" if code == SOME_WRONG else NAMES[code]
    return Completed(name=name, message=message)


def _told(done: Reconciliation) -> str:
    found = done.reconciled
    text = f"{len(found.matching.pairs)} conciliados, {len(found.to_register)} por registrar"
    return f"{done.unread[0]} ({text})" if done.unread else text
