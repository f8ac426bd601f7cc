"""Notes that name another row's comprobante: they stand or fall with it.

What a chain of notes leads to is no expression over rows; it is walked here, name by name,
for `Comprobantes.validate` and for what is emitted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from schemas.tables import TIPOS, Tipo

Name = tuple[str, str]
"""Account and referencia."""


@dataclass(frozen=True, slots=True)
class Link:
    """A comprobante, and the referencia of the one that it corrects, if it names one so."""

    name: Name
    tipo: str
    fecha: date
    other: str | None


def without_footing(links: Sequence[Link], wrong: AbstractSet[Name]) -> Mapping[Name, str]:
    """The notes whose other one is `wrong`, later, no match, or in a circle, each with its code."""
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
    if link.other is None:
        return None
    wanted = link.name[0], link.other
    if wanted in invalid:
        return "ASOCIADO_INVALIDO"
    other = standing.get(wanted)
    if other is not None and not corrects(TIPOS[link.tipo], TIPOS[other.tipo]):
        return "ASOCIADO_TIPO"
    if other is not None and other.fecha > link.fecha:
        return "ASOCIADO_FECHA"
    passed = {link.name}
    while other is not None:
        if other.name in passed:
            return "ASOCIADO_CIRCULO"
        passed.add(other.name)
        other = standing.get((other.name[0], other.other or ""))
    return None
