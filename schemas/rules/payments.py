"""What was paid at once: means and amounts, and no cheques nor retenciones (api.md 4)."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from polars import col

from schemas.expressions import asked, has
from schemas.fields.regimes import PAGOS_MAX
from schemas.means import refused_means
from schemas.rule import fault

AMOUNTS = ("pago_importe", *(f"pago_{n}_importe" for n in range(1, PAGOS_MAX + 1)))
MEANS = tuple(name.replace("importe", "descripcion") for name in AMOUNTS)


def paid() -> pl.Expr:
    """All that was paid at once, in millionths; null where nothing was."""
    some = pl.any_horizontal(has(name) for name in AMOUNTS)
    amounts = [col(name).to_physical().cast(pl.Int128).fill_null(0) for name in AMOUNTS]
    return pl.when(some).then(pl.sum_horizontal(amounts))


class PaymentRules(pa.DataFrameModel):
    """The payment block: each of its means with its amount."""

    @fault(
        *AMOUNTS,
        code="PAGO",
        block="pagos",
        start="pago_",
        words=lambda column: {"amount": column, "means": column.replace("importe", "descripcion")},
    )
    def pago(cls, column: str) -> pl.Expr:
        """Both, and more than nothing."""
        one = has(column.replace("importe", "descripcion")) != has(column)
        return one | (col(column) == 0).fill_null(False)

    @fault(*MEANS, code="PAGO_MEDIO", block="pagos", start="pago_")
    def pago_medio(cls, column: str) -> pl.Expr:
        """Not by a cheque, nor by what was withheld."""
        amount = column.replace("descripcion", "importe")
        both = has(amount) & (col(amount) != 0)
        return both & asked(col(column), refused_means)
