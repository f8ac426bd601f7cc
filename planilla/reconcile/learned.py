"""Who pays for whom, as people's choices taught it: evidence of its own, never a pair by itself.

Each fact has the day from which it holds and, once it was forgotten, the day until which it did.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import polars as pl
import simplejson

from planilla.ledger.seen_payments import SeenPayments
from planilla.reconcile.last_result import LastResult
from planilla.reconcile.matching.chosen import CHOSEN
from planilla.reconcile.matching.learned_payers import payer_key
from planilla.reconcile.matching.pair_payments import Matching
from schemas.column import Column, ColumnKind, by_name

MEMORY = "aprendido/{memory}"
SHEET = "Aprendido"
COLUMNS = by_name(
    (
        Column("pagador", ColumnKind.TEXT, "Quién paga, como lo dice el banco.", required=True),
        Column("paga_por", ColumnKind.TEXT, "El CUIT del cliente por quien paga.", required=True),
        Column("olvidar", ColumnKind.TEXT, "SI, para que no se use más.", required=True),
        Column("hasta", ColumnKind.TEXT, "Hasta qué día valió; en blanco, si vale.", required=True),
    )
)
YES = {"SI", "SÍ", "S", "X"}
Pair = tuple[str, str]
"""A payer, and the client (its number) for whom it pays."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A payer (`CUIT 20111111112`, or the words of a name) who pays for a client (its number)."""

    payer: str
    client: str
    since: date
    until: date | None = None

    @property
    def pair(self) -> Pair:
        """Without its days."""
        return self.payer, self.client

    def holds(self, day: date) -> bool:
        """Whether it held at the end of a day."""
        return self.since <= day and (self.until is None or day < self.until)


def every(seen: SeenPayments, memory: str) -> list[Learned]:
    """All that was ever learnt, what was forgotten included, by payer."""
    found = [_read(line) for line in seen.of(MEMORY.format(memory=memory)).values()]
    return sorted(found, key=lambda one: (one.payer, one.client, one.since))


def then(learned: Iterable[Learned], day: date) -> list[Learned]:
    """As it was known by the end of a day."""
    return [
        one if one.until is None or one.until <= day else replace(one, until=None)
        for one in learned
        if one.since <= day
    ]


def learn(seen: SeenPayments, memory: str, pairs: Iterable[Pair], day: date) -> None:
    """Keep what holds from a day on; what holds already stays as it is."""
    known = {one.pair for one in every(seen, memory) if one.until is None}
    fresh = [Learned(*pair, since=day) for pair in sorted(set(pairs) - known)]
    _keep(seen, memory, fresh)


def forget(seen: SeenPayments, memory: str, pairs: Iterable[Pair], day: date) -> None:
    """End what holds until a day."""
    gone = set(pairs)
    ended = [
        Learned(*one.pair, since=one.since, until=day)
        for one in every(seen, memory)
        if one.until is None and one.pair in gone
    ]
    _keep(seen, memory, ended)


def as_frame(learned: Iterable[Learned], day: date) -> pl.DataFrame:
    """`payer` and `client` of what holds on a day, for the rules."""
    pairs = [one.pair for one in learned if one.holds(day)]
    return pl.DataFrame(
        pairs, schema={"payer": pl.String, "client": pl.String}, orient="row"
    ).unique(maintain_order=True)


def taught(matching: Matching, known: Iterable[Learned]) -> list[Pair]:
    """What the choices of this matching say: a payer who is not the client, and the client.

    A choice teaches once: what was forgotten since stays so.
    """
    last = {one.pair: one.until or date.max for one in known}
    return [
        (payer, client)
        for payer, client, day in _chosen(matching).iter_rows()
        if last.get((payer, client), date.min) < (day or date.min)
    ]


def _chosen(matching: Matching) -> pl.DataFrame:
    """`payer`, `client` and the last day on which it was chosen."""
    pairs = matching.pairs.filter(pl.col("regla") == CHOSEN).select("pago", "documento")
    docs = matching.documents.filter(pl.col("cuit") != "").select(documento="id", client="cuit")
    paid = matching.payments.select("cuit", "elegida", pago="id", payer=payer_key())
    both = pairs.join(docs, on="documento").join(paid, on="pago").drop_nulls("payer")
    others = both.filter(pl.col("cuit").ne_missing(pl.col("client")))
    pairs = others.group_by("payer", "client").agg(pl.col("elegida").max())
    return pairs.sort("payer", "client")


def written_in(result: LastResult) -> tuple[list[Pair], list[Pair]]:
    """What a person left in the sheet of the last result, and what they want forgotten."""
    stay: list[Pair] = []
    go: list[Pair] = []
    for row in result.rows(COLUMNS, SHEET):
        pair = row["pagador"], "".join(filter(str.isdigit, row["paga_por"]))
        if all(pair) and not row["hasta"]:
            (go if row["olvidar"].upper() in YES else stay).append(pair)
    return stay, go


def _keep(seen: SeenPayments, memory: str, facts: Iterable[Learned]) -> None:
    lines = {
        f"{one.payer}/{one.client}/{one.since}": simplejson.dumps(
            {
                "payer": one.payer,
                "client": one.client,
                "since": one.since.isoformat(),
                "until": one.until.isoformat() if one.until else None,
            }
        )
        for one in facts
    }
    seen.keep(MEMORY.format(memory=memory), lines)


def _read(line: str) -> Learned:
    told = simplejson.loads(line)
    until = told["until"]
    return Learned(
        told["payer"],
        told["client"],
        date.fromisoformat(told["since"]),
        date.fromisoformat(until) if until else None,
    )
