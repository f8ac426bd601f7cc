"""Reconciling: sources ─► documents against documents ─► payments against documents ─► workbook.

Nothing is sent. What is found is written for a person, and as a file that
`planilla pay` takes as it is.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from planilla.batch.run_result import check_writable
from planilla.common.errors import InputError, InputRefused, PlanillaError
from planilla.common.exit_codes import COULD_NOT, DONE, SOME_OPEN, SOME_WRONG, ExitCode, worst
from planilla.ledger.ledger import Ledger
from planilla.model.issuers import Issuers
from planilla.reading.process.read_file import in_a_thread
from planilla.reconcile.gather import (
    Gathered,
    Known,
    read_files,
    read_ledger,
    read_service,
)
from planilla.reconcile.job import Reconcile
from planilla.reconcile.ledger_then import LedgerThen
from planilla.reconcile.memory import found_by_memory
from planilla.reconcile.sheets.account_book import FOLDER, write_accounts
from planilla.reconcile.sheets.findings import Reconciled
from planilla.reconcile.sheets.write import write_payments, write_reconciliation
from planilla.reconcile.sources.kept import declaration, standing
from planilla.settings.open_ledger import issuers_of, ledger_exists, open_ledger
from planilla.settings.settings import Settings
from schemas.faults import Fault

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
    accounts: tuple[Path, ...] = ()

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
    known = Known(tuple(map(declaration, job.declarations)), standing(settings.home))
    check_writable(result)
    ledger = _ledger(job, settings)
    every = issuers_of(settings, ledger)
    try:
        issuers = job.compared(every)
        then = LedgerThen.at(ledger, job.as_of) if ledger else None
        gathered, trouble = await _gather(job, known, settings, then, issuers)
        if len(gathered.sources) + bool(gathered.statements) == 0:
            raise _nothing(gathered)
        registered = then.standing() if then else []
        mine = ledger.kin(issuers.accounts) if ledger else set()
        found = await asyncio.to_thread(
            found_by_memory, job, settings, ledger, gathered, result, registered, mine
        )
    finally:
        if ledger is not None:
            ledger.close()
    missing = [*(str(one) for one in gathered.unread), *([trouble] if trouble else [])]
    told = sorted([*gathered.faults, *gathered.notes], key=lambda one: (one[0].name, one[1].row))
    written = await asyncio.to_thread(write_reconciliation, found, told, missing, result)
    paid = await asyncio.to_thread(_to_pay, job, found, job.cuit(every))
    accounts: tuple[Path, ...] = ()
    if job.per_client:
        accounts = await asyncio.to_thread(write_accounts, found, job.out / FOLDER)
    return Reconciliation(
        written, paid, found, tuple(gathered.unread), tuple(gathered.faults), trouble, accounts
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


def _ledger(job: Reconcile, settings: Settings) -> Ledger | None:
    wanted = job.ledger and ledger_exists(settings)
    return open_ledger(settings) if wanted else None


async def _gather(
    job: Reconcile,
    known: Known,
    settings: Settings,
    ledger: LedgerThen | None,
    issuers: Issuers,
) -> tuple[Gathered, str]:
    gathered, trouble = Gathered(), ""
    if ledger is not None:
        await read_ledger(gathered, ledger, ledger.ledger.kin(issuers.accounts))
    if job.service_days is not None:
        trouble = await read_service(gathered, settings, issuers, job.service_days)
    await in_a_thread(read_files, gathered, job.invoices, job.payments, known, ledger, issuers)
    if job.as_of is not None:
        gathered.until(job.as_of)
    return gathered, trouble
