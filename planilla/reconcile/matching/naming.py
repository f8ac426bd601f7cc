"""Which payments name which documents: by number, in full, or by a reference."""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.payment_text import references, said, wholly_named
from schemas.tables import Clase

NAMED, REFERENCE = "1 nombrado", "1 referencia"


def naming(payments: pl.DataFrame, docs: pl.DataFrame) -> pl.DataFrame:
    """`pid`, `did`, `by` and `vague`: which payments name which documents."""
    debit = pl.col("tipo").str.starts_with(Clase.NOTA_DE_DEBITO.value)
    by_number = (
        said(payments.lazy())
        .join(docs.lazy(), left_on="num", right_on="numero")
        .filter(
            pl.col("pv").is_null() | (pl.col("pv") == pl.col("punto_venta")),
            pl.col("letra").is_null() | (pl.col("letra") == pl.col("letra_right")),
            pl.col("debito").is_null() | (pl.col("debito") == debit),
        )
        .select("pid", "did", by=pl.lit(NAMED), vague=~pl.col("sure"))
    )
    in_full = (
        payments.lazy()
        .filter(wholly_named())
        .join(docs.lazy(), left_on="comprobante", right_on="key")
        .select("pid", "did", by=pl.lit(NAMED), vague=pl.lit(False))
    )
    by_reference = (
        references(payments.lazy())
        .join(docs.lazy().filter(pl.col("referencia").is_not_null()), on="referencia")
        .select("pid", "did", by=pl.lit(REFERENCE), vague=pl.lit(False))
    )
    pairs = pl.concat([by_number, in_full, by_reference]).collect()
    return pairs.sort("pid", "did", "vague", "by").unique(["pid", "did"], keep="first")
