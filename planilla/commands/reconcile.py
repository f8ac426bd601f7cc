"""`planilla reconcile`: invoices against payments, against the service, against ARCA."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from planilla.commands import options
from planilla.commands.work.console import one_clear_message, show_logs
from planilla.common.calendar import today

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
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=FORMATS,
            metavar="DAY",
            help="As of the end of a past day, from the same files; nothing to register.",
        ),
    ] = None,
    per_client: Annotated[
        bool, typer.Option("--per-client", help="A statement of account a client, in cuentas/.")
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
    from planilla.reading.process.parent import start

    start()  # it gets ready while what follows is imported

    from planilla.commands.work.reconcile import run, show
    from planilla.commands.work.service_for import service_for
    from planilla.reconcile.job import Reconcile, options_of, rules_of
    from planilla.settings.settings import load_settings

    show_logs(verbose=verbose)
    with one_clear_message():
        given = [*(invoices or ()), *(payments or ())]
        with service_for(load_settings(), sandbox=sandbox, files=given) as settings:
            job = Reconcile(
                invoices=tuple(invoices or ()),
                payments=tuple(payments or ()),
                declarations=tuple(source or ()),
                service_days=_days(from_service),
                ledger=ledger,
                out=out or Path("resultados"),
                options=options_of(settings.reconcile, on_account=on_account),
                rules=rules_of(settings.reconcile),
                forget=forget,
                profile=profile,
                as_of=as_of.date() if as_of else None,
                per_client=per_client,
            )
            done = run(job, settings, flow=flow)
        show(done, as_json=as_json)
    raise typer.Exit(done.exit_code)


def _days(given: tuple[datetime, datetime] | None) -> tuple[date, date] | None:
    if given is None:
        return None
    return given[0].date(), min(given[1].date(), today())
