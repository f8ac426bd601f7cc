"""Reconciling: sources ─► documents against documents ─► payments against documents ─► workbook.

Nothing is sent. What is found is written for a person, and as a file that
`planilla pay` takes as it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from filelock import FileLock

from planilla.calendar import today
from planilla.errors import InputError, InputRefused, PlanillaError
from planilla.exit_codes import COULD_NOT, DONE, SOME_OPEN, SOME_WRONG
from planilla.issuers import Issuers
from planilla.ledger.ledger import Ledger
from planilla.ledger.model import Operation
from planilla.matching.aging import aging
from planilla.matching.compare import Comparison, compare
from planilla.matching.engine import Matching, match
from planilla.matching.frames import MONEY
from planilla.matching.options import Options
from planilla.matching.sources.naming import in_one_cell
from planilla.office import ledger_exists, open_ledger
from planilla.outcome import check_writable
from planilla.reconciling.choices import chosen
from planilla.reconciling.found import Reconciled
from planilla.reconciling.gathering import (
    Gathered,
    merged,
    read_files,
    read_ledger,
    read_service,
)
from planilla.reconciling.seen import nothing, remember, remembered, together
from planilla.reconciling.sheets import write_payments, write_reconciliation
from planilla.reconciling.twice import (
    OWN_SHEET,
    Motives,
    by_hand,
    elsewhere,
    is_line,
    of_sheets,
    referencia_of,
)
from planilla.settings import Settings
from schemas.faults import Fault
from schemas.sources.declaration import Declaration
from schemas.tables import TIPOS

REGISTERED: dict[str, pl.DataType] = {
    "pago": pl.String(),
    "comprobante": pl.String(),
    "importe": MONEY,
    "estado": pl.String(),
}
NOT_OWED = [tipo.name for tipo in TIPOS.values() if not tipo.is_owed]
RESPELLED = (
    "Puede ser un cobro que ya vino en otro archivo, escrito de otro modo: «{words}». Si es otro, "
    "elija su comprobante; si es el mismo, NINGUNO."
)
UNKNOWN_PAYMENT = (
    "Se eligió para el pago «{payment}», que no está entre los conciliados. Deje otra vez su "
    "extracto, y elija en el resultado nuevo."
)
RESULT, TO_PAY = "conciliacion.resultado.xlsx", "pagos_a_registrar.xlsx"


@dataclass(frozen=True)
class Reconcile:
    """What is compared: files, and whether the ledger and some days of the service too.

    `choices` is the result in which a person chose; by default, the last one in `out`.
    """

    settings: Settings
    invoices: tuple[Path, ...] = ()
    payments: tuple[Path, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    service_days: tuple[date, date] | None = None
    ledger: bool = True
    out: Path = Path("resultados")
    options: Options = field(default_factory=Options)
    forget: bool = False
    day: date = field(default_factory=today)
    profile: str | None = None
    choices: Path | None = None

    @property
    def issuers(self) -> Issuers:
        """Whose comprobantes are compared: everybody's, or one profile's.

        `InputRefused` when a number could be of two of them.
        """
        every = self.settings.issuers
        if self.profile is not None:
            if self.profile not in every.accounts:
                names = ", ".join(every.accounts)
                raise InputRefused(f"there is no profile «{self.profile}»: there are {names}")
            return Issuers(every.account(self.profile))
        if every.shared:
            point, names = every.shared[0], ", ".join(every.accounts)
            raise InputRefused(
                f"several profiles have point of sale {point}: say which with --profile ({names})",
                f"Varios perfiles tienen el punto de venta {point} ({names}), y el archivo no dice "
                "de cuál es: lo concilia quien maneja planilla, con planilla reconcile --profile.",
            )
        return every

    def apart(self) -> list[Reconcile]:
        """One for each profile where a number alone does not say whose it is; else itself.

        Files of payments are not dealt out: one of them is of one company.
        """
        every = self.settings.issuers
        if self.profile is not None or not every.shared or self.payments:
            return [self]
        return [replace(self, profile=a, out=self.out / a) for a in every.accounts]

    @property
    def cuit(self) -> str | None:
        """The issuer's CUIT where a point of sale alone does not say whose it is."""
        mine = self.issuers.known[0].digits if self.profile else None
        return mine if self.settings.issuers.shared else None

    @property
    def memory(self) -> Path:
        """Where the payments that have been seen are kept."""
        home = self.settings.home
        return home if self.profile is None else home / "perfiles" / self.profile


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
    try:
        gathered, trouble = await _gather(job, ledger)
        if len(gathered.sources) + bool(gathered.payments) == 0:
            raise _nothing(gathered)
        payments = await asyncio.to_thread(_payments, job, gathered, result)
        standing = ledger.payments.standing() if ledger else []
        found = await asyncio.to_thread(_compare, job, gathered, payments, standing)
    finally:
        if ledger is not None:
            ledger.close()
    written = await asyncio.to_thread(write_reconciliation, found, gathered.faults, result)
    pairs = found.to_register
    paid = await asyncio.to_thread(write_payments, found, to_pay, job.cuit) if len(pairs) else None
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


