"""Notes that name another row's comprobante: they stand or fall with it.

What a chain of notes leads to is no expression over rows; it is walked here, name by name,
for `Comprobantes.validate` and for what is emitted.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from schemas.tables import TIPOS, Tipo

SEVERAL = ";"
Name = tuple[str, str]
"""Account and referencia."""


@dataclass(frozen=True, slots=True)
class Link:
    """A comprobante, and what names the ones that it corrects by their referencia, if anything."""

    name: Name
    tipo: str
    fecha: date
    other: str | None

    def others(self, known: Container[Name]) -> tuple[Name, ...]:
        """Those that it corrects, of its own account."""
        account = self.name[0]
        named = referencias(self.other, lambda text: (account, text) in known)
        return tuple((account, one) for one in named)


def referencias(
    text: str | None, is_one: Callable[[str], bool] = lambda _: False
) -> tuple[str, ...]:
    """The referencias that a cell names: one, or several with semicolons between them.

    `is_one` tells whether a text with semicolons is itself the referencia of something.
    """
    if text is None or SEVERAL not in text or is_one(text):
        return () if not text else (text,)
    return tuple(dict.fromkeys(filter(None, (one.strip() for one in text.split(SEVERAL)))))


def without_footing(links: Sequence[Link], wrong: AbstractSet[Name]) -> Mapping[Name, str]:
    """The notes whose other is `wrong`, later, no match, or in a circle, each with its code."""
    standing = {link.name: link for link in links}
    invalid = set(wrong)
    found: dict[Name, str] = {}
    while True:
        fallen = [
            (link, code) for link in standing.values() if (code := _why(link, standing, invalid))
        ]
        if not fallen:
            return found
        for link, code in fallen:
            found[link.name] = code
            del standing[link.name]
            invalid.add(link.name)


def corrects(note: Tipo, other: Tipo) -> bool:
    """Whether a note can correct a comprobante of that tipo: same letter, same regime."""
    return other.is_fiscal and (note.letra, note.fce) == (other.letra, other.fce)


def _why(link: Link, standing: Mapping[Name, Link], invalid: AbstractSet[Name]) -> str | None:
    others = link.others({*standing, *invalid} if link.other and SEVERAL in link.other else ())
    if not invalid.isdisjoint(others):
        return "ASOCIADO_INVALIDO"
    known = [standing[one] for one in others if one in standing]
    if not all(corrects(TIPOS[link.tipo], TIPOS[other.tipo]) for other in known):
        return "ASOCIADO_TIPO"
    if any(other.fecha > link.fecha for other in known):
        return "ASOCIADO_FECHA"
    return "ASOCIADO_CIRCULO" if _goes_round(link, standing) else None


def _goes_round(link: Link, standing: Mapping[Name, Link]) -> bool:
    """Whether what a note leads to leads back to itself."""
    leads: dict[Name, list[Name]] = {}
    ahead = [link]
    while ahead:
        one = ahead.pop()
        if one.name not in leads:
            leads[one.name] = [other for other in one.others(standing) if other in standing]
            ahead += [standing[other] for other in leads[one.name]]
    try:
        TopologicalSorter(leads).prepare()
    except CycleError:
        return True
    return False
