"""Rule 2, for what is billed again and again at one amount: each payment in its period.

Equal balances are not told apart as a rule. Those of a subscription have an order, and the oldest
is paid first (Código Civil y Comercial, art. 902).
"""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.same_balance import within
from planilla.reconcile.matching.state import MatchState

SUBSCRIPTION = "2 abono"
LEAST = 3  # comprobantes of one amount that make a subscription
EVEN = 1.6  # how much longer than the shortest the longest time between two of them may be
SIDES = ["cuit", "moneda"]


def subscriptions(state: MatchState, options: Options) -> None:
    """The n-th payment of an amount is for the n-th open comprobante of it, in one order only.

    That is: the client is known by CUIT, no two of either side are of one day, and each payment
    comes before the next comprobante of the amount. From the first that does not on, all are
    left to the other rules: who pays a month late might be paying either.
    """
    docs = _in_order(state.open_documents().filter(pl.col("left") > 0), "did")
    docs = docs.join(_regular(state.documents), on=[*SIDES, "left"], how="semi")
    paid = _in_order(state.open_payments(), "pid")
    both = paid.join(docs, on=[*SIDES, "left", "place"], suffix="_doc")
    in_its_period = (pl.col("fecha") >= pl.col("fecha_doc")) & (
        (pl.col("fecha") < pl.col("until_doc")).fill_null(True)
    )
    fits = pl.col("sure") & pl.col("sure_doc") & in_its_period
    told = both.sort(*SIDES, "left", "place").with_columns(
        fits=(fits & within(options)).cum_min().over(*SIDES, "left")
    )
    state.make(
        told.filter("fits").select(
            "pid",
            "did",
            cents="left",
            diferencia=pl.lit(0),
            regla=pl.lit(SUBSCRIPTION),
            evidencia=pl.format(
                "Mismo CUIT {} y un importe que se repite: {} es el de ese período.",
                "cuit",
                "key",
            ),
        )
    )


def _in_order(rows: pl.DataFrame, own: str) -> pl.DataFrame:
    """Each with its place among the equal ones of its client; `sure` where there is one order."""
    group = [*SIDES, "left"]
    known = rows.filter(pl.col("cuit").is_not_null(), pl.col("cuit") != "")
    return known.sort("fecha", own, nulls_last=True).with_columns(
        place=pl.int_range(pl.len()).over(group),
        until=pl.col("fecha").shift(-1).over(group),
        sure=(pl.col("fecha").is_not_null().all() & pl.col("fecha").is_unique().all()).over(group),
    )


def _regular(documents: pl.DataFrame) -> pl.DataFrame:
    """The amounts that are billed to a client at even intervals, paid or not: cents, as `left`."""
    group = [*SIDES, "left"]
    billed = documents.filter(pl.col("signo") > 0).with_columns(
        left=(pl.col("debe") * 100).cast(pl.Int64)
    )
    days = pl.col("fecha").sort().diff().dt.total_days().drop_nulls()
    found = billed.group_by(group).agg(count=pl.len(), least=days.min(), most=days.max())
    return found.filter(
        pl.col("count") >= LEAST, pl.col("least") > 0, pl.col("most") <= EVEN * pl.col("least")
    )
