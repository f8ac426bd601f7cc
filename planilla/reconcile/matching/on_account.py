"""Rules 4 and 5: on account if the person asks, and a suggestion by name."""

from __future__ import annotations

import polars as pl
from rapidfuzz import fuzz

from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.payment_text import plain_name
from planilla.reconcile.matching.same_balance import within
from planilla.reconcile.matching.state import MatchState

ON_ACCOUNT, ALIKE = "4 a cuenta", "5 nombre parecido"
MOST_SUGGESTIONS = 5


def on_account(state: MatchState) -> None:
    """What is left of a client's payments goes to their oldest documents, in order of date.

    Two running sums that overlap: a payment covers the part of the debt that
    its own stretch of money falls on.
    """
    sides = ["cuit", "moneda"]
    known = pl.col("cuit").is_not_null()
    docs = _stretched(state.open_documents().filter(known, pl.col("left") > 0), sides, "did")
    paid = _stretched(state.open_payments().filter(known), sides, "pid")
    both = paid.join(docs, on=sides, suffix="_doc").with_columns(
        cents=pl.min_horizontal("end", "end_doc") - pl.max_horizontal("start", "start_doc")
    )
    state.make(
        both.filter(pl.col("cents") > 0).select(
            "pid",
            "did",
            "cents",
            diferencia=pl.lit(0),
            regla=pl.lit(ON_ACCOUNT),
            evidencia=pl.format("A cuenta: de lo más viejo que debe {}.", pl.col("cuit")),
        )
    )


def _stretched(frame: pl.DataFrame, sides: list[str], own: str) -> pl.DataFrame:
    ordered = frame.sort(*sides, "fecha", own, nulls_last=True)
    return ordered.with_columns(end=pl.col("left").cum_sum().over(sides)).with_columns(
        start=pl.col("end") - pl.col("left")
    )


def alike(state: MatchState, options: Options) -> pl.DataFrame:
    """Suggestions: exactly the balance, and a name that looks like the client's."""
    docs = state.open_documents().filter(pl.col("left") > 0)
    told = pl.coalesce("nombre", "texto")
    paid = state.open_payments().with_columns(told=told).with_columns(told=plain_name("told"))
    both = (
        paid.filter(pl.col("told").is_not_null())
        .join(docs, on=["moneda", "left"], suffix="_doc")
        .filter(within(options), pl.col("razon_social").is_not_null())
        .filter(~(pl.col("cuit") != pl.col("cuit_doc")).fill_null(False))
    )
    both = both.filter(pl.len().over("pid") <= MOST_SUGGESTIONS)
    names = both.select("told", "name_doc").iter_rows()
    scores = [fuzz.token_set_ratio(told, name, score_cutoff=options.alike) for told, name in names]
    return (
        both.with_columns(score=pl.Series("score", scores, dtype=pl.Float64))
        .filter(pl.col("score") > 0)
        .select(
            "pid",
            "did",
            regla=pl.lit(ALIKE),
            motivo=pl.format(
                "Importe igual y nombre parecido ({} de 100) a «{}».",
                pl.col("score").round().cast(pl.Int64),
                pl.col("razon_social"),
            ),
        )
        .sort("pid", "did")
    )
