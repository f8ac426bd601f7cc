"""Whose payments somebody has paid for others before, as people chose it."""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.likeness import told_words

SCORE = 100.5
"""Of what was learnt, among likenesses: below the client's own CUIT, above any name."""
LEAST_LETTERS = 8  # of a name that may stand for somebody
NOBODY = pl.DataFrame(schema={"payer": pl.String(), "client": pl.String()})


def payer_key() -> pl.Expr:
    """Who paid, as it is remembered: `CUIT 20111111112`, or the words of the name told."""
    words = told_words(pl.coalesce("nombre", "texto")).list.join(" ")
    named = pl.when(words.str.len_chars() >= LEAST_LETTERS).then(words)
    return pl.coalesce(pl.format("CUIT {}", pl.col("cuit")), named)


def learned_clients(payments: pl.DataFrame, learned: pl.DataFrame) -> pl.DataFrame:
    """`pid`, `client`, `score` of the payments whose payer has paid for a client before."""
    keyed = payments.select("pid", payer=payer_key())
    found = keyed.join(learned, on="payer").select("pid", "client")
    return found.with_columns(score=pl.lit(SCORE))
