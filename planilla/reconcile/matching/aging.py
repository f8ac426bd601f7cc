"""What clients owe, by how long it has been due."""

from __future__ import annotations

from datetime import date

import polars as pl

BANDS = ("no vencido", "1 a 30", "31 a 60", "61 a 90", "más de 90")


def aging(documents: pl.DataFrame, day: date) -> pl.DataFrame:
    """A row a client and currency, a column a band, from documents with what is left (`resta`).

    A document without a due date is due on its own date; credit notes count
    against what is owed.
    """
    due = pl.coalesce("vencimiento", "fecha")
    days = (pl.lit(day) - due).dt.total_days()
    band = (
        pl.when(days <= 0)
        .then(pl.lit(BANDS[0]))
        .when(days <= 30)
        .then(pl.lit(BANDS[1]))
        .when(days <= 60)
        .then(pl.lit(BANDS[2]))
        .when(days <= 90)
        .then(pl.lit(BANDS[3]))
        .otherwise(pl.lit(BANDS[4]))
    )
    owed = documents.filter(pl.col("resta") != 0).with_columns(
        band=band,
        cliente=pl.coalesce("razon_social", "documento_nro", pl.lit("(sin nombre)")),
    )
    sums = [pl.col("resta").filter(pl.col("band") == name).sum().alias(name) for name in BANDS]
    return (
        owed.group_by("documento_nro", "cliente", "moneda")
        .agg(*sums, total=pl.col("resta").sum())
        .sort("total", "cliente", descending=[True, False])
    )
