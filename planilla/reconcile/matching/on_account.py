"""Rule 4: on account, if the person asks."""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.state import MatchState

ON_ACCOUNT = "4 a cuenta"


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
