"""Several documents of a client that come near a payment: for a person, never a pair."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

import polars as pl

from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.search_work import SearchWork, sums_of
from planilla.reconcile.matching.state import REVIEW, MatchState

SUM = "5 suma"
LARGEST = 5
MOST_SETS = 2
Owed = tuple[int, int, str]  # did, cents, key


def suggested_sums(both: pl.DataFrame, options: Options, state: MatchState) -> pl.DataFrame:
    """Sets that are the payment to the cent, within rounding, or short by half percents.

    `both` are payments with what their clients owe. At most two sets a payment, of the
    smallest difference; the search has the limits of that of the sums that are pairs.
    """
    work = SearchWork(options, state.limited)
    found: list[dict[str, object]] = []
    last = None
    grouped = both.sort("pid", "client", "fecha_doc", "did", nulls_last=True).group_by(
        "pid", "client", "left", "who", maintain_order=True
    )
    every = grouped.agg("did", "left_doc", "key").filter(pl.col("did").list.len() > 1)
    for pid, client, target, who, dids, cents, keys in every.sort("client", "pid").iter_rows():
        if client != last:
            work.begin(client)
            last = client
        owed = list(zip(dids, cents, keys, strict=True))[: options.most_documents]
        if not work.may_try(sums_of(len(owed), _largest(owed))):
            continue
        for difference, chosen in sorted(_near(owed, target, options))[:MOST_SETS]:
            motive = _motive(who, chosen, difference)
            found += [
                {"pid": pid, "did": did, "regla": SUM, "motivo": motive} for did, _, _ in chosen
            ]
    return pl.DataFrame(found, schema=REVIEW)


def _near(
    owed: list[Owed], target: int, options: Options
) -> Iterator[tuple[int, tuple[Owed, ...]]]:
    for size in range(2, _largest(owed) + 1):
        for chosen in combinations(owed, size):
            total = sum(cents for _, cents, _ in chosen)
            short = total - target
            if abs(short) <= options.rounding_cents or _withheld(short, total, options):
                yield short, chosen


def _largest(owed: list[Owed]) -> int:
    return min(LARGEST if len(owed) <= 10 else 3, len(owed))


def _withheld(short: int, total: int, options: Options) -> bool:
    """Whether it is half percents of the total or of its net at 21 %, to two cents."""
    if not 0 < short <= total * options.retention_percent // 100:
        return False
    for basis in (total, total * 100 // 121):
        halves = (short * 200 + basis // 2) // basis
        if halves and abs(basis * halves // 200 - short) <= 2:
            return True
    return False


def _motive(who: str, chosen: tuple[Owed, ...], difference: int) -> str:
    names = ", ".join(key for _, _, key in chosen)
    told = ""
    if difference:
        cents = f"{Decimal(abs(difference)) / 100:.2f}".replace(".", ",")
        told = f", y {'falta' if difference > 0 else 'sobra'} {cents}"
    return f"{who}: la suma de {names} es el pago{told}."
