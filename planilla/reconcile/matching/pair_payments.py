"""Payments against documents, rule after rule, each over the whole set at once.

    0 a person's choice ─► 1 named ─► 2 the exact balance ─► 3 sums ─► 4 on account ─► 5 candidates

A rule decides only what nothing else contests; what it cannot tell apart goes
to a person with its candidates, and what it does not see is left to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from planilla.reconcile.matching.chosen import chosen
from planilla.reconcile.matching.frames import MONEY, amount
from planilla.reconcile.matching.learned_payers import NOBODY
from planilla.reconcile.matching.named_documents import named
from planilla.reconcile.matching.numbers_apart import numbers_apart
from planilla.reconcile.matching.on_account import on_account
from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.same_balance import alone, exact
from planilla.reconcile.matching.state import MatchState
from planilla.reconcile.matching.subscriptions import subscriptions
from planilla.reconcile.matching.suggestions import suggested
from planilla.reconcile.matching.sums_of_several import sums

KNOWN = "0 ya registrado"


@dataclass(frozen=True)
class Matching:
    """What was decided.

    `pairs`: payment, documento, importe, diferencia, regla, evidencia.
    `review`: payment, documento (a candidate, or null), regla, motivo.
    `documents` and `payments` are the frames with what is left (`resta`);
    `limited` are the clients (CUIT) whose search for sums met its limit.
    """

    pairs: pl.DataFrame
    review: pl.DataFrame
    documents: pl.DataFrame
    payments: pl.DataFrame
    limited: tuple[str, ...]

    @property
    def bookable(self) -> pl.DataFrame:
        """The pairs as money that came in for a document, never more than was owed.

        Without the credit notes among them, and without the cent that a payment
        has too much.
        """
        owed = pl.col("importe") + pl.min_horizontal("diferencia", pl.lit(0))
        return self.pairs.with_columns(importe=owed.cast(MONEY)).filter(pl.col("importe") > 0)


def match(
    documents: pl.DataFrame,
    payments: pl.DataFrame,
    options: Options | None = None,
    doubted: Mapping[str, str] = MappingProxyType({}),
    learned: pl.DataFrame = NOBODY,
) -> Matching:
    """Match frames of `reconcile.matching.frames`; the order of their rows does not matter.

    `doubted` are payments by id that no rule may decide on, with why: only a person's choice.
    `learned` are payers and the clients (by number) for whom they have paid before.
    """
    limits = options or Options()
    state = MatchState.of(documents, payments)
    chosen(state)
    _leave(state, doubted)
    numbers_apart(state)
    named(state, limits)
    subscriptions(state, limits)
    exact(state, limits)
    sums(state, limits)
    exact(state, limits)
    alone(state, limits)
    if limits.on_account:
        on_account(state)
    suggestions = suggested(state, limits, learned)
    return _result(state, suggestions)


def _leave(state: MatchState, doubted: Mapping[str, str]) -> None:
    told = pl.DataFrame(
        {"id": list(doubted), "motivo": list(doubted.values())},
        schema={"id": pl.String, "motivo": pl.String},
    )
    state.doubt(
        state.open_payments()
        .join(told, on="id")
        .select("pid", "motivo", did=pl.lit(None, dtype=pl.UInt32), regla=pl.lit(KNOWN))
    )


def _result(state: MatchState, suggestions: pl.DataFrame) -> Matching:
    docs = state.documents.select("did", documento="id")
    paid = state.payments.select("pid", pago="id")
    pairs = state.all_pairs().join(docs, on="did").join(paid, on="pid").sort("pid", "did")
    review = pl.concat([state.all_reviews(), suggestions.cast(state.all_reviews().schema)])
    review = review.join(docs, on="did", how="left").join(paid, on="pid").sort("pid", "did")
    left = state.open_documents().select("did", resta="left")
    rest = state.payments.join(
        state.all_pairs().group_by("pid").agg(used=pl.col("cents").sum()), on="pid", how="left"
    ).with_columns(resta=pl.col("left") - pl.col("used").fill_null(0))
    return Matching(
        pairs.select(
            "pago",
            "documento",
            importe=amount("cents"),
            diferencia=amount("diferencia"),
            regla="regla",
            evidencia="evidencia",
        ),
        review.select("pago", "documento", "regla", "motivo"),
        state.documents.join(left, on="did", how="left")
        .with_columns(resta=pl.col("resta").fill_null(0))
        .with_columns(resta=amount("resta"), balance=amount("balance"))
        .sort("did"),
        rest.with_columns(resta=amount("resta")).drop("left", "used").sort("pid"),
        tuple(sorted(state.limited)),
    )
