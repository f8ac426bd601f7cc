"""Reconciling: sources ─► documents against documents ─► payments against documents ─► workbook.

Nothing is sent. What is found is written for a person, and as a file that
`planilla pay` takes as it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from filelock import FileLock

from planilla.batch.run_result import check_writable
from planilla.common.errors import InputError, InputRefused, PlanillaError
from planilla.common.exit_codes import COULD_NOT, DONE, SOME_OPEN, SOME_WRONG, ExitCode, worst
from planilla.common.private_home import private_home
from planilla.ledger.ledger import Ledger
from planilla.model.issuers import Issuers
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
    Known,
    read_files,
    read_ledger,
    read_service,
)
from planilla.reconcile.job import Reconcile
from planilla.reconcile.seen_payments import nothing, remember, remembered, take_in
from planilla.reconcile.sheets.findings import Reconciled
from planilla.reconcile.sheets.write import write_payments, write_reconciliation
from planilla.reconcile.sources.kept import declaration, standing
from planilla.reconcile.statements import all_payments
from planilla.settings.open_ledger import issuers_of, ledger_exists, open_ledger
from planilla.settings.settings import Settings
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
    result, to_pay = job.out / RESULT, job.out / TO_PAY
    known = Known(tuple(map(declaration, job.declarations)), standing(settings.home))
    check_writable(result)
    ledger = _ledger(job, settings)
    every = issuers_of(settings, ledger)
    try:
        issuers = job.compared(every)
        gathered, trouble = await _gather(job, known, settings, ledger, issuers)
        if len(gathered.sources) + bool(gathered.statements) == 0:
            raise _nothing(gathered)
        payments = await asyncio.to_thread(_payments, job, settings, ledger, gathered, result)
        registered = ledger.payments.standing() if ledger else []
        mine = ledger.kin(issuers.accounts) if ledger else set()
        found = await asyncio.to_thread(reconciled, job, gathered, payments, registered, mine)
    finally:
        if ledger is not None:
            ledger.close()
    missing = [*(str(one) for one in gathered.unread), *([trouble] if trouble else [])]
    told = sorted([*gathered.faults, *gathered.notes], key=lambda one: (one[0].name, one[1].row))
    written = await asyncio.to_thread(write_reconciliation, found, told, missing, result)
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


def _ledger(job: Reconcile, settings: Settings) -> Ledger | None:
    wanted = job.ledger and ledger_exists(settings)
    return open_ledger(settings) if wanted else None


async def _gather(
    job: Reconcile,
    known: Known,
    settings: Settings,
    ledger: Ledger | None,
    issuers: Issuers,
) -> tuple[Gathered, str]:
    gathered, trouble = Gathered(), ""
    if ledger is not None:
        await read_ledger(gathered, ledger, issuers)
    if job.service_days is not None:
        trouble = await read_service(gathered, settings, issuers, job.service_days)
    await in_a_thread(read_files, gathered, job.invoices, job.payments, known, ledger, issuers)
    return gathered, trouble


def _payments(
    job: Reconcile, settings: Settings, ledger: Ledger | None, gathered: Gathered, result: Path
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
        known = remembered(own.seen_payments, name)
        done = {
            referencia_of(one): one.comprobante for one in own.payments.standing() if is_line(one)
        }
        whole = _seen(job, nothing() if job.forget else known, gathered, result, done)
        remember(own.seen_payments, name, known, whole)
    return whole


def _seen(
    job: Reconcile,
    known: pl.DataFrame,
    gathered: Gathered,
    result: Path,
    registered: Mapping[str, str],
) -> pl.DataFrame:
    whole = all_payments(known, gathered, registered)
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
