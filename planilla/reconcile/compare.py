"""Documents against documents, and payments against documents, less what is registered."""

from __future__ import annotations

from collections.abc import Sequence, Set
from decimal import Decimal
from typing import Any

import polars as pl

from planilla.model.operation import Operation
from planilla.reconcile.already_registered import (
    OWN_SHEET,
    Motives,
    by_hand,
    elsewhere,
    is_line,
    of_sheets,
    put_off,
    referencia_of,
)
from planilla.reconcile.closings import (
    Closing,
    less_closed,
    lines_paid,
    paid_after_all,
    perhaps_paid,
)
from planilla.reconcile.gather import Gathered, merged
from planilla.reconcile.job import Reconcile
from planilla.reconcile.learned import Learned, as_frame
from planilla.reconcile.matching.aging import aging
from planilla.reconcile.matching.chosen import less_names
from planilla.reconcile.matching.compare_documents import Comparison, compare
from planilla.reconcile.matching.frames import MONEY
from planilla.reconcile.matching.pair_payments import Matching, match
from planilla.reconcile.own_rules import set_aside
from planilla.reconcile.rates import with_rates
from planilla.reconcile.returned import BACK
from planilla.reconcile.sheets.findings import Reconciled
from planilla.reconcile.sources.making import CHEQUE
from schemas.tables import TIPOS

REGISTERED: dict[str, pl.DataType] = {
    "pago": pl.String(),
    "comprobante": pl.String(),
    "importe": MONEY,
    "estado": pl.String(),
    "operacion": pl.Int64(),
}
NOT_OWED = [tipo.name for tipo in TIPOS.values() if not tipo.is_owed]
RESPELLED = (
    "Puede ser un cobro que ya vino en otro archivo, escrito de otro modo: «{words}». Si es otro, "
    "elija su comprobante; si es el mismo, NINGUNO."
)
BY_CHEQUE = (
    "Es un depósito de cheque, y el servicio no toma cheques como medio de pago: cuando esté "
    "acreditado, regístrelo desde la página de TusFacturasAPP y escriba NINGUNO."
)
FOREIGN = (
    "El cobro vino en {moneda}, y lo que se debe se lleva en pesos: registre a mano cuánto es en "
    "pesos (planilla pay)."
)


def reconciled(
    job: Reconcile,
    gathered: Gathered,
    payments: pl.DataFrame,
    standing: Sequence[Operation],
    accounts: Set[str],
    learned: Sequence[Learned] = (),
    closed: Sequence[Closing] = (),
    refused: Sequence[Operation] = (),
) -> Reconciled:
    """What comes of it; `payments` are all that have been seen, `standing` what was registered.

    `accounts` are those under which the ledger has what is the compared companies'; `learned`
    is who pays for whom, as people's choices taught it, `closed` what is known to be closed and
    was no money, `refused` what a person said is not to be registered.
    """
    sources = with_rates(gathered.sources)
    comparison: Comparison = compare(sources)
    ours = [one for one in standing if one.account in accounts]
    by_sheet, doubted = of_sheets(payments, ours)
    registered = _registered(ours, by_sheet)
    payments = _less_back(payments, registered)
    left = _less(payments, registered)
    rounding = Decimal(job.options.rounding_cents) / 100
    # the cent that a registered payment had too much is nobody's debt
    cent = pl.col("used").is_not_null() & (pl.col("importe") <= rounding)
    open_payments, rounded = left.filter(~cent).drop("used"), left.filter(cent)
    doubted |= put_off(refused) | _respelled(payments) | elsewhere(standing, accounts)
    open_payments, aside = set_aside(open_payments, job.rules)
    documents = merged(sources).filter(~pl.col("tipo").is_in(NOT_OWED))
    doubted |= _foreign(open_payments, documents) | _cheques(open_payments)
    doubted |= dict(payments.select("id", "motivo").drop_nulls().iter_rows())
    open_payments = open_payments.drop(list(BACK))  # the rules have a motivo of their own
    payers = as_frame(learned, job.day)
    paid = frozenset(lines_paid(ours))

    def matched(but: Sequence[Closing]) -> Matching:
        holding = [one for one in closed if one not in but]
        owing = less_closed(documents, holding, ours, job.day)
        return _match(job, owing, open_payments, ours, doubted, payers)

    perhaps = perhaps_paid(closed, open_payments, paid, job.day)
    over = paid_after_all(perhaps, matched(perhaps)) if perhaps else []
    matching = matched(over)
    owed = aging(matching.documents, job.day)
    return Reconciled(
        matching,
        comparison,
        owed,
        registered,
        payments,
        rounded,
        tuple(gathered.sources),
        job.day,
        job.options,
        aside=aside,
        closings=tuple(closed),
        paid=paid,
        over=tuple(over),
    )


