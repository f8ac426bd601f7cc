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
UNKNOWN = "Los encabezados no son de ningún origen conocido ({titles})."
DESCRIBE = (
    "Si es un extracto, describa sus columnas una vez con «planilla source» y el archivo: después "
    "se lee solo."
)
DEBIT_OR_CREDIT = {"dc", "cd", "dh", "debitocredito", "signo", "sentido"}
JOINED = {"texto", "marca", "saldo_banco"}  # several columns of one heading do no harm


@dataclass(frozen=True)
class Recognised:
    """A declaration at a heading row of a sheet.

    `places` are each field's columns, `above` what stands over the headings.
    """

    declaration: Declaration
    sheet: int
    heading: int
    headings: Sequence[str]
    places: Places
    above: str = ""

    @property
    def missing(self) -> list[str]:
        """The needed fields that no heading names."""
        return [name for name in self.declaration.needed if name not in self.places]

    @property
    def contrary(self) -> list[str]:
        """The headings that no file of this source has, or that would turn its amounts around."""
        spelled = {plain(heading) for heading in self.headings}
        despite = spelled.intersection(map(plain, self.declaration.despite))
        never = set() if despite else set(map(plain, self.declaration.never))
        if self.declaration.yields == "payments" and "sentido" not in self.declaration.columns:
            never |= DEBIT_OR_CREDIT
        return [heading.strip() for heading in self.headings if plain(heading) in never]

    @property
    def untitled(self) -> tuple[str, ...]:
        """The words of which one must stand above the headings, where none does."""
        words, above = self.declaration.title_words, plain(self.above)
        return () if any(plain(word) in above for word in words) else words

    @property
    def fits(self) -> bool:
        """Whether a file is of this source."""
        return not (self.missing or self.contrary or self.untitled)

    @property
    def certainty(self) -> tuple[int, int]:
        """How much tells it from others: the fields that it must have, then all that it has."""
        return len(self.declaration.needed), len(self.places)


def recognise(
    path: Path,
    book: Book,
    given: Sequence[Declaration],
    standing: Sequence[Declaration],
    built_in: Sequence[Declaration],
) -> tuple[Recognised, list[Recognised]]:
    """The declaration that a file is of, and the others that fit it too.

    One that was `given` for these files goes before all that are looked through by themselves.
    Of those it is the most certain: the one that needs most, then the one that finds most, then
    the office's own (`standing`) before one that is built in. Raises `MissingColumns` when none
    fits, naming the nearest and what it lacks, and `InputError` naming both when two fit
    equally well.
    """
    tops = book.tops()
    asked, located = (
        [locate(tops, one) for one in given],
        [locate(tops, one) for one in (*standing, *built_in)],
    )
    meant = [found for found in asked if found.fits]
    whole = meant or [found for found in located if found.fits]
    if not whole:
        raise MissingColumns(path, _lacking(asked, located, tops))
    kind = max(whole, key=lambda found: len(found.places)).declaration.yields
    alike = [found for found in whole if found.declaration.yields == kind]
    most = max(found.certainty for found in alike)
    best = [found for found in alike if found.certainty == most]
    own = [found for found in best if found.declaration in standing]
    if len(best) > 1 and len(own) != 1:
        both = " y ".join(f"«{found.declaration.title}»" for found in best[:2])
        raise InputError(path, f"Puede ser {both}: diga cuál con --source.")
    chosen = own[0] if own else best[0]
    others = [found for found in (*asked, *located) if found.fits and found is not chosen]
    return chosen, [found for found in others if found.declaration.yields == kind]


def _lacking(asked: Sequence[Recognised], located: Sequence[Recognised], tops: Tops) -> str:
    """Why no declaration fits, and what can be done."""
    if len(asked) == 1 and asked[0].missing:
        return _missing(asked[0])
    titles = ", ".join(found.declaration.title for found in located if not found.declaration.refuse)
    why = _nearest([*asked, *located]) or UNKNOWN.format(titles=titles)
    return f"{why} Encabezados encontrados: {_seen(tops)}. {DESCRIBE}"


def _nearest(located: Sequence[Recognised]) -> str:
    """What a file looks like and is not, in words; nothing where it looks like none."""
    near = [
        found
        for found in located
        if len(found.missing) * 2 <= len(found.declaration.needed)
        and not (found.declaration.refuse or found.declaration.made)
    ]
    if not near:
        return ""
    found = max(
        near,
        key=lambda one: (
            one.certainty[0] - len(one.missing) - 2 * bool(one.untitled),
            -len(one.missing),
            -len(one.contrary),
            one.certainty,
        ),
    )
    why = [
        f"falta {' o '.join(f'«{h}»' for h in found.declaration.columns[name])}"
        for name in found.missing
    ]
    if found.untitled:
        why.append(f"falta arriba {' o '.join(f'«{word}»' for word in found.untitled)}")
    why += [f"sobra «{heading}»" for heading in found.contrary]
    return f"Se parece a «{found.declaration.title}», pero {', '.join(why)}."


def _missing(found: Recognised) -> str:
    """What a declaration that is known to be meant looks for in vain."""
    columns = found.declaration.columns
    wanted = "; ".join(
        f"{name} (se busca {' o '.join(f'«{h}»' for h in columns[name])})" for name in found.missing
    )
    return (
        f"Para «{found.declaration.title}» faltan columnas: {wanted}. "
        f"Encabezados: {_listed(found.headings)}."
    )


def locate(tops: Tops, declaration: Declaration) -> Recognised:
    """The sheet and row that name most fields; where none does, the widest row."""
    best = Recognised(declaration, 0, 0, (), {})
    for sheet, rows in enumerate(tops):
        for heading, headings in enumerate(rows[: declaration.title_rows + 1]):
            above = " ".join(cell for row in rows[:heading] for cell in row)
            places = _places(headings, declaration)
            found = Recognised(declaration, sheet, heading, headings, places, above)
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
