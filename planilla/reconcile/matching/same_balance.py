"""Rule 2: the same client and exactly the balance, or its only one and a difference explained."""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.differences import is_withheld
from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.state import MatchState

EXACT, ALONE = "2 saldo exacto", "2 único saldo"


def exact(state: MatchState, options: Options) -> None:
    """Payments of one client that are just what a document of theirs has left.

    In order of date: the first payment that could be it, is. Two documents that
    look alike, or two payments of one day, are never told apart.
    """
    docs = state.open_documents().filter(pl.col("left") > 0, pl.col("cuit").is_not_null())
    paid = state.open_payments().filter(pl.col("cuit").is_not_null())
    found = paid.join(docs, on=["cuit", "moneda", "left"], suffix="_doc").filter(within(options))
    found = found.with_columns(choices=pl.len().over("pid"))
    first = pl.col("fecha").min().over("did")
    found = found.with_columns(
        rivals=((pl.col("fecha") == first).sum().over("did")), early=pl.col("fecha") == first
    )
    sure = found.filter(pl.col("choices") == 1, pl.col("rivals") == 1, pl.col("early"))
    state.make(
        sure.select(
            "pid",
            "did",
            cents="left",
            diferencia=pl.lit(0),
            regla=pl.lit(EXACT),
            evidencia=pl.format(
                "Mismo CUIT {} y el saldo exacto de {}.", pl.col("cuit"), pl.col("key")
            ),
        )
    )
    torn = found.filter((pl.col("choices") > 1) | (pl.col("early") & (pl.col("rivals") > 1)))
    state.doubt(
        torn.select(
            "pid",
            "did",
            regla=pl.lit(EXACT),
            motivo=pl.lit("Hay varios iguales: mismo CUIT y mismo saldo."),
        )
    )


def alone(state: MatchState, options: Options) -> None:
    """A client's only open document and only open payment, and a difference that is of a kind.

    Rounding, or a round percentage: any other may be the money of something else.
    """
    docs = state.open_documents().filter(pl.col("cuit").is_not_null())
    paid = state.open_payments().filter(pl.col("cuit").is_not_null())
    one_doc = docs.filter(pl.len().over("cuit", "moneda") == 1, pl.col("left") > 0)
    one_payment = paid.filter(pl.len().over("cuit", "moneda") == 1)
    found = one_payment.join(one_doc, on=["cuit", "moneda"], suffix="_doc").filter(within(options))
    found = found.with_columns(short=pl.col("left_doc") - pl.col("left"))
    short = pl.col("short")
    rounded = (short != 0) & (short.abs() <= options.rounding_cents)
    state.make(
        found.filter(rounded | is_withheld(options)).select(
            "pid",
            "did",
            cents="left",
            diferencia=short,
            regla=pl.lit(ALONE),
            evidencia=pl.format(
                "Mismo CUIT {}, y {} es lo único que debe; la diferencia es de lo previsto.",
                pl.col("cuit"),
                pl.col("key"),
            ),
        )
    )


def within(options: Options) -> pl.Expr:
    """Whether the payment's date is near the document's; one without a date is."""
    days = (pl.col("fecha") - pl.col("fecha_doc")).dt.total_days()
    return days.is_between(-options.days_before, options.days_after).fill_null(True)
