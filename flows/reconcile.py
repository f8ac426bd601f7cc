"""The reconcile flow: invoices against payments, the service and ARCA; nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from flows.endings import NAMES, brought, told
from flows.places import results_folder
from flows.settings import settings as read_settings
from planilla.common.calendar import today
from planilla.common.day_range import MOST_DAYS
from planilla.common.errors import InputRefused
from planilla.common.exit_codes import COULD_NOT, SOME_WRONG
from planilla.reconcile.job import Reconcile, options_of, rules_of
from planilla.reconcile.sequence import Reconciliation, Reconciliations
from planilla.reconcile.sequence import reconcile as work
from planilla.settings.settings import Settings

Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]


@flow(name="reconcile", flow_run_name="conciliar", retries=0, persist_result=False)
@told
async def reconcile(
    invoices: list[str] | None = None,
    payments: list[str] | None = None,
    days: Days = 31,
    on_account: bool = False,
    out: str | None = None,
    profile: str | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
    sources: list[str] | None = None,
    ledger: bool = True,
    forget: bool = False,
    as_of: date | None = None,
    per_client: bool = False,
) -> State[Any]:
    """Match payments with invoices, and the ledger with the service.

    `invoices` and `payments` are paths on the machine that runs the flow, `days` how many days
    back the service is asked (0: not at all), or it is asked from `date_from` to `date_to`; `out`
    is the folder of the result (default: `resultados` beside the inbox), `profile` the only one
    whose comprobantes are compared. `sources` are declarations of the office's own, without
    `ledger` what planilla issued is not compared, with `forget` earlier payments are left out.
    `per_client` asks for a statement of account a client. `as_of` is a past day whose
    reconciliation is made again from the same files; the service is not asked then.
    Where profiles share a point of sale each is compared by itself, with a folder of its own in
    `out`.
    """
    settings = await read_settings()
    job = Reconcile(
        invoices=_paths(invoices),
        payments=_paths(payments),
        declarations=_paths(sources),
        service_days=None if as_of else _service_days(days, date_from, date_to),
        ledger=ledger,
        out=Path(out) if out else results_folder(settings),
        options=options_of(settings.reconcile, on_account=on_account),
        rules=rules_of(settings.reconcile),
        forget=forget,
        profile=profile,
        as_of=as_of,
        per_client=per_client,
    )
    done = await work(job, settings)
    for _, one in done.each:
        await _publish(one)
    return _state(done)


def run_job(job: Reconcile, settings: Settings) -> Reconciliations:
    """Run a reconciliation as this flow, in this process."""
    first, last = job.service_days or (None, None)
    return brought(
        reconcile,
        settings,
        Reconciliations,
        invoices=_names(job.invoices),
        payments=_names(job.payments),
        days=0,
        on_account=job.options.on_account,
        out=str(job.out),
        profile=job.profile,
        date_from=first,
        date_to=last,
        sources=_names(job.declarations),
        ledger=job.ledger,
        forget=job.forget,
        as_of=job.as_of,
        per_client=job.per_client,
    )


def _paths(names: list[str] | None) -> tuple[Path, ...]:
    return tuple(Path(name) for name in names or ())


def _names(paths: Sequence[Path]) -> list[str]:
    return [str(path) for path in paths]


def _service_days(days: int, first: date | None, last: date | None) -> tuple[date, date] | None:
    if first and last:
        return first, last
    if first or last:
        raise InputRefused("give both date_from and date_to, or how many days")
    return (today() - timedelta(days=days - 1), today()) if days else None


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


def _state(done: Reconciliations) -> State[Any]:
    message = "; ".join(
        f"{f'{profile}: ' if profile else ''}{_told(one)}" for profile, one in done.each
    )
    code = done.exit_code
    if code == COULD_NOT:
        return Failed(name=NAMES[code], message=message, data=done)
    name = "Con diferencias" if code == SOME_WRONG else NAMES[code]
    return Completed(name=name, message=message, data=done)


def _told(done: Reconciliation) -> str:
    found = done.reconciled
    text = f"{len(found.matching.pairs)} conciliados, {len(found.to_register)} por registrar"
    return f"{done.unread[0]} ({text})" if done.unread else text
