"""Reconciling from the command line: plainly, or through Prefect, and what is shown of it."""

from __future__ import annotations

import asyncio
from typing import Any

import simplejson
from rich.table import Table

from planilla.commands.work.console import Screen, errors
from planilla.commands.work.flow import by_flow, flow_of
from planilla.reconcile.job import Reconcile
from planilla.reconcile.sequence import Reconciliation, Reconciliations, reconcile
from planilla.settings.settings import Settings


def run(job: Reconcile, settings: Settings, *, flow: bool) -> Reconciliations:
    """Reconcile, plainly or as a flow."""
    if not by_flow(asked=flow):
        return asyncio.run(reconcile(job, settings))
    done: Reconciliations = flow_of("reconcile")(job, settings)
    return done


def show(done: Reconciliations, *, as_json: bool) -> None:
    """What was found, for programs on stdout or for a person; by profile where it was apart."""
    if as_json:
        told = {profile: _told(one) for profile, one in done.each}
        (alone,) = told.values() if len(told) == 1 else (None,)
        whole = alone or {"exit_code": done.exit_code, "profiles": told}
        print(simplejson.dumps(whole, use_decimal=True, ensure_ascii=False))  # noqa: T201
        return
    for profile, one in done.each:
        if len(done.each) > 1:
            Screen().print(f"Profile: {profile}")
        _show(one)


def _figures(done: Reconciliation) -> dict[str, Any]:
    found = done.reconciled
    return {
        "pairs": len(found.matching.pairs),
        "to_register": len(found.to_register),
        "already_registered": len(found.registered),
        "for_review": found.matching.review["pago"].n_unique(),
        "differences": len(found.comparison.findings),
        "gaps": len(found.comparison.gaps),
        "unreadable_rows": len(done.faults),
        "closes": found.closes,
        "search_cut": bool(found.matching.limited),
    }


def _told(done: Reconciliation) -> dict[str, Any]:
    return _figures(done) | {
        "exit_code": done.exit_code,
        "result": str(done.result),
        "payments": str(done.to_pay) if done.to_pay else None,
        "accounts": [str(path) for path in done.accounts],
        "unread": [{"file": str(e.path), "problem": e.message} for e in done.unread],
        "trouble": done.trouble or None,
    }


def _show(done: Reconciliation) -> None:
    table = Table("what", "how many")
    for name, value in _figures(done).items():
        table.add_row(name.replace("_", " "), str(value))
    console = Screen()
    console.print(table)
    for problem in done.unread:
        errors.print(str(problem), style="red")
    if done.trouble:
        errors.print(f"planilla: {done.trouble}", style="yellow")
    console.print(f"Result: {done.result}")
    if done.accounts:
        console.print(f"Statements of account: {len(done.accounts)} in {done.accounts[0].parent}")
    if done.to_pay is not None:
        console.print(f"To register: planilla pay {done.to_pay}")
