"""What was issued in another currency and is paid in pesos at the day's rate: for a person.

Accounts are in pesos at the rate of the comprobante (api.md 4), and who pays later pays at
that of the day. What the rate was then, our own comprobantes of those days say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from planilla.common.money import PESOS, written
from planilla.reconcile.matching.state import REVIEW, MatchState

RATE = "5 otra cotización"
NEAR_DAYS = 15  # between a payment and the comprobante that tells the rate of its day
CLOSE, LOOSE = Decimal("0.025"), Decimal("0.10")  # of the rate; the latter where nobody tells it
MOTIVE = (
    "{who}: son {moneda} {amount} a {rate}, y {key} es a {issued}: ¿{side} {apart} por la "
    "diferencia de cambio?"
)


def at_another_rate(both: pl.DataFrame, state: MatchState) -> pl.DataFrame:
    """`pid`, `did`, `regla`, `motivo` of payments with what their clients owe (`left_doc`)."""
    issued = state.documents.filter(
        pl.col("emitido_en") != PESOS, pl.col("moneda") == PESOS, pl.col("signo") > 0
    ).select("did", "emitido_en", "cotizacion")
    if issued.is_empty():
        return pl.DataFrame(schema=REVIEW)
    told = state.documents.join(issued.select("did"), on="did", how="semi")
    rates = told.select("emitido_en", "fecha", then="cotizacion").drop_nulls()
    rates = rates.sort("fecha", "then").unique(["emitido_en", "fecha"], keep="last")
    owed = both.join(issued, on="did").filter(pl.col("short") != 0).sort("fecha")
    dated = owed.join_asof(
        rates.sort("fecha"),
        on="fecha",
        by="emitido_en",
        strategy="nearest",
        tolerance=f"{NEAR_DAYS}d",
        check_sortedness=False,
    )
    columns = ("pid", "did", "who", "key", "emitido_en", "left", "left_doc", "cotizacion", "then")
    found = list(_told(dated.select(columns).sort("pid", "did").iter_rows()))
    return pl.DataFrame(found, schema=REVIEW, orient="row")


def _told(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for pid, did, who, key, moneda, left, owed, issued, then in rows:
        rate = issued * left / owed
        likely, most = (issued, LOOSE) if then is None else (then, CLOSE)
        if abs(rate / likely - 1) > most:
            continue
        words = {
            "amount": written(Decimal(owed) / 100 / issued),
            "rate": written(rate),
            "issued": written(issued),
            "side": "falta" if owed > left else "sobra",
            "apart": written(Decimal(abs(owed - left)) / 100),
        }
        yield pid, did, RATE, MOTIVE.format(who=who, moneda=moneda, key=key, **words)
