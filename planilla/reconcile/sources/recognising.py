"""Which declaration a file is of, and where its fields stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planilla.common.errors import InputError, MissingColumns
from planilla.reconcile.sources.table import Book
from schemas.sources.declaration import Declaration
from schemas.spelling import plain

Places = Mapping[str, Sequence[int]]
Tops = Sequence[Sequence[Sequence[str]]]
JOINED = {"texto", "marca"}  # several columns of one heading do no harm


@dataclass(frozen=True)
class Recognised:
    """A declaration at a heading row of a sheet; `places` are each field's columns."""

    declaration: Declaration
    sheet: int
    heading: int
    headings: Sequence[str]
    places: Places

    @property
    def missing(self) -> list[str]:
        """The needed fields that no heading names."""
        return [name for name in self.declaration.needed if name not in self.places]


def recognise(path: Path, book: Book, known: Sequence[Declaration]) -> Recognised:
    """The declaration all of whose needed fields are there; of several, the one with most.

    Raises `MissingColumns` when there is none, and `InputError` naming both when
    two fit equally well.
    """
    tops = book.tops()
    whole = [found for one in known if not (found := locate(tops, one)).missing]
    if not whole:
        titles = ", ".join(one.title for one in known)
        raise MissingColumns(
            path,
            f"Los encabezados no son de ningún origen conocido ({titles}). Encabezados "
            f"encontrados: {_seen(tops)}. Escriba una declaración y pásela con --source.",
        )
    most = max(len(found.places) for found in whole)
    best = [found for found in whole if len(found.places) == most]
    if len(best) > 1:
        both = " y ".join(f"«{found.declaration.title}»" for found in best[:2])
        raise InputError(path, f"Puede ser {both}: diga cuál con --source.")
    return best[0]


def meant(path: Path, book: Book, declaration: Declaration) -> Recognised:
    """A declaration that is known to be meant; raises `MissingColumns` in its own words."""
    found = locate(book.tops(), declaration)
    if found.missing:
        wanted = "; ".join(
            f"{name} (se busca {' o '.join(f'«{h}»' for h in declaration.columns[name])})"
            for name in found.missing
        )
        raise MissingColumns(
            path,
            f"Para «{declaration.title}» faltan columnas: {wanted}. "
            f"Encabezados: {_listed(found.headings)}.",
        )
    return found


def locate(tops: Tops, declaration: Declaration) -> Recognised:
    """The sheet and row that name most fields; where none does, the widest row."""
    best = Recognised(declaration, 0, 0, (), {})
    for sheet, rows in enumerate(tops):
        for heading, headings in enumerate(rows[: declaration.title_rows + 1]):
            found = Recognised(
                declaration, sheet, heading, headings, _places(headings, declaration)
            )
            if _rank(found) > _rank(best):
                best = found
    return best


def refuse_repeated(path: Path, found: Recognised) -> None:
    """One heading twice is no mapping: nobody knows which column is meant."""
    for field, places in found.places.items():
        spelled: dict[str, str] = {}
        for place in places:
            heading = found.headings[place]
            first = spelled.setdefault(plain(heading), heading)
            if field not in JOINED and len(spelled) <= places.index(place):
                raise MissingColumns(
                    path,
                    f"Los encabezados «{first}» y «{heading}» dicen lo mismo ({field}): deje uno.",
                )


def _rank(found: Recognised) -> tuple[int, int, int]:
    needed = len(found.declaration.needed) - len(found.missing)
    return needed, len(found.places), sum(bool(h.strip()) for h in found.headings)


def _places(headings: Sequence[str], declaration: Declaration) -> dict[str, list[int]]:
    spelled: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        spelled.setdefault(plain(heading), []).append(place)
    found = {
        field: [p for wanted in dict.fromkeys(map(plain, names)) for p in spelled.get(wanted, ())]
        for field, names in declaration.columns.items()
    }
    return {field: places for field, places in found.items() if places}


def _seen(tops: Tops) -> str:
    return _listed(max((row for rows in tops for row in rows), key=len, default=[]))


def _listed(headings: Sequence[str]) -> str:
    return ", ".join(f"«{h.strip()}»" for h in headings if h.strip()) or "ninguno"
