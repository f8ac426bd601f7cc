"""Payments against documents, rule after rule, each over the whole set at once.

    0 a person's choice ─► 1 named ─► 2 the exact balance ─► 3 sums ─► 4 on account ─► 5 names

A rule decides only what nothing else contests; what it cannot tell apart goes
to a person with its candidates, and what it does not see is left to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from planilla.matching.board import Board
from planilla.matching.exact import alone, exact
from planilla.matching.frames import MONEY, amount
from planilla.matching.leftovers import alike, on_account
from planilla.matching.named import chosen, named
from planilla.matching.options import Options
from planilla.matching.sums import sums

KNOWN = "0 ya registrado"


@dataclass(frozen=True)
class Matching:
    """What was decided.

    `pairs`: payment, documento, importe, diferencia, regla, evidencia.
    `review`: payment, documento (a candidate, or null), regla, motivo.
    `documents` and `payments` are the frames with what is left (`resta`);
    `cut` says that the search for sums was ended by its limit.
    """

    pairs: pl.DataFrame
    review: pl.DataFrame
    documents: pl.DataFrame
    payments: pl.DataFrame
    cut: bool

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
) -> Matching:
    """Match frames of `planilla.matching.frames`; the order of their rows does not matter.

    `doubted` are payments by id that no rule may decide on, with why: only a person's choice.
    """
    limits = options or Options()
    board = Board.of(documents, payments)
    chosen(board)
    _leave(board, doubted)
    named(board, limits)
    exact(board, limits)
    sums(board, limits)
    exact(board, limits)
    alone(board, limits)
    if limits.on_account:
        on_account(board)
    suggestions = alike(board, limits)
    return _result(board, suggestions)


def _leave(board: Board, doubted: Mapping[str, str]) -> None:
    told = pl.DataFrame(
        {"id": list(doubted), "motivo": list(doubted.values())},
        schema={"id": pl.String, "motivo": pl.String},
    )
    board.doubt(
        board.open_payments()
        .join(told, on="id")
        .select("pid", "motivo", did=pl.lit(None, dtype=pl.UInt32), regla=pl.lit(KNOWN))
    )


def _result(board: Board, suggestions: pl.DataFrame) -> Matching:
    docs = board.documents.select("did", documento="id")
    paid = board.payments.select("pid", pago="id")
    pairs = board.all_pairs().join(docs, on="did").join(paid, on="pid").sort("pid", "did")
    review = pl.concat([board.all_reviews(), suggestions.cast(board.all_reviews().schema)])
    review = review.join(docs, on="did", how="left").join(paid, on="pid").sort("pid", "did")
    left = board.open_documents().select("did", resta="left")
    rest = board.payments.join(
        board.all_pairs().group_by("pid").agg(used=pl.col("cents").sum()), on="pid", how="left"
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
        board.documents.join(left, on="did", how="left")
        .with_columns(resta=pl.col("resta").fill_null(0))
        .with_columns(resta=amount("resta"), balance=amount("balance"))
        .sort("did"),
        rest.with_columns(resta=amount("resta")).drop("left", "used").sort("pid"),
        board.cut,
    )
