"""What earlier runs left to a reconciliation, and what it leaves to later ones.

Payments that were seen, what people chose for them, and who pays for whom: in the ledger, so
that parts give the same as the whole, on any machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import polars as pl
from filelock import FileLock

from planilla.common.errors import InputError
from planilla.common.private_home import private_home
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Operation
from planilla.reconcile import closings
from planilla.reconcile.already_registered import OWN_SHEET, is_line, referencia_of
from planilla.reconcile.choices import chosen
from planilla.reconcile.closings_written import take_written
from planilla.reconcile.compare import reconciled
from planilla.reconcile.gather import Gathered
from planilla.reconcile.job import Reconcile
from planilla.reconcile.last_result import LastResult
from planilla.reconcile.learned import every, forget, learn, taught, then, written_in
from planilla.reconcile.seen_payments import (
    choices_until,
    nothing,
    remember,
    remembered,
    take_in,
    with_choices,
)
from planilla.reconcile.sheets.findings import Reconciled
from planilla.reconcile.statements import all_payments
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings

UNKNOWN_PAYMENT = (
    "Se eligió para el pago «{payment}», que no está entre los conciliados. Deje otra vez su "
    "extracto, y elija en el resultado nuevo."
)


def found_by_memory(
    job: Reconcile,
    settings: Settings,
    ledger: Ledger | None,
    gathered: Gathered,
    result: Path,
    standing: Sequence[Operation],
    mine: Set[str],
) -> Reconciled:
    """What comes of it, by what is remembered, which it adds to.

    The ledger remembers also where what it issued is not compared. Two that reconcile at once
    on a machine would each not know what the other sees just now.
    """
    name, home = job.profile or "", settings.home
    folder = home / "perfiles" / name if name else home
    private_home(folder)
    with (
        FileLock(folder / "conciliacion.lock"),
        nullcontext(ledger) if ledger else open_ledger(settings) as own,
    ):
        seen = own.seen_payments
        take_in(seen, name, folder)
        last = LastResult.at(job.choices or result)
        payments = _payments(job, own, name, gathered, last, standing)
        if job.as_of is None:
            stay, go = written_in(last)
            forget(seen, name, go, job.day)
            learn(seen, name, stay, job.day)
            gathered.faults += take_written(seen, name, last, job.day)
        known = then(every(seen, name), job.day)
        closed = closings.then(closings.every(seen, name), job.day)
        refused = [one for one in own.payments.put_off() if one.account in mine]
        found = reconciled(job, gathered, payments, standing, mine, known, closed, refused)
        if job.as_of is not None:
            return replace(found, learned=tuple(known))
        if pairs := taught(found.matching, known):
            learn(seen, name, pairs, job.day)
            known = every(seen, name)
        closings.keep(seen, name, (replace(one, until=job.day) for one in found.over))
        fresh = closings.found_in(found.matching, job.options, job.day)
        still = set(found.matching.payments["id"])
        closed = closings.keep_found(seen, name, fresh, still, found.paid)
        return replace(found, learned=tuple(known), closings=tuple(closed))


def _payments(
    job: Reconcile,
    own: Ledger,
    name: str,
    gathered: Gathered,
    last: LastResult,
    standing: Sequence[Operation],
) -> pl.DataFrame:
    """All payments that have been seen, with what people chose in the last result."""
    if job.as_of is not None:
        whole = _each_once(nothing(), gathered, _lines(standing))
        chosen_then = choices_until(own.seen_payments, name, job.as_of)
        return with_choices(whole, chosen_then, job.as_of)
    known = remembered(own.seen_payments, name)
    # a reconciliation that leaves the ledger out knows what it registered all the same
    done = _lines(own.payments.standing())
    whole = _each_once(nothing() if job.forget else known, gathered, done)
    whole = with_choices(whole, _chosen(job, gathered, last, whole), job.day)
    remember(own.seen_payments, name, known, whole)
    return whole


def _lines(standing: Sequence[Operation]) -> dict[str, str]:
    """The lines of statements that were registered, with their comprobantes."""
    return {referencia_of(one): one.comprobante for one in standing if is_line(one)}


def _each_once(
    known: pl.DataFrame, gathered: Gathered, registered: Mapping[str, str]
) -> pl.DataFrame:
    whole = all_payments(known, gathered, registered)
    # what was written to be registered is no other money than the line that it is of
    written_of = (pl.col("source") == OWN_SHEET) & pl.col("referencia").is_in(whole["id"].to_list())
    return whole.filter(~written_of.fill_null(False))


def _chosen(
    job: Reconcile, gathered: Gathered, last: LastResult, whole: pl.DataFrame
) -> dict[str, str]:
    """What a person chose in the last result, or in the one given."""
    choices = chosen(last)
    if unknown := sorted(set(choices).difference(whole["id"])) if job.choices else []:
        words = UNKNOWN_PAYMENT.format(payment=unknown[0])
        gathered.unread.append(InputError(last.path, words))
    return choices
