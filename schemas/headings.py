"""Which column a heading names, however it is written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.column import lacking
from schemas.columns import RESULT_COLUMNS, Column
from schemas.spelling import OF_CODES, plain

RATE = "alicuota"
NET = "precio_unitario_sin_iva"
BEARS_IVA = re.compile(r".*(?:coniva|civa|ivaincl?|conimpuestos|final|bruto|pvp|alpublico).*")


@dataclass(frozen=True, slots=True)
class Match:
    """`places` gives each known column its index among the headings; the rest is in words."""

    places: Mapping[str, int]
    missing: tuple[str, ...]
    repeated: tuple[tuple[str, str, str], ...]  # column, first heading, second heading


def names(columns: Mapping[str, Column]) -> dict[str, str]:
    """Every plain spelling and the column it means; a name wins over another's alias."""
    spelled = {plain(alias): column.name for column in columns.values() for alias in column.aliases}
    return spelled | {plain(name): name for name in columns}


def match(headings: Sequence[str], columns: Mapping[str, Column]) -> Match:
    """Match a file's headings with the declared columns.

    A heading spelled as the column's own name is preferred to an alias, and one of rates to
    one of their codes; two of equal standing are `repeated`.
    """
    spelled = names(columns)
    places: dict[str, int] = {}
    repeated: list[tuple[str, str, str]] = []
    for index, heading in enumerate(headings):
        name = spelled.get(plain(heading))
        if name is None or (is_result(heading) and plain(heading) != plain(name)):
            continue
        if name not in places:
            places[name] = index
            continue
        rank, before = _rank(heading, name), _rank(headings[places[name]], name)
        if rank > before:
            places[name] = index
        elif rank == before:
            repeated.append((name, headings[places[name]], heading))
    return Match(places, lacking(columns, places), tuple(repeated))


def _rank(heading: str, name: str) -> int:
    spelled = plain(heading)
    if spelled == plain(name):
        return 2
    return 0 if name == RATE and OF_CODES.fullmatch(spelled) else 1


def is_result(heading: str) -> bool:
    """Whether a heading is one that a result workbook adds."""
    return plain(heading) in {plain(name) for name in RESULT_COLUMNS}


def bears_iva(heading: str) -> bool:
    """Whether a heading says that its amounts have the IVA in them."""
    return BEARS_IVA.fullmatch(plain(heading)) is not None


def closest(name: str, headings: Sequence[str]) -> str | None:
    """The heading that looks most like a column's name, if any does.

    A price with IVA is never taken for one without.
    """
    by_plain = {
        plain(heading): heading
        for heading in headings
        if heading.strip() and not (name == NET and bears_iva(heading))
    }
    found = difflib.get_close_matches(plain(name), list(by_plain), n=1, cutoff=0.6)
    return by_plain[found[0]] if found else None
