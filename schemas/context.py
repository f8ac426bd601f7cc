"""What the rules need beside the rows: who issues, what day it is, which rules hold."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

import polars as pl

GOODS_DAYS, SERVICE_DAYS, FCE_AHEAD = 5, 10, 1
UNIDENTIFIED_LIMIT = Decimal(10_000_000)
"""RG 5700/2025, with RG 5866: what holds where the service was never asked."""
FIFTHS = 5  # decimals of pesos: two of a total, three of a rate


@dataclass(frozen=True, slots=True)
class Rules:
    """ARCA's rules that can be switched off (`PLANILLA_RULES_OFF`).

    `newer` are those of the service that what an earlier release issued need not satisfy;
    no setting switches them off.
    """

    cuit_digit: bool = True
    letters: bool = True
    issuer: bool = True
    date_window: bool = True
    unidentified_limit: bool = True
    currency: bool = True
    fce: bool = True
    newer: bool = True

    @classmethod
    def none(cls) -> Self:
        """Without any, as what an earlier release issued is read."""
        return cls(**dict.fromkeys((field.name for field in fields(cls)), False))


@dataclass(frozen=True, slots=True)
class Context:
    """What a sheet is judged in; a rule that needs what is not known is skipped.

    `today` is the day in Buenos Aires, `cuit` and `condicion_iva` are the issuer's. `queued`
    comprobantes may have a date to come. `limit` finds out from which amount a final consumer
    must be identified (`facturacion/topecf`); it is asked once it matters.
    """

    today: date | None = None
    cuit: str | None = None
    condicion_iva: str | None = None
    rules: Rules = Rules()
    queued: bool = False
    limit: Callable[[], Decimal] = lambda: UNIDENTIFIED_LIMIT

    def columns(self) -> dict[str, pl.Expr]:
        """The context as columns of one value, whose names begin with an underscore."""
        cuit = "".join(c for c in self.cuit or "" if c.isdigit())
        known: dict[str, pl.Expr] = {
            "_cuit": pl.lit(cuit or None, pl.String),
            "_condicion": pl.lit(self.condicion_iva or None, pl.String),
            "_queued": pl.lit(self.queued),
        }
        for name, days in (("first", -GOODS_DAYS), ("last", FCE_AHEAD)):
            day = self.today + timedelta(days=days) if self.today else None
            known[f"_of_fce_{name}"] = pl.lit(day, pl.Date)
        for services in (False, True):
            name = "services" if services else "goods"
            first, last = window(self.today, services=services) if self.today else (None, None)
            known[f"_{name}_first"] = pl.lit(first, pl.Date)
            known[f"_{name}_last"] = pl.lit(last, pl.Date)
        own = {f"_rule_{field.name}": getattr(self.rules, field.name) for field in fields(Rules)}
        return known | {name: pl.lit(on) for name, on in own.items()}


def window(today: date, *, services: bool) -> tuple[date, date]:
    """The first and last day that ARCA accepts today.

    RG 4291: goods 5 days either way, services 10, the future in this month only for goods.
    """
    days = timedelta(days=SERVICE_DAYS if services else GOODS_DAYS)
    last = today + days
    if not services:
        month_end = today.replace(day=calendar.monthrange(today.year, today.month)[1])
        last = min(last, month_end)
    return today - days, last
