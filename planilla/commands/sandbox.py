"""`planilla sandbox`: a TusFacturasAPP on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from planilla.commands.work.console import one_clear_message
from planilla.common.errors import SettingsError


def command(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 8765,
    state: Annotated[
        Path | None, typer.Option(help="Keep what is issued in this file; else in memory.")
    ] = None,
    latency: Annotated[float, typer.Option(help="Seconds of all that changes something.")] = 0.0,
    fault: Annotated[
        list[str] | None,
        typer.Option(help="KIND=PROBABILITY, as lost=0.05; may be repeated."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the faults' dice.")] = 0,
    dev_plan: Annotated[bool, typer.Option("--dev-plan", help="Answer with an empty CAE.")] = False,
    strict_search: Annotated[
        bool, typer.Option("--strict-search", help="Answer error S when a search finds nothing.")
    ] = False,
    pdf_life: Annotated[
        float | None, typer.Option(help="Seconds that a PDF link works; default: this day.")
    ] = None,
    hooks: Annotated[str | None, typer.Option(help="Send the queue's webhooks here.")] = None,
    hook_twice: Annotated[
        bool, typer.Option("--hook-twice", help="Deliver each webhook two times.")
    ] = False,
    queue_seconds: Annotated[float, typer.Option(help="Process the queue every so often.")] = 5.0,
    outage: Annotated[float, typer.Option(help="Seconds of an afip or maintenance fault.")] = 5.0,
    hook_token: Annotated[
        str | None,
        typer.Option(help="The secret that all webhooks carry; default: one a point of sale."),
    ] = None,
    switch: Annotated[
        list[str] | None,
        typer.Option(
            help="NAME=VALUE where the service's documents leave two ways open, as "
            "numeracion=last or quota=100; may be repeated."
        ),
    ] = None,
) -> None:
    """Serve a strict TusFacturasAPP on this machine, and print how to reach it."""
    from planilla.sandbox.server import Options, run
    from planilla.sandbox.service import Rehearsal

    with one_clear_message():
        rehearsal = Rehearsal(
            latency=latency,
            outage=outage,
            pdf_life=pdf_life,
            strict_search=strict_search,
            hook_twice=hook_twice,
        )
        for text in switch or []:
            _turn(rehearsal, text)
        rates = _rates(fault or [])
        options = Options(
            port,
            state,
            dev_plan,
            rates,
            seed,
            rehearsal,
            hooks=hooks,
            queue_seconds=queue_seconds,
            hook_token=hook_token,
        )
        try:
            run(options)
        except OSError as error:
            reason = error.strerror or str(error)
            raise SettingsError(f"port {port} cannot be used: {reason}") from error


def _turn(rehearsal: Any, text: str) -> None:
    """Set one of the switches that hold a single value."""
    from planilla.sandbox.rehearsal import SWITCHES

    name, _, value = text.partition("=")
    read = SWITCHES.get(name)
    if read is None:
        raise SettingsError(f"--switch {text}: the switches are {', '.join(SWITCHES)}")
    try:
        setattr(rehearsal, name, read(value))
    except (ValueError, ArithmeticError):
        raise SettingsError(f"--switch {text}: {value!r} is no value of it") from None


def _rates(texts: list[str]) -> dict[Any, float]:
    from planilla.sandbox.faults import Fault

    rates = {}
    for text in texts:
        name, _, chance = text.partition("=")
        try:
            rates[Fault(name)] = float(chance)
        except ValueError:
            known = ", ".join(fault.value for fault in Fault)
            raise SettingsError(f"--fault {text}: write KIND=PROBABILITY; kinds: {known}") from None
    return rates
