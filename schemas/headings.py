"""Which column a heading names, however it is written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.column import lacking
from schemas.columns import RESULT_COLUMNS, Column
from schemas.second_spellings import spelled as second_spellings
from schemas.second_spellings import unsaid_prices
from schemas.spelling import OF_CODES, plain

RATE, CONDITION = "alicuota", "condicion_iva"
BARE = "iva"  # a heading that may be of the rate, of its amount or of the client's condition
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
    one of their codes; two of equal standing are `repeated`. What lacks a required column by
    that is matched by second spellings, too.
    """
    found = match_first(headings, columns)
    return _again(headings, columns, found) if found.missing or found.repeated else found


def match_first(headings: Sequence[str], columns: Mapping[str, Column]) -> Match:
    """The same by names and aliases alone."""
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


def _again(headings: Sequence[str], columns: Mapping[str, Column], first: Match) -> Match:
    """With second spellings, of what required columns are missing; and one `IVA` of two let go."""
    spelled = second_spellings()
    places, repeated = _iva_apart(headings, columns, first)
    used = set(places.values())
    for index, heading in enumerate(headings):
        name = spelled.get(plain(heading))
        wanted = name is not None and name in columns and _is_wanted(columns[name], first.missing)
        if name is None or not wanted or index in used or is_result(heading):
            continue
        if name in places and name not in first.places:
            repeated.append((name, headings[places[name]], heading))
        elif name not in places:
            places[name] = index
    return Match(places, lacking(columns, places), tuple(repeated))


def _iva_apart(
    headings: Sequence[str], columns: Mapping[str, Column], first: Match
) -> tuple[dict[str, int], list[tuple[str, str, str]]]:
    """Beside a rate that is called so, `IVA` alone is the client's condition, or unknown."""
    places, repeated = dict(first.places), list(first.repeated)
    bare = [at for at, one in enumerate(headings) if plain(one) == BARE]
    spelled = {**second_spellings(), **names(columns)}
    rates = [at for at, one in enumerate(headings) if spelled.get(plain(one)) == RATE]
    others = [at for at in rates if at not in bare]
    if RATE not in places or len(bare) != 1 or len(others) != 1:
        return places, repeated
    places[RATE] = others[0]
    if CONDITION in first.missing:
        places[CONDITION] = bare[0]
    return places, [one for one in repeated if one[0] != RATE]


def _is_wanted(column: Column, missing: Sequence[str]) -> bool:
    return column.name in missing or column.instead_of in missing


def unsaid_price(headings: Sequence[str], places: Mapping[str, int]) -> str | None:
    """The heading of a price that does not say whether it has the IVA in it, where there is one.

    Of several nobody knows which is the price of a unit.
    """
    used = set(places.values())
    left = {at: one for at, one in enumerate(headings) if at not in used}
    found = [heading for _, heading in unsaid_prices(left)]
    units = [one for one in found if "u" in plain(one)] if len(found) > 1 else found
    return units[0] if len(units) == 1 else None


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
