"""A whole file again, under whatever names: renumbered, renamed, its rows in another order.

Two equal sales are nothing strange where each has a referencia of its own. That all of a
file equals all that an earlier one asked for, within some days, is: then it waits for a
person, who sees which file that was. What a cumulative file asks for as before is
neither side's, so that it and a file with some rows mended go on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection, Select, select

from planilla.common.calendar import BUENOS_AIRES
from planilla.common.money import written
from planilla.ledger.chunks import chunks
from planilla.ledger.company_keys import Whose
from planilla.ledger.credit_notes import CREDIT
from planilla.ledger.likeness import NONE
from planilla.ledger.tables import files, operations, requests
from planilla.model.asked import Asked, Kind, Name
from planilla.model.operation import Reason, Source, State

FEWEST = 3
NEAR = timedelta(days=10)
IN_TEN = 9  # of ten of either file that must be like one of the other
AGAIN = (
    "Todo este archivo parece ser «{name}» otra vez, presentado el {seen:%d/%m/%Y} a las "
    "{seen:%H:%M}: {like} de sus {count} {nouns} ({money}) ya se pidieron iguales, salvo la "
    "referencia y a lo sumo la fecha. Si es lo mismo, rechácelo; si hay que hacerlo además, "
    "apruébelo. Una respuesta vale para todo el archivo (planilla review)."
)

Fresh = Sequence[tuple[Asked, str]]  # what would be sent, each with its likeness
Days = dict[str, list[date]]  # by likeness


@dataclass
class _Earlier:
    """What an earlier file asked for that stands, and that this one does not ask for by name."""

    name: str
    seen: datetime
    days: Days = field(default_factory=lambda: defaultdict(list))
    count: int = 0
    to_be_sent: int = 0
    money: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))


def again(
    connection: Connection, whose: Whose, source: Source, fresh: Fresh, own: Set[int]
) -> Mapping[Name, str]:
    """All of `fresh`, with why it waits, where it is what one earlier file asked for.

    `own` are the operations that this file, `source`, asks for by their names. Each
    company's is judged by itself.
    """
    found: dict[Name, str] = {}
    for account in {asked.account for asked, _ in fresh}:
        mine = [(asked, like) for asked, like in fresh if asked.account == account and like != NONE]
        if len(mine) < FEWEST:
            continue
        kin = whose.kin(connection, account)
        if why := _why(connection, kin, source, mine, own):
            found.update({asked.name: why for asked, _ in mine})
    return found


def _why(
    connection: Connection, kin: Sequence[str], source: Source, mine: Fresh, own: Set[int]
) -> str:
    days: Days = defaultdict(list)
    for asked, like in mine:
        days[like].append(asked.fecha)
    kind = mine[0][0].kind
    near = _near(connection, kin, kind, source, days, own)
    enough = [of for of, theirs in near.items() if _is_most(_alike(days, theirs), len(mine))]
    found: list[tuple[int, int, str]] = []
    for number, one in _whole(connection, kin, kind, enough, own).items():
        alike = _alike(days, near[number])
        if one.to_be_sent and _is_most(alike, one.count):
            found.append((-alike, number, _words(one, alike, kind)))
    return min(found)[2] if found else ""


def _is_most(alike: int, count: int) -> bool:
    return alike >= FEWEST and alike * 10 >= count * IN_TEN


def _near(
    connection: Connection,
    kin: Sequence[str],
    kind: Kind,
    source: Source,
    days: Days,
    own: Set[int],
) -> Mapping[int, Days]:
    """The days of what stands and is like one of `days`, by the file that asked for it."""
    every = [day for some in days.values() for day in some]
    asked = _standing(kin, kind).where(
        operations.c.fecha.between(min(every) - NEAR, max(every) + NEAR),
        requests.c.file_id != source.id,
    )
    found: dict[int, Days] = defaultdict(lambda: defaultdict(list))
    for some in chunks(sorted(days)):
        for row in connection.execute(asked.where(operations.c.likeness.in_(some))):
            if row.id not in own:
                found[row.file_id][row.likeness].append(row.fecha)
    return found


def _whole(
    connection: Connection, kin: Sequence[str], kind: Kind, ids: Sequence[int], own: Set[int]
) -> Mapping[int, _Earlier]:
    """All that stands of what these files asked for."""
    found: dict[int, _Earlier] = {}
    for some in chunks(ids):
        query = _standing(kin, kind).where(requests.c.file_id.in_(some))
        for row in connection.execute(query):
            one = found.setdefault(row.file_id, _Earlier(row.name, row.seen_at))
            if row.id not in own:
                sign = -1 if row.tipo in CREDIT else 1
                one.count += 1
                one.to_be_sent += row.reason != Reason.CHANGED  # that one waits instead
                one.money[row.moneda] += sign * Decimal(row.total)
    return found


def _standing(kin: Sequence[str], kind: Kind) -> Select[tuple[object, ...]]:
    """What files asked for and was not rejected."""
    names = ("id", "likeness", "fecha", "tipo", "moneda", "total", "reason")
    columns = [operations.c[name] for name in names]
    return (
        select(requests.c.file_id, files.c.name, files.c.seen_at, *columns)
        .join(operations, operations.c.id == requests.c.operation_id)
        .join(files, files.c.id == requests.c.file_id)
        .where(
            operations.c.kind == kind,
            operations.c.account.in_(kin),
            operations.c.state != State.REJECTED,
        )
    )


def _alike(mine: Days, theirs: Days) -> int:
    """How many of both are like each other, one for one, and near in date."""
    return sum(_pairs(sorted(mine[like]), sorted(days)) for like, days in theirs.items())


def _pairs(mine: Sequence[date], theirs: Sequence[date]) -> int:
    """Each day with the first that is near and still free: no other way pairs more."""
    count, at = 0, 0
    for day in mine:
        while at < len(theirs) and theirs[at] < day - NEAR:
            at += 1
        if at < len(theirs) and theirs[at] <= day + NEAR:
            count, at = count + 1, at + 1
    return count


def _words(one: _Earlier, alike: int, kind: Kind) -> str:
    money = ", ".join(f"{moneda} {written(total)}" for moneda, total in sorted(one.money.items()))
    seen = one.seen.astimezone(BUENOS_AIRES)
    nouns = f"{kind.noun}s"
    return AGAIN.format(
        name=one.name, seen=seen, like=alike, count=one.count, nouns=nouns, money=money
    )
