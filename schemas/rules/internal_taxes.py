"""Internal taxes: an amount that is added to the total and bears no IVA.

The total holds the amount of the comprobante (the vendor's page «API Compras»: 200 000 at 21 %,
a tributo of 30 and internal taxes of 500 come to 242 530). Whether the service also adds what
its products' rates come to no document says: where rows give such rates, that is the amount.
Source: the same page, and «Referencia API AFIP ARCA».
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from polars import col

from schemas.expressions import half_even, has, pesos
from schemas.rule import fault
from schemas.totals import GROUP, NET, net_of, physical

AMOUNT, BASE, RATE = (f"impuestos_internos{part}" for part in ("", "_base", "_alicuota"))
OWN = f"producto_{RATE}"


def _cents(name: str) -> pl.Expr:
    return physical(name, 2).cast(pl.Int128)


def _computed() -> pl.Expr:
    """The base by its rate, in whole cents."""
    return half_even(_cents(BASE) * _cents(RATE), 10_000)


def _of_products() -> pl.Expr:
    """What the rates of the products come to, in whole cents."""
    of_each = net_of() * _cents(OWN).fill_null(0)
    return half_even(of_each.sum().over(GROUP), 10 ** (NET - 2 + 4))


def _rated() -> pl.Expr:
    return (col(OWN) > 0).fill_null(False).any().over(GROUP)


class InternalTaxRules(pa.DataFrameModel):
    """What an earlier release issued need not satisfy them (`Rules.newer`)."""

    @fault(BASE, code="INTERNOS", start=AMOUNT)
    def internos(cls, _: str) -> pl.Expr:
        """A base and its rate, or neither."""
        return col("_rule_newer") & (has(BASE) != has(RATE))

    @fault(
        AMOUNT,
        code="INTERNOS_TOTAL",
        start=f"{AMOUNT}_",
        words=lambda _: {"computed": pesos(_computed())},
    )
    def internos_total(cls, _: str) -> pl.Expr:
        """They come to the base by its rate, to the cent (half even)."""
        both = has(BASE) & has(RATE)
        return col("_rule_newer") & both & _cents(AMOUNT).ne_missing(_computed())

    @fault(OWN, code="INTERNOS_VARIAS", start=OWN)
    def internos_varias(cls, _: str) -> pl.Expr:
        """One rate in a comprobante."""
        rates = col(OWN).filter(col(OWN) > 0)
        other = (rates.first().over(GROUP) != col(RATE)).fill_null(False)
        several = rates.n_unique().over(GROUP) > 1
        return col("_rule_newer") & (several | other)

    @fault(
        AMOUNT,
        code="INTERNOS_PRODUCTOS",
        start=OWN,
        words=lambda _: {"computed": pesos(_of_products())},
    )
    def internos_productos(cls, _: str) -> pl.Expr:
        """They are what the products' rates come to."""
        missed = _cents(AMOUNT).fill_null(0) != _of_products()
        return col("_rule_newer") & _rated() & missed
