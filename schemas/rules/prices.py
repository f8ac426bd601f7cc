"""A row that says its price both without IVA and with it."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from polars import col

from schemas.priced import GROSS, NET
from schemas.rule import fault
from schemas.totals import TENTHS, physical

WITHIN = 12_000
"""In millionths: a cent, and what rounding each of the two adds."""


def _thousands() -> pl.Expr:
    """By how many thousandths a net price is multiplied; those of a C are final."""
    tenths = col("alicuota").replace_strict(TENTHS, default=0, return_dtype=pl.Int128)
    return 1_000 + pl.when(col("_letra") == "C").then(0).otherwise(tenths.clip(0))


class PriceRules(pa.DataFrameModel):
    """Of two prices in a row that agree the one without IVA is sent.

    Earlier releases read no other: so that what they issued stays, the rule is a newer one.
    """

    @fault(
        GROSS,
        code="PRECIOS_DISTINTOS",
        each_row=True,
        start=GROSS,
        words=lambda _: {"net": col(NET).cast(pl.Decimal(30, 3))},
    )
    def dos_precios(cls, _: str) -> pl.Expr:
        """They say the same."""
        apart = physical(GROSS).cast(pl.Int128) * 1_000 - physical(NET) * _thousands()
        return col("_rule_newer") & (apart.abs() > WITHIN * 1_000)
