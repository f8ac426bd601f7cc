"""What each comprobante of a frame adds up to, exactly (api.md 3).

Everything is whole units in 128 bits: a polars `Decimal` rounds a product to the scale of
its operands. Unit prices have 3 decimals and totals 2, half to even. Rounding happens at the
end of each part that is added: the net of each rate, its IVA, and the total. The same in
Python, for a body that was registered earlier, is `planilla.comprobantes.earlier_totals`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl

from schemas.expressions import half_even
from schemas.fields.tributos import TRIBUTOS_MAX
from schemas.tables import EXENTO, TABLES

GROUP = "_group"
TENTHS = {rate: int(Decimal(rate) * 10) for rate in TABLES["alicuota"]}
SUBTOTALS = {
    tenths: f"al {rate} %".replace(".", ",") if tenths >= 0 else "no gravado"
    for rate, tenths in TENTHS.items()
} | {int(EXENTO) * 10: "exento"}
"""What a person calls the subtotal of a rate."""
USUAL = TENTHS["21"]
NET = 9  # decimals of a net: 2 of a quantity, 3 of a price, 4 of what a discount leaves
GROSS = 5  # decimals of a price by a quantity
TOO_BIG = pl.lit(10 ** (26 + GROSS), pl.Int128)
"""No sum of a comprobante comes near 10 ** 26; beyond it 128 bits would not do."""
MOST_PESOS = 10**32
"""Nor its pesos, with five decimals."""
TAXES = ("impuestos_internos", *(f"tributo_{n}_total" for n in range(1, TRIBUTOS_MAX + 1)))


def physical(name: str, decimals: int = 6) -> pl.Expr:
    """An amount of a frame as whole units of so many decimals."""
    return pl.col(name).to_physical().floordiv(int(10 ** (6 - decimals)))


def net_of() -> pl.Expr:
    """The amount of each concept without IVA, with `NET` decimals."""
    return (
        physical("cantidad", 2)
        * physical("precio_unitario_sin_iva", 3)
        * (10_000 - physical("bonificacion_porcentaje", 2))
    )


def with_sums(frame: pl.DataFrame, by_shares: Callable[[int], Decimal] | None) -> pl.DataFrame:
    """The frame with what its comprobantes (`_group`, 0 and up, in their order) come to.

    `_bases`: the concepts without IVA; `_rates`: how many rates; `_rate`: the one whose
    subtotal bears the general discount; `_subtotal`: that; `_total` in cents, null where the
    discount takes more than there is; `_pesos` with five decimals and `_payable` in cents.
    `by_shares` gives the total of a comprobante as an earlier release shared its discount out.
    """
    lines = frame.select(
        GROUP,
        rate=pl.col("alicuota").replace_strict(TENTHS, default=None, return_dtype=pl.Int128),
        net=net_of(),
        gross=physical("cantidad", 2) * physical("precio_unitario_sin_iva", 3),
    )
    heads = frame.filter(pl.col("_first")).select(
        GROUP,
        discount=pl.col("bonificacion").to_physical() * 10 ** (NET - 6),
        taxes=pl.sum_horizontal(
            physical(name, 2).fill_null(0) for name in TAXES if name in frame.columns
        ),
    )
    totals = _by_group(lines, heads).select(pl.exclude("discount", "taxes"))
    wide = frame.select(GROUP).join(totals, on=GROUP, how="left", maintain_order="left")
    summed = frame.hstack(wide.drop(GROUP))
    if by_shares is not None:
        summed = _shared(summed, by_shares)
    summed = summed.with_columns(_pesos=_pesos(), _mixed=mixed())
    return summed.with_columns(_payable=_payable())


def discount() -> pl.Expr:
    """The general discount in the units of a net."""
    return pl.col("bonificacion").to_physical() * 1_000


def mixed() -> pl.Expr:
    """Whether there is a general discount over several rates."""
    return (pl.col("bonificacion") != 0) & (pl.col("_rates") > 1)


def agrees() -> pl.Expr:
    """Whether the total that is told is the one that was summed."""
    summed = pl.col("_total") * 10_000
    return ((pl.col("total").to_physical() - summed).abs() < 10_000).fill_null(False)


def _by_group(lines: pl.DataFrame, heads: pl.DataFrame) -> pl.DataFrame:
    by_rate = (
        lines.group_by(GROUP, "rate", maintain_order=True)
        .agg(base=pl.col("net").sum(), gross=pl.col("gross").sum())
        .join(heads, on=GROUP, how="left", maintain_order="left")
    )
    usual = (pl.col("rate") == USUAL).any().over(GROUP)
    bears = pl.when(usual).then(USUAL).otherwise(pl.col("rate").first().over(GROUP))
    by_rate = by_rate.with_columns(bears=bears.cast(pl.Int128))
    borne = pl.when(pl.col("rate") == pl.col("bears")).then("discount").otherwise(0)
    kept = pl.col("base") - borne
    iva = half_even(kept * pl.col("rate"), 10 ** (NET - 2 + 3))
    taxed = half_even(kept, 10 ** (NET - 2)) + pl.when(pl.col("rate") > 0).then(iva).otherwise(0)
    own = pl.col("base").filter(pl.col("rate") == pl.col("bears")).first()
    groups = by_rate.with_columns(taxed=taxed).group_by(GROUP, maintain_order=True)
    sums = groups.agg(
        pl.col("discount", "taxes").first(),
        _bases=pl.col("base").sum(),
        _rates=pl.len(),
        _rate=pl.col("bears").first(),
        _subtotal=own,
        _sum=pl.col("taxed").sum(),
        _gross=pl.col("gross").sum(),
    )
    known = (pl.col("discount") <= pl.col("_bases")) & (pl.col("_gross") < TOO_BIG)
    total = pl.when(known).then(pl.col("_sum") + pl.col("taxes"))
    return sums.with_columns(_total=total.cast(pl.Int128)).drop("_sum")


def _shared(frame: pl.DataFrame, by_shares: Callable[[int], Decimal]) -> pl.DataFrame:
    """Where a mixed discount does not agree, the total by shares."""
    asked = frame.filter(pl.col("_first") & mixed() & ~agrees() & pl.col("_total").is_not_null())
    groups = asked[GROUP].to_list()
    if not groups:
        return frame
    cents = pl.Series([int(by_shares(group) * 100) for group in groups], dtype=pl.Int128)
    shared = pl.DataFrame({GROUP: asked[GROUP], "shared": cents})
    joined = frame.join(shared, on=GROUP, how="left", maintain_order="left")
    return joined.with_columns(_total=pl.coalesce("shared", "_total")).drop("shared")


def _pesos() -> pl.Expr:
    rate, most = physical("cotizacion", 3), pl.lit(MOST_PESOS, pl.Int128)
    within = (rate == 0) | (pl.col("_total").abs() <= most // rate)
    beyond = most * pl.col("_total").sign()
    return pl.when(within).then(pl.col("_total") * rate).otherwise(beyond)


def _payable() -> pl.Expr:
    """What may be paid: in pesos; what was issued by an older rule, at least its own figure."""
    own = pl.col("_total") * 1_000
    older = pl.max_horizontal("_pesos", own)
    return half_even(pl.when(pl.col("_rule_newer")).then("_pesos").otherwise(older), 1_000)
