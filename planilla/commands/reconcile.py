"""`planilla reconcile`: invoices against payments, against the service, against ARCA."""

from __future__ import annotations

import asyncio
import os
from datetime import date, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import simplejson
import typer
from rich.console import Console
from rich.table import Table

from planilla.calendar import today
from planilla.commands import options
from planilla.commands.batch import service_for
from planilla.commands.console import errors, one_clear_message, show_logs
from planilla.errors import InputRefused, SettingsError
from planilla.matching.options import Options
from planilla.reconciling.run import Reconcile, Reconciliation, reconcile
from planilla.settings import load_settings
from schemas.sources.declaration import Declaration, WrongDeclaration, read_declaration

FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]


def command(
    invoices: Annotated[
        list[Path] | None, typer.Option(help="Invoices: our sheets, ARCA's, others'. Repeatable.")
    ] = None,
    payments: Annotated[
        list[Path] | None,
        typer.Option(help="Payments: our sheets, banks… Repeatable."),
    ] = None,
    source: Annotated[
        list[Path] | None, typer.Option(help="A declaration (TOML) of a source of your own.")
    ] = None,
    from_service: Annotated[
        tuple[datetime, datetime] | None,
        typer.Option(formats=FORMATS, metavar="FROM TO", help="Ask the service for these days."),
    ] = None,
    ledger: Annotated[
        bool, typer.Option("--ledger/--no-ledger", help="Compare what planilla issued, too.")
    ] = True,
    on_account: Annotated[
        bool, typer.Option("--on-account", help="Put what is left on the oldest documents.")
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Leave out the payments of earlier runs.")
    ] = False,
    profile: Annotated[
        str | None, typer.Option(help="Compare one profile's, where two share a point of sale.")
    ] = None,
    out: options.Out = None,
    sandbox: options.UseSandbox = False,
    flow: options.ThroughFlow = False,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Match payments with invoices and sources with each other; sends nothing.

    Writes conciliacion.resultado.xlsx and, for `planilla pay`,
    pagos_a_registrar.xlsx. Ends 0 when nothing is left to look at, 3 when there
    are differences or candidates to choose from, 4 when the service was not
    reached, 1 when a file could not be read.
    """
    show_logs(verbose=verbose)
    with one_clear_message():
        with service_for(load_settings(), sandbox=sandbox) as settings:
            job = Reconcile(
                settings=settings,
                invoices=tuple(invoices or ()),
                payments=tuple(payments or ()),
                declarations=tuple(_declaration(path) for path in source or ()),
                service_days=_days(from_service),
                ledger=ledger,
                out=out or Path("resultados"),
                options=Options(on_account=on_account),
                forget=forget,
                profile=profile,
            )
            done = _by_flow(job) if _through_prefect(flow=flow) else asyncio.run(reconcile(job))
        _show(done, as_json=as_json)
    raise typer.Exit(done.exit_code)


def _declaration(path: Path) -> Declaration:
    try:
        return read_declaration(path)
    except WrongDeclaration as error:
        raise SettingsError(str(error)) from None


def _days(given: tuple[datetime, datetime] | None) -> tuple[date, date] | None:
    if given is None:
        return None
    first, last = given[0].date(), given[1].date()
    if last < first:
        raise InputRefused("--from-service: the second day is before the first")
    return first, min(last, today())


def _through_prefect(*, flow: bool) -> bool:
    return flow or bool(os.environ.get("PREFECT_API_URL"))


def _by_flow(job: Reconcile) -> Reconciliation:
    found = list(entry_points(group="planilla.flows", name="reconcile"))
    if not found:
        raise SettingsError("the flows are not installed: run without --flow")
    done: Reconciliation = found[0].load()(job)
    return done


def _show(done: Reconciliation, *, as_json: bool) -> None:
    found = done.reconciled
    figures = {
        "pairs": len(found.matching.pairs),
        "to_register": len(found.to_register),
        "already_registered": len(found.registered),
        "for_review": found.matching.review["pago"].n_unique(),
        "differences": len(found.comparison.findings),
        "gaps": len(found.comparison.gaps),
        "unreadable_rows": len(done.faults),
        "closes": found.closes,
        "search_cut": found.matching.cut,
    }
    if as_json:
        more = {
            "exit_code": done.exit_code,
            "result": str(done.result),
            "payments": str(done.to_pay) if done.to_pay else None,
            "unread": [{"file": str(e.path), "problem": e.message} for e in done.unread],
            "trouble": done.trouble or None,
        }
        print(simplejson.dumps(figures | more, use_decimal=True, ensure_ascii=False))  # noqa: T201
        return
    table = Table("what", "how many")
    for name, value in figures.items():
        table.add_row(name.replace("_", " "), str(value))
    console = Console(soft_wrap=True)
    console.print(table)
    for problem in done.unread:
        errors.print(str(problem), style="red", markup=False, highlight=False)
    if done.trouble:
        errors.print(f"planilla: {done.trouble}", style="yellow", markup=False, highlight=False)
    console.print(f"Result: {done.result}", markup=False, highlight=False)
    if done.to_pay is not None:
        console.print(f"To register: planilla pay {done.to_pay}", markup=False, highlight=False)