def _respelled(payments: pl.DataFrame) -> Motives:
    """The lines that may be an earlier one, written in another way."""
    earlier = payments.select(other="id", words=pl.coalesce("texto", "nombre", pl.lit("")))
    found = payments.join(earlier, left_on="igual_a", right_on="other").select("id", "words")
    return {pago: RESPELLED.format(words=words) for pago, words in found.iter_rows()}


def _less_back(payments: pl.DataFrame, registered: pl.DataFrame) -> pl.DataFrame:
    """The payments without what went back of them, but for what is registered already."""
    done = pl.col("id").is_in(registered["pago"].to_list())
    back = pl.when(done).then(pl.lit(Decimal(0))).otherwise(pl.col("devuelto").fill_null(0))
    return payments.with_columns(importe=(pl.col("importe") - back).cast(MONEY)).filter(
        pl.col("importe") > 0
    )


def _cheques(payments: pl.DataFrame) -> Motives:
    """The cheques that a statement shows as deposited: nobody can register them by the service."""
    found = payments.filter(pl.col("source") != OWN_SHEET, pl.col("medio") == CHEQUE)
    return dict.fromkeys(found["id"], BY_CHEQUE)


def _foreign(payments: pl.DataFrame, documents: pl.DataFrame) -> Motives:
    """The payments in a currency in which there are documents, whose balances are in pesos."""
    owed = documents.filter(pl.col("cotizacion").is_not_null())["moneda"].unique()
    found = payments.filter(pl.col("moneda").is_in(owed.implode())).select("id", "moneda")
    return {pago: FOREIGN.format(moneda=moneda) for pago, moneda in found.iter_rows()}


def _match(
    job: Reconcile,
    documents: pl.DataFrame,
    payments: pl.DataFrame,
    ours: Sequence[Operation],
    doubted: Motives,
    payers: pl.DataFrame,
) -> Matching:
    """Match; what turns out to equal a payment made by hand is left out of a second matching."""
    while True:
        matching = match(documents, payments, job.options, doubted, payers)
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
            "operacion": operation.id,
        }
        for operation in ours
        if is_line(operation)
    ]
    return pl.DataFrame([*lines, *by_sheet], schema=REGISTERED)


def _less(payments: pl.DataFrame, registered: pl.DataFrame) -> pl.DataFrame:
    """The payments, less what has been registered (`used`) of each.

    What has been registered of a choice is done: what is left of its payment is as any other.
    """
    used = registered.group_by("pago").agg(used=pl.col("importe").sum(), booked="comprobante")
    left = pl.col("importe") - pl.col("used").fill_null(Decimal(0))
    both = payments.join(used, left_on="id", right_on="pago", how="left", maintain_order="left")
    choices = [less_names(*one) for one in both.select("eleccion", "booked").iter_rows()]
    return (
        both.with_columns(importe=left.cast(MONEY), eleccion=pl.Series(choices, dtype=pl.String))
        .filter(pl.col("importe") > 0)
        .drop("booked")
    )
