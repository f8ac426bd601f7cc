"""Rule 3: one payment for several documents of a client, or several payments for one.

The search is bounded (`Options`), and what it finds must be the only answer, and
must be more than chance: among many sums of round amounts one always fits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import polars as pl

from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.search_work import SearchWork, sums_of
from planilla.reconcile.matching.state import MatchState

SEVERAL_DOCUMENTS, SEVERAL_PAYMENTS = "3 varios comprobantes", "3 varios pagos"
CHANCE = 0.002  # how many sums may fit by chance before one that fits proves nothing
MOST_COMBINATIONS = 60_000
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Item:
    id: int
    cents: int
    fecha: date | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """One payment and its documents, or one document and its payments."""

    pids: tuple[int, ...]
    dids: tuple[int, ...]


def sums(state: MatchState, options: Options) -> None:
    """Search each client's leftovers; a client's search is independent of all others."""
    work = SearchWork(options, state.limited)
    made: list[Row] = []
    doubts: list[Row] = []
    for client, documents, payments in _groups(state):
        work.begin(client)
        answers, torn = _search(documents, payments, options, work)
        by_did, by_pid = {d.id: d for d in documents}, {p.id: p for p in payments}
        for answer in answers:
            made += _pairs(answer, by_did, by_pid)
        doubts += torn
    state.make(pl.DataFrame(made) if made else pl.DataFrame())
    state.doubt(pl.DataFrame(doubts, schema_overrides={"did": pl.UInt32()}) if doubts else _none())


def _none() -> pl.DataFrame:
    return pl.DataFrame()


def _groups(state: MatchState) -> Iterator[tuple[str, list[_Item], list[_Item]]]:
    """The leftovers of each client and currency that has at least one of each side."""
    known = pl.col("cuit").is_not_null()
    docs = state.open_documents().filter(known)
    paid = state.open_payments().filter(known)
    sides = ["cuit", "moneda"]
    grouped = docs.group_by(sides).agg("did", "left", "fecha", "key")
    owed = paid.group_by(sides).agg("pid", "left", "fecha")
    both = grouped.join(owed, on=sides, suffix="_paid").sort(sides)
    enough = (pl.col("did").list.len() > 1) | (pl.col("pid").list.len() > 1)
    for row in both.filter(enough).iter_rows(named=True):
        documents = [
            _Item(*found)
            for found in zip(row["did"], row["left"], row["fecha"], row["key"], strict=True)
        ]
        payments = [
            _Item(*found)
            for found in zip(row["pid"], row["left_paid"], row["fecha_paid"], strict=True)
        ]
        yield row["cuit"], sorted(documents, key=_order), sorted(payments, key=_order)


def _order(item: _Item) -> tuple[date, int]:
    return item.fecha or date.max, item.id


def _search(
    documents: Sequence[_Item], payments: Sequence[_Item], options: Options, work: SearchWork
) -> tuple[list[_Answer], list[Row]]:
    found: list[_Answer] = []
    torn: list[Row] = []
    for payment in payments:
        near = [d for d in documents if _near(payment, d, options)]
        if len(near) > options.most_documents:
            near = near[: options.most_documents]
            work.limit()
        sets = _subsets(near, payment.cents, work)
        best = _only(sets)
        if best is not None:
            found.append(_Answer((payment.id,), tuple(d.id for d in best)))
        elif len(sets) > 1:
            torn += _torn(payment.id, sets, SEVERAL_DOCUMENTS)
    for document in documents:
        if document.cents <= 0:
            continue
        near = [p for p in payments if _near(p, document, options)]
        if len(near) > options.most_payments:
            near = near[: options.most_payments]
            work.limit()
        sets = _subsets(near, document.cents, work)
        if len(sets) == 1:
            found.append(_Answer(tuple(p.id for p in sets[0]), (document.id,)))
    return _uncontested(found), torn


def _near(payment: _Item, document: _Item, options: Options) -> bool:
    if payment.fecha is None or document.fecha is None:
        return True
    days = (payment.fecha - document.fecha).days
    return -options.days_before <= days <= options.days_after


def _subsets(items: Sequence[_Item], target: int, work: SearchWork) -> list[tuple[_Item, ...]]:
    """Every set of two or more that adds up to the target; none where chance would find one."""
    largest = min(work.options.largest_sum, len(items))
    while (count := sums_of(len(items), largest)) > MOST_COMBINATIONS:
        largest -= 1
    if largest < 2 or _by_chance(items, target, count) or not work.may_try(count):
        return []
    return [
        chosen
        for size in range(2, largest + 1)
        for chosen in combinations(items, size)
        if sum(item.cents for item in chosen) == target
    ]


def _by_chance(items: Sequence[_Item], target: int, count: int) -> bool:
    """Whether so many sums of such round amounts would hit the target anyhow."""
    grain = math.gcd(target, *(item.cents for item in items)) or 1
    span = sum(abs(item.cents) for item in items) // grain
    return count > CHANCE * max(span, 1)


def _only(sets: Sequence[tuple[_Item, ...]]) -> tuple[_Item, ...] | None:
    """The only set; of several that are alike (the same amounts) the oldest."""
    if not sets:
        return None
    amounts = {tuple(sorted(item.cents for item in chosen)) for chosen in sets}
    if len(amounts) > 1:
        return None
    return min(sets, key=lambda chosen: sorted(_order(item) for item in chosen))


def _uncontested(found: Sequence[_Answer]) -> list[_Answer]:
    """Those that share nothing with another: what two answers want, neither gets."""
    uses: dict[tuple[str, int], int] = {}
    for answer in found:
        for use in _uses(answer):
            uses[use] = uses.get(use, 0) + 1
    return [answer for answer in found if all(uses[use] == 1 for use in _uses(answer))]


def _uses(answer: _Answer) -> list[tuple[str, int]]:
    return [*(("p", pid) for pid in answer.pids), *(("d", did) for did in answer.dids)]


def _torn(pid: int, sets: Sequence[tuple[_Item, ...]], rule: str) -> list[Row]:
    dids = sorted({item.id for chosen in sets for item in chosen})
    motive = f"{len(sets)} conjuntos distintos de comprobantes suman el pago."
    return [{"pid": pid, "did": did, "regla": rule, "motivo": motive} for did in dids]


def _pairs(answer: _Answer, docs: dict[int, _Item], paid: dict[int, _Item]) -> list[Row]:
    if len(answer.pids) == 1:
        chosen = sorted((docs[did] for did in answer.dids), key=_order)
        names = ", ".join(item.key for item in chosen)
        return [
            {
                "pid": answer.pids[0],
                "did": item.id,
                "cents": money,
                "diferencia": item.cents - money,
                "regla": SEVERAL_DOCUMENTS,
                "evidencia": f"Mismo CUIT; la suma de {names} es el pago.",
            }
            for item, money in _shared_out(chosen)
        ]
    did = answer.dids[0]
    return [
        {
            "pid": pid,
            "did": did,
            "cents": paid[pid].cents,
            "diferencia": 0,
            "regla": SEVERAL_PAYMENTS,
            "evidencia": f"Mismo CUIT; {len(answer.pids)} pagos suman {docs[did].key}.",
        }
        for pid in answer.pids
    ]


def _shared_out(chosen: Sequence[_Item]) -> list[tuple[_Item, int]]:
    """How much money falls on each: what credit notes cover, oldest first, nobody paid."""
    credit = -sum(item.cents for item in chosen if item.cents < 0)
    shared = []
    for item in chosen:
        covered = min(credit, max(item.cents, 0))
        credit -= covered
        shared.append((item, max(item.cents, 0) - covered))
    return shared
