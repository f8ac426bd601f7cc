"""Reconciling: sources ─► documents against documents ─► payments against documents ─► workbook.

Nothing is sent. What is found is written for a person, and as a file that
`planilla pay` takes as it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from filelock import FileLock

from planilla.batch.run_result import check_writable
from planilla.common.errors import InputError, InputRefused, PlanillaError, SettingsError
from planilla.common.exit_codes import COULD_NOT, DONE, SOME_OPEN, SOME_WRONG, ExitCode, worst
from planilla.common.private_home import private_home
from planilla.ledger.ledger import Ledger
from planilla.model.issuers import Issuers
from planilla.model.operation import Operation
from planilla.reading.process.read_file import in_a_thread
from planilla.reconcile.already_registered import (
    OWN_SHEET,
    is_line,
    referencia_of,
)
from planilla.reconcile.choices import chosen
from planilla.reconcile.compare import reconciled
from planilla.reconcile.gather import (
    Gathered,
    read_files,
    read_ledger,
    read_service,
)
from planilla.reconcile.job import Reconcile
from planilla.reconcile.ledger_then import LedgerThen
from planilla.reconcile.seen_payments import (
    choices_until,
    nothing,
    remember,
    remembered,
    take_in,
    with_choices,
)
from planilla.reconcile.sheets.findings import Reconciled
from planilla.reconcile.sheets.write import write_payments, write_reconciliation
from planilla.reconcile.statements import all_payments
from planilla.settings.open_ledger import issuers_of, ledger_exists, open_ledger
from planilla.settings.settings import Settings
from schemas.faults import Fault
from schemas.sources.declaration import Declaration, WrongDeclaration, read_declaration

UNKNOWN_PAYMENT = (
    "Se eligió para el pago «{payment}», que no está entre los conciliados. Deje otra vez su "
    "extracto, y elija en el resultado nuevo."
)
RESULT, TO_PAY = ".resultado.xlsx", "pagos_a_registrar.xlsx"


@dataclass(frozen=True)
class Reconciliation:
    """What came of it: where it was written, and its figures."""

    result: Path
    to_pay: Path | None
    reconciled: Reconciled
    unread: tuple[InputError, ...]
    faults: tuple[tuple[Path, Fault], ...]
    trouble: str = ""

    @property
    def exit_code(self) -> ExitCode:
        """1 when a file could not be read, 4 when the service was not reached, 3 on differences."""
        if self.unread:
            return COULD_NOT
        if self.trouble:
            return SOME_OPEN
        found = self.reconciled
        wrong = len(found.comparison.findings) + len(found.matching.review) + len(self.faults)
        return SOME_WRONG if wrong or not found.closes else DONE


@dataclass(frozen=True)
class Reconciliations:
    """What came of each company by itself, with the profile that it was compared as, if any."""

    each: tuple[tuple[str | None, Reconciliation], ...]

    @property
    def exit_code(self) -> ExitCode:
        """The worst of them."""
        return worst(done.exit_code for _, done in self.each)


async def reconcile(job: Reconcile, settings: Settings) -> Reconciliations:
    """Compare, and write the results: whoever calls it, this is the sequence.

    Where profiles share a point of sale each is compared by itself, with a folder of its own in
    `out`. Raises `PlanillaError` kinds.
    """
    each = [
        (one.profile, await reconcile_one(one, settings)) for one in job.apart(settings.issuers)
    ]
    return Reconciliations(tuple(each))


async def reconcile_one(job: Reconcile, settings: Settings) -> Reconciliation:
    """Compare everything of one company, or of all that no number mixes up, and write it."""
    result = job.out / f"{job.name}{RESULT}"
    declarations = [_declaration(path) for path in job.declarations]
    check_writable(result)
    ledger = _ledger(job, settings)
    every = issuers_of(settings, ledger)
    try:
        issuers = job.compared(every)
        then = LedgerThen.at(ledger, job.as_of) if ledger else None
        gathered, trouble = await _gather(job, declarations, settings, then, issuers)
        if len(gathered.sources) + bool(gathered.statements) == 0:
            raise _nothing(gathered)
        standing = then.standing() if then else []
        payments = await asyncio.to_thread(
            _payments, job, settings, ledger, gathered, result, standing
        )
        mine = ledger.kin(issuers.accounts) if ledger else set()
        found = await asyncio.to_thread(reconciled, job, gathered, payments, standing, mine)
    finally:
        if ledger is not None:
            ledger.close()
    missing = [*(str(one) for one in gathered.unread), *([trouble] if trouble else [])]
    told = sorted([*gathered.faults, *gathered.notes], key=lambda one: (one[0].name, one[1].row))
    written = await asyncio.to_thread(write_reconciliation, found, told, missing, result)
    paid = await asyncio.to_thread(_to_pay, job, found, job.cuit(every))
    return Reconciliation(
        written, paid, found, tuple(gathered.unread), tuple(gathered.faults), trouble
    )


def _to_pay(job: Reconcile, found: Reconciled, cuit: str | None) -> Path | None:
    """What is to be registered, as a file for `planilla pay`; none of a past day."""
    to_pay = job.out / TO_PAY
    if job.as_of is not None:
        return None
    if len(found.to_register):
        return write_payments(found, to_pay, cuit)
    to_pay.unlink(missing_ok=True)  # an old one would look like something left to do
    return None


def _nothing(gathered: Gathered) -> PlanillaError:
    if gathered.unread:
        return gathered.unread[0]
    return InputRefused(
        "nothing to compare: give --invoices, --payments, or --from-service",
        "Todavía no hay nada que conciliar: ni comprobantes emitidos ni cobros.",
    )


def _declaration(path: Path) -> Declaration:
    try:
        return read_declaration(path)
    except WrongDeclaration as error:
        raise SettingsError(str(error)) from None


def _ledger(job: Reconcile, settings: Settings) -> Ledger | None:
    wanted = job.ledger and ledger_exists(settings)
    return open_ledger(settings) if wanted else None


async def _gather(
    job: Reconcile,
    declarations: Sequence[Declaration],
    settings: Settings,
    ledger: LedgerThen | None,
    issuers: Issuers,
) -> tuple[Gathered, str]:
    gathered, trouble = Gathered(), ""
    if ledger is not None:
        await read_ledger(gathered, ledger, ledger.ledger.kin(issuers.accounts))
    if job.service_days is not None:
        trouble = await read_service(gathered, settings, issuers, job.service_days)
    await in_a_thread(
        read_files, gathered, job.invoices, job.payments, declarations, ledger, issuers
    )
    if job.as_of is not None:
        gathered.until(job.as_of)
    return gathered, trouble


def _payments(
    job: Reconcile,
    settings: Settings,
    ledger: Ledger | None,
    gathered: Gathered,
    result: Path,
    standing: Sequence[Operation],
) -> pl.DataFrame:
    """All payments that have been seen, with what people chose in the last result.

    The ledger remembers them also where what it issued is not compared. Two that reconcile at
    once on a machine would each not know what the other sees just now.
    """
    name, home = job.profile or "", settings.home
    folder = home / "perfiles" / name if name else home
    private_home(folder)
    with (
        FileLock(folder / "conciliacion.lock"),
        nullcontext(ledger) if ledger else open_ledger(settings) as own,
    ):
        take_in(own.seen_payments, name, folder)
        if job.as_of is not None:
            whole = _each_once(nothing(), gathered, _lines(standing))
            chosen_then = choices_until(own.seen_payments, name, job.as_of)
            return with_choices(whole, chosen_then, job.as_of)
        known = remembered(own.seen_payments, name)
        # a reconciliation that leaves the ledger out knows what it registered all the same
        done = _lines(own.payments.standing())
        whole = _each_once(nothing() if job.forget else known, gathered, done)
        whole = with_choices(whole, _chosen(job, gathered, result, whole), job.day)
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
    job: Reconcile, gathered: Gathered, result: Path, whole: pl.DataFrame
) -> dict[str, str]:
    """What a person chose in the last result, or in the one given."""
    choices = chosen(job.choices or result)
    if unknown := sorted(set(choices).difference(whole["id"])) if job.choices else []:
        words = UNKNOWN_PAYMENT.format(payment=unknown[0])
        gathered.unread.append(InputError(job.choices or result, words))
    return choices
