"""Undoing a registered payment from the command line."""

from __future__ import annotations

import typer

from planilla.commands.work.console import visible
from planilla.ledger.ledger import Ledger
from planilla.review.record_answers import Decision
from planilla.review.undo import is_undo
from planilla.review.undo import undo as record

__all__ = ["is_undo", "undo"]


def undo(ledger: Ledger, number: int, decision: Decision) -> None:
    """Record it, and say of what; raises `InputRefused`."""
    payment = record(ledger, number, decision)
    what = f"{payment.comprobante} {payment.moneda} {payment.total:,.2f}"
    typer.echo(visible(f"{number}: undone, {what} ({decision.who})"))
