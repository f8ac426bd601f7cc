"""What an office knows to be no client's money: interest, transfers between its own accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from planilla.reconcile.matching.frames import MONEY

ASIDE: dict[str, pl.DataType] = {"id": pl.String(), "regla": pl.String(), "importe": MONEY}


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule of the settings: by a text that a line holds, an amount, or both; in pesos."""

    name: str
    text: str = ""
    least: Decimal | None = None
    most: Decimal | None = None

    def fits(self) -> pl.Expr:
        """Whether a payment is such a one: its text without regard to case and accents."""
        told = _plain(pl.concat_str("nombre", "texto", separator=" ", ignore_nulls=True))
        words = pl.select(_plain(pl.lit(self.text)))[0, 0]
        found = told.str.contains(words, literal=True).fill_null(False)
        if self.least is not None:
            found &= pl.col("importe") >= self.least
        if self.most is not None:
            found &= pl.col("importe") <= self.most
        return found


def set_aside(
    payments: pl.DataFrame, rules: Sequence[OwnRule]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The payments that no rule knows, and those that the first that fits does (`ASIDE`).

    What a person chose a comprobante for is no longer a rule's.
    """
    if not rules:
        return payments, pl.DataFrame(schema=ASIDE)
    named = pl.coalesce(*(pl.when(one.fits()).then(pl.lit(one.name)) for one in rules))
    told = payments.with_columns(regla=pl.when(pl.col("eleccion").is_null()).then(named))
    known = told.filter(pl.col("regla").is_not_null()).select(list(ASIDE))
    return told.filter(pl.col("regla").is_null()).drop("regla"), known


def _plain(text: pl.Expr) -> pl.Expr:
    folded = text.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    return folded.str.replace_all(r"\s+", " ").str.strip_chars()
