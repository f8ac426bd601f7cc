"""What the double's own books say against whoever used it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.double.books import Issued, Payment

if TYPE_CHECKING:
    from tests.double.core import Double


def references_twice(double: Double) -> list[str]:
    """References of a company with more than one comprobante."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in double.books.issued:
        if one.reference:
            found[one.cuit, one.reference].append(one.name)
    return [f"{key[1]}: {', '.join(names)}" for key, names in found.items() if len(names) > 1]


def alike_without_reference(double: Double) -> list[str]:
    """Equal comprobantes (client, date, total, concepts) of which one has no reference."""
    found: dict[Hashable, list[Issued]] = defaultdict(list)
    for one in double.books.issued:
        found[one.alike].append(one)
    return [
        ", ".join(one.name for one in group)
        for group in found.values()
        if len(group) > 1 and not all(one.reference for one in group)
    ]


def gaps(double: Double) -> list[str]:
    """Numbers of a lane that nobody has, after the first that was issued here."""
    found: dict[Hashable, list[Issued]] = defaultdict(list)
    for one in double.books.issued:
        found[one.lane].append(one)
    return [
        f"{before.name} is followed by {after.name}"
        for lane in found.values()
        for before, after in pairwise(lane)
        if after.numero != before.numero + 1
    ]


def dates_back(double: Double) -> list[str]:
    """Comprobantes with an earlier date than one before them at the same point of sale."""
    last: dict[tuple[str, int], Issued] = {}
    told = []
    for one in double.books.issued:
        before = last.setdefault((one.cuit, one.punto_venta), one)
        if one.fecha < before.fecha:
            told.append(f"{one.name} of {one.fecha} after {before.name} of {before.fecha}")
        else:
            last[one.cuit, one.punto_venta] = one
    return told


def caes_twice(double: Double) -> list[str]:
    counted = Counter(one.cae for one in double.books.issued if one.cae)
    return [cae for cae, times in counted.items() if times > 1]


def paid_alike(double: Double) -> list[str]:
    """Equal payments (means and amounts) of one comprobante: meant as one, perhaps."""
    found: dict[Hashable, list[Payment]] = defaultdict(list)
    for one in double.books.payments:
        if one.by != "nota":
            found[id(one.issued), one.means].append(one)
    return [
        f"{group[0].issued.name}: {len(group)} payments of {group[0].amount}"
        for group in found.values()
        if len(group) > 1
    ]


def overpaid(double: Double) -> list[str]:
    books = double.books
    return [
        f"{one.name}: {books.paid(one)} paid of {one.pesos}"
        for one in books.issued
        if books.rest(one) < 0
    ]


def queued_twice(double: Double) -> list[str]:
    """References that are in the queue more than once, or there and issued otherwise."""
    counted: Counter[tuple[str, str]] = Counter()
    for entry in double.books.queue:
        if entry.alive:
            counted[entry.point.cuit, entry.reference] += 1
    issued = {(one.cuit, one.reference) for one in double.books.issued}
    return [key[1] for key, times in counted.items() if times > 1 or key in issued]


def codes_shared(double: Double) -> list[str]:
    """A `codigo` used for two clients: each overwrites the other's data."""
    return [
        f"codigo {codigo}: {', '.join(sorted(documents))}"
        for (_, codigo), documents in double.books.clients.items()
        if len(documents) > 1
    ]


def overlaps(double: Double, *, whole_point: bool = False) -> list[str]:
    """Requests that change something sent before the answer to the one before, in a lane.

    A lane is a point of sale and tipo (7: they race for a number); with `whole_point` any
    tipo of it.
    """
    found = double.traffic.overlaps
    return [
        f"{one.path} and {two.path} at {', '.join(map(str, sorted(shared, key=repr)))}"
        for one, two in found
        if (shared := one.points & two.points if whole_point else one.lanes & two.lanes)
    ]


def problems(double: Double, *, but: Collection[str] = ()) -> list[str]:
    """All of the above, and the bodies that the contract refuses, as sentences.

    `but` names what a test does on purpose, as it stands before the colon.
    """
    double.settle()
    checks: dict[str, Iterable[str]] = {
        "one reference, several comprobantes": references_twice(double),
        "equal comprobantes": alike_without_reference(double),
        "a gap": gaps(double),
        "a date that goes back": dates_back(double),
        "one CAE, several comprobantes": caes_twice(double),
        "equal payments": paid_alike(double),
        "paid too much": overpaid(double),
        "in the queue twice": queued_twice(double),
        "a shared codigo": codes_shared(double),
        "an overlap": overlaps(double),
        "against the contract": [f"{one.path}: {'; '.join(one.faults)}" for one in double.refused],
        "an answer in no document": double.undocumented,
    }
    return [f"{what}: {one}" for what, found in checks.items() if what not in but for one in found]
