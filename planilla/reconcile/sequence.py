"""Reconciling: sources ─► documents against documents ─► payments against documents ─► workbook.

Nothing is sent. What is found is written for a person, and as a file that
`planilla pay` takes as it is.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from filelock import FileLock

from planilla.batch.run_result import check_writable
from planilla.common.errors import InputError, InputRefused, PlanillaError
from planilla.common.exit_codes import COULD_NOT, DONE, SOME_OPEN, SOME_WRONG
from planilla.common.private_home import private_home
from planilla.ledger.ledger import Ledger
from planilla.model.issuers import Issuers
from planilla.reading.process.read_file import in_a_thread
from planilla.reconcile.already_registered import (
    OWN_SHEET,
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
from planilla.reconcile.seen_payments import nothing, remember, remembered, together
from planilla.reconcile.sheets.findings import Reconciled
from planilla.reconcile.sheets.write import write_payments, write_reconciliation
from planilla.settings.open_ledger import issuers_of, ledger_exists, open_ledger
from schemas.faults import Fault

UNKNOWN_PAYMENT = (
    "Se eligió para el pago «{payment}», que no está entre los conciliados. Deje otra vez su "
    "extracto, y elija en el resultado nuevo."
)
RESULT, TO_PAY = "conciliacion.resultado.xlsx", "pagos_a_registrar.xlsx"


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
    def exit_code(self) -> int:
        """1 when a file could not be read, 4 when the service was not reached, 3 on differences."""
        if self.unread:
            return COULD_NOT
        if self.trouble:
            return SOME_OPEN
        found = self.reconciled
        wrong = len(found.comparison.findings) + len(found.matching.review) + len(self.faults)
        return SOME_WRONG if wrong or not found.closes else DONE


async def reconcile(job: Reconcile) -> Reconciliation:
    """Compare everything and write the result; raises `PlanillaError` kinds."""
    result, to_pay = job.out / RESULT, job.out / TO_PAY
    check_writable(result)
    ledger = _ledger(job)
    every = issuers_of(job.settings, ledger)
    try:
        issuers = job.compared(every)
        gathered, trouble = await _gather(job, ledger, issuers)
        if len(gathered.sources) + bool(gathered.payments) == 0:
            raise _nothing(gathered)
        payments = await asyncio.to_thread(_payments, job, gathered, result)
        standing = ledger.payments.standing() if ledger else []
        mine = ledger.kin(issuers.accounts) if ledger else set()
        found = await asyncio.to_thread(reconciled, job, gathered, payments, standing, mine)
    finally:
        if ledger is not None:
            ledger.close()
    missing = [*(str(one) for one in gathered.unread), *([trouble] if trouble else [])]
    written = await asyncio.to_thread(write_reconciliation, found, gathered.faults, missing, result)
    pairs, cuit = found.to_register, job.cuit(every)
    paid = await asyncio.to_thread(write_payments, found, to_pay, cuit) if len(pairs) else None
    if paid is None:
        to_pay.unlink(missing_ok=True)  # an old one would look like something left to do
    return Reconciliation(
        written, paid, found, tuple(gathered.unread), tuple(gathered.faults), trouble
    )


def _nothing(gathered: Gathered) -> PlanillaError:
    if gathered.unread:
        return gathered.unread[0]
    return InputRefused(
        "nothing to compare: give --invoices, --payments, or --from-service",
        "Todavía no hay nada que conciliar: ni comprobantes emitidos ni cobros.",
    )


def _ledger(job: Reconcile) -> Ledger | None:
    wanted = job.ledger and ledger_exists(job.settings)
    return open_ledger(job.settings) if wanted else None


async def _gather(job: Reconcile, ledger: Ledger | None, issuers: Issuers) -> tuple[Gathered, str]:
    gathered, trouble = Gathered(), ""
    if ledger is not None:
        await read_ledger(gathered, ledger, issuers)
    if job.service_days is not None:
        trouble = await read_service(gathered, job.settings, issuers, job.service_days)
    await in_a_thread(
        read_files, gathered, job.invoices, job.payments, job.declarations, ledger, issuers
    )
    return gathered, trouble


def _payments(job: Reconcile, gathered: Gathered, result: Path) -> pl.DataFrame:
    """All payments that have been seen, with what people chose in the last result.

    Two that reconcile at once would each forget what the other has seen.
    """
    private_home(job.memory)
    with FileLock(job.memory / "conciliacion.lock"):
        whole = _seen(job, gathered, result)
        remember(job.memory, whole)
    return whole


def _seen(job: Reconcile, gathered: Gathered, result: Path) -> pl.DataFrame:
    whole = together(nothing() if job.forget else remembered(job.memory), gathered.payments)
    # what was written to be registered is no other money than the line that it is of
    written_of = (pl.col("source") == OWN_SHEET) & pl.col("referencia").is_in(whole["id"].to_list())
    whole = whole.filter(~written_of.fill_null(False))
    choices = chosen(job.choices or result)
    if unknown := sorted(set(choices).difference(whole["id"])) if job.choices else []:
        words = UNKNOWN_PAYMENT.format(payment=unknown[0])
        gathered.unread.append(InputError(job.choices or result, words))
    if choices:
        picks = pl.DataFrame(
            {"id": list(choices), "picked": list(choices.values())},
            schema={"id": pl.String, "picked": pl.String},
        )
        whole = (
            whole.join(picks, on="id", how="left")
            .with_columns(eleccion=pl.coalesce("picked", "eleccion"))
            .drop("picked")
            .sort("id")
        )
    return whole