async def _gather(job: Reconcile, ledger: Ledger | None) -> tuple[Gathered, str]:
    gathered, trouble = Gathered(), ""
    if ledger is not None:
        await read_ledger(gathered, ledger, job.issuers)
    if job.service_days is not None:
        trouble = await read_service(gathered, job.settings, job.issuers, job.service_days)
    await asyncio.to_thread(
        read_files, gathered, job.invoices, job.payments, job.declarations, ledger, job.issuers
    )
    return gathered, trouble


def _payments(job: Reconcile, gathered: Gathered, result: Path) -> pl.DataFrame:
    """All payments that have been seen, with what people chose in the last result.

    Two that reconcile at once would each forget what the other has seen.
    """
    job.memory.mkdir(parents=True, exist_ok=True)
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


def _compare(
    job: Reconcile, gathered: Gathered, payments: pl.DataFrame, standing: Sequence[Operation]
) -> Reconciled:
    comparison: Comparison = compare(gathered.sources)
    ours = [one for one in standing if one.account in job.issuers.accounts]
    by_sheet, doubted = of_sheets(payments, ours)
    registered = _registered(ours, by_sheet)
    left = _less(payments, registered)
    rounding = Decimal(job.options.rounding_cents) / 100
    # the cent that a registered payment had too much is nobody's debt
    cent = pl.col("used").is_not_null() & (pl.col("importe") <= rounding)
    open_payments, rounded = left.filter(~cent).drop("used"), left.filter(cent)
    doubted |= _respelled(payments) | elsewhere(standing, job.issuers.accounts)
    documents = merged(gathered.sources).filter(~pl.col("tipo").is_in(NOT_OWED))
    matching = _match(job, documents, open_payments, ours, doubted)
    owed = aging(matching.documents, job.day)
    return Reconciled(
        matching, comparison, owed, registered, payments, rounded, tuple(gathered.sources), job.day
    )


def _respelled(payments: pl.DataFrame) -> Motives:
    """The lines that may be an earlier one, written in another way."""
    earlier = payments.select(other="id", words=pl.coalesce("texto", "nombre", pl.lit("")))
    found = payments.join(earlier, left_on="igual_a", right_on="other").select("id", "words")
    return {pago: RESPELLED.format(words=words) for pago, words in found.iter_rows()}


def _match(
    job: Reconcile,
    documents: pl.DataFrame,
    payments: pl.DataFrame,
    ours: Sequence[Operation],
    doubted: Motives,
) -> Matching:
    """Match; what turns out to equal a payment made by hand is left out of a second matching."""
    while True:
        matching = match(documents, payments, job.options, doubted)
        more = by_hand(matching, ours)
        if not more:
            return matching
        doubted = doubted | more


def _registered(ours: Sequence[Operation], by_sheet: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """What planilla was asked to register of these payments, and may have registered."""
    lines = [
        {
            "pago": referencia_of(operation),
            "comprobante": operation.comprobante,
            "importe": operation.total,
            "estado": operation.state.value,
        }
        for operation in ours
        if is_line(operation)
    ]
    return pl.DataFrame([*lines, *by_sheet], schema=REGISTERED)


def _less(payments: pl.DataFrame, registered: pl.DataFrame) -> pl.DataFrame:
    """The payments, less what has been registered (`used`) of each.

    A choice that has been registered is done: what is left of its payment is as any other.
    """
    used = registered.group_by("pago").agg(used=pl.col("importe").sum(), booked="comprobante")
    left = pl.col("importe") - pl.col("used").fill_null(Decimal(0))
    done = pl.col("booked").list.contains(in_one_cell(payments["eleccion"]))
    return (
        payments.join(used, left_on="id", right_on="pago", how="left", maintain_order="left")
        .with_columns(
            importe=left.cast(MONEY),
            eleccion=pl.when(~done.fill_null(False)).then("eleccion"),
        )
        .filter(pl.col("importe") > 0)
        .drop("booked")
    )
