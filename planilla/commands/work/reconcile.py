"""Reconciling from the command line: plainly, or through Prefect, and what is shown of it."""

from __future__ import annotations

import asyncio
import os
from importlib.metadata import entry_points
from pathlib import Path

import simplejson
from rich.table import Table

from planilla.commands.work.console import Screen, errors
from planilla.common.errors import SettingsError
from planilla.reconcile.job import Reconcile
from planilla.reconcile.sequence import Reconciliation, reconcile
from schemas.sources.declaration import Declaration, WrongDeclaration, read_declaration


def declaration(path: Path) -> Declaration:
    """A source of the person's own; raises `SettingsError`."""
    try:
        return read_declaration(path)
    except WrongDeclaration as error:
        raise SettingsError(str(error)) from None


def run(job: Reconcile, *, flow: bool) -> Reconciliation:
    """Reconcile; the flow is found by name, because the engine knows no Prefect."""
    if not flow and not os.environ.get("PREFECT_API_URL"):
        return asyncio.run(reconcile(job))
    found = list(entry_points(group="planilla.flows", name="reconcile"))
    if not found:
        raise SettingsError("the flows are not installed: run without --flow")
    done: Reconciliation = found[0].load()(job)
    return done


def show(done: Reconciliation, *, as_json: bool) -> None:
    """What was found, for programs on stdout or for a person."""
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
    console = Screen()
    console.print(table)
    for problem in done.unread:
        errors.print(str(problem), style="red")
    if done.trouble:
        errors.print(f"planilla: {done.trouble}", style="yellow")
    console.print(f"Result: {done.result}")
    if done.to_pay is not None:
        console.print(f"To register: planilla pay {done.to_pay}")
