"""Rule 2: the same client and exactly the balance, or its only one and a difference explained."""

from __future__ import annotations

from datetime import date

import polars as pl

from planilla.reconcile.matching.differences import is_withheld
from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.state import MatchState

SIDES = ["cuit", "moneda"]
SAME = [*SIDES, "left"]
EXACT, ALONE = "2 saldo exacto", "2 único saldo"


def exact(state: MatchState, options: Options) -> None:
    """Payments of one client that are just what a document of theirs has left.

    One after the other by date, among the documents of that amount which there were by then:
    a later statement, or a later document, changes nothing of it. Two documents that look
    alike, or two payments of one day, are never told apart, nor what comes after them.
    """
    docs = state.open_documents().filter(pl.col("left") > 0, pl.col("cuit").is_not_null())
    paid = state.open_payments().filter(pl.col("cuit").is_not_null(), pl.col("fecha").is_not_null())
    found = paid.join(docs, on=[*SIDES, "left"], suffix="_doc").filter(within(options))
    while len(found):
        found = _judged(found)
        sure = found.filter("sure")
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
        state.doubt(
            found.filter("torn").select(
                "pid",
                "did",
                regla=pl.lit(EXACT),
                motivo=pl.lit("Hay varios iguales: mismo CUIT y mismo saldo."),
            )
        )
        left = found.filter(~pl.col("torn")).join(sure.select("pid"), on="pid", how="anti")
        left = left.join(sure.select(SAME), on=SAME, how="semi")
        found = left.join(sure.select("did"), on="did", how="anti")


def _judged(found: pl.DataFrame) -> pl.DataFrame:
    """With whether a row is of the first payment of its amount, and sure; or of one not told apart.

    What is torn tears all that is of its client and amount.
    """
    early = pl.col("fecha") == pl.col("fecha").min().over(SAME)
    before = (pl.col("fecha_doc") <= pl.col("fecha")).fill_null(True)
    meant = pl.when(before.any().over("pid")).then(before).otherwise(True)
    told = found.with_columns(first=early, meant=early & meant).with_columns(
        rivals=pl.col("pid").filter("first").n_unique().over(SAME),
        choices=pl.col("meant").sum().over("pid"),
    )
    apart = (pl.col("rivals") == 1) & (pl.col("choices") == 1)
    torn = (pl.col("first") & ~apart).any().over(SAME)
    return told.with_columns(sure=pl.col("meant") & apart, torn=torn)


def alone(state: MatchState, options: Options) -> None:
    """A client's only open document and only open payment, and a difference that is of a kind.

    Rounding, or a round percentage: any other may be the money of something else. Alone is what
    was so on the day of the payment, so that a week's statement gives what the month's does:
    of each client the payments are judged one after the other, until one is not alone.
    """
    docs = state.open_documents().filter(pl.col("cuit").is_not_null())
    docs = docs.with_columns(day=pl.col("fecha").fill_null(date.min))
    paid = state.open_payments().filter(pl.col("cuit").is_not_null())
    paid = paid.with_columns(day=pl.col("fecha").fill_null(date.max))
    while len(found := _first_alone(docs, paid, options)):
        state.make(found)
        settled = found.select("pid", "did")
        judged = paid.join(settled, on="pid", how="semi").select(SIDES).unique()
        docs = docs.join(settled, on="did", how="anti").join(judged, on=SIDES, how="semi")
        paid = paid.join(settled, on="pid", how="anti").join(judged, on=SIDES, how="semi")


def _first_alone(docs: pl.DataFrame, paid: pl.DataFrame, options: Options) -> pl.DataFrame:
    """The pair of each client's first payment, where that was alone on its day."""
    first = paid.filter(pl.col("day") == pl.col("day").min().over(SIDES))
    first = first.filter(pl.len().over(SIDES) == 1)
    found = first.join(docs, on=SIDES, suffix="_doc").filter(pl.col("day_doc") <= pl.col("day"))
    found = found.filter(pl.len().over("pid") == 1, pl.col("left_doc") > 0, within(options))
    found = found.with_columns(short=pl.col("left_doc") - pl.col("left"))
    short = pl.col("short")
    rounded = (short != 0) & (short.abs() <= options.rounding_cents)
    return found.filter(rounded | is_withheld(options)).select(
        "pid",
        "did",
        cents="left",
        diferencia=short,
        regla=pl.lit(ALONE),
        evidencia=pl.format(
            "Mismo CUIT {}, y {} es lo único que debía ese día; la diferencia es de lo previsto.",
            pl.col("cuit"),
            pl.col("key"),
        ),
    )


def within(options: Options) -> pl.Expr:
    """Whether the payment's date is near the document's; one without a date is."""
    days = (pl.col("fecha") - pl.col("fecha_doc")).dt.total_days()
    return days.is_between(-options.days_before, options.days_after).fill_null(True)
