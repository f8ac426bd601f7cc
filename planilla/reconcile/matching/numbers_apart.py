"""Rule 1, for what banks write without marks: "FC 109 110 111" of a client whose sum it is."""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.naming import NAMED
from planilla.reconcile.matching.payment_text import said_apart
from planilla.reconcile.matching.state import MatchState


def numbers_apart(state: MatchState) -> None:
    """Pairs where the named ones of the payer add up to the payment to the cent, and all are his.

    Among such numbers some are the bank's: what does not add up says nothing.
    """
    paid = state.open_payments().filter(pl.col("cuit").is_not_null())
    docs = state.open_documents().filter(pl.col("left") > 0)
    numbers = said_apart(paid.lazy()).collect()
    found = (
        numbers.join(paid.select("pid", "cuit", "moneda", "left"), on="pid")
        .join(
            docs.select("did", "cuit", "moneda", "numero", "key", left_doc="left"),
            left_on=["cuit", "moneda", "num"],
            right_on=["cuit", "moneda", "numero"],
        )
        .filter(
            pl.len().over("pid") > 1,
            pl.col("num").n_unique().over("pid") == pl.len().over("pid"),
            pl.col("left_doc").sum().over("pid") == pl.col("left"),
        )
    )
    clashing = found.filter(pl.col("pid").n_unique().over("did") > 1).select("pid").unique()
    state.make(
        found.join(clashing, on="pid", how="anti").select(
            "pid",
            "did",
            cents="left_doc",
            diferencia=pl.lit(0),
            regla=pl.lit(NAMED),
            evidencia=pl.format("Nombra {} y otros que suman el pago.", pl.col("key")),
        )
    )
