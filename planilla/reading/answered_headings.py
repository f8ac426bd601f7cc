"""Headings that are none of ours, read as people said: as a column of ours, or not at all.

An answer is a company's. What it makes of a row is another reading of it, so that what the
row was before, by each answer that ever held, is read as well: the ledger may know that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planilla.common.errors import MissingColumns
from planilla.model.column_answers import ColumnAnswers
from planilla.model.issuers import Issuers
from planilla.model.sheet_declaration import SheetDeclaration
from planilla.reading.cells.sheet import CellKind, Sheet, in_file
from planilla.reading.foreign.choose import refuse_equal
from planilla.reading.foreign.read import read_foreign
from planilla.reading.foreign.translate import translate
from planilla.reading.row_issuer import companies
from planilla.reading.typed_rows import Typed, ready_sheet
from schemas.column import Column, lacking
from schemas.headings import Match, is_result, match, match_first
from schemas.priced import GROSS
from schemas.spelling import plain

Read = Callable[[Sheet, Mapping[str, int]], Typed]


@dataclass(frozen=True)
class Answered:
    """What people said of a file's headings that are none of ours, by their places.

    `read_as` are those that were read as a column, `answers` what each company says of each,
    None for nothing, and `companies` whose each row is, as far as that is known.
    """

    unknown: tuple[int, ...]
    read_as: Mapping[int, str]
    answers: Mapping[tuple[str, int], str | None]
    companies: Mapping[int, str]


@dataclass(frozen=True)
class Readings:
    """A file as it is read by the answers, and as it `once` was, or may have been.

    `aliases` are the headings that were read as a column, by the answers.
    """

    typed: Typed
    once: tuple[Typed, ...]
    aliases: Mapping[str, str]
    answered: Answered


def read_answered(
    path: Path,
    columns: Mapping[str, Column],
    read: Read,
    answers: ColumnAnswers,
    issuers: Issuers,
    *,
    whole: bool = False,
) -> Readings:
    """The rows of a file by the answers of the companies that they are of.

    `read` makes rows of a sheet and the places of its columns. Where companies say different
    columns of one heading it is read as none. Raises `InputError` kinds.
    """
    try:
        sheet, found = _found(path, columns, answers.office, whole=whole)
    except MissingColumns:  # only what no sheet of ours can be is read by a declaration
        foreign = read_foreign(path, answers.declared, issuers)
        if not foreign:
            raise
        return _declared(foreign, columns, read, answers, issuers)
    if _by_second_spellings(sheet, columns, answers.office):
        foreign = read_foreign(path, answers.declared, issuers)
        if foreign:
            return _declared(foreign, columns, read, answers, issuers)
    headings = [plain(heading) for heading in sheet.headings]
    plainly = match(sheet.headings, columns)
    own = match(_not_answered(sheet.headings, plainly.places, answers.office), columns)
    unknown = tuple(_unknown(sheet, own.places))
    newer = _newer(sheet, own.places, columns) if answers else None
    first = read(sheet, found.places if own.missing else own.places)
    asked = unknown or newer is not None
    rows = companies(first.rows, first.numbers, issuers) if asked else {}
    accounts = sorted(set(rows.values())) or [""]
    if newer is not None and any(answers.of(one, headings[newer]) for one in accounts):
        own = replace(own, places={n: at for n, at in own.places.items() if at != newer})
        unknown = tuple(_unknown(sheet, own.places))
    if not unknown:
        rows, accounts = {}, [""]
    said = {(one, at): answers.of(one, headings[at]) for one in accounts for at in unknown}
    read_as: dict[int, str] = {}
    for place in unknown:
        named = {said[account, place] for account in accounts} & columns.keys()
        if len(named) == 1:
            read_as[place] = str(named.pop())
    places = _places(path, sheet, own.places, read_as)
    typed = first if places == first.faults.places else read(sheet, places)
    before = [one.places for one in (plainly, own) if not one.missing]
    for place in unknown:
        for other in sorted(answers.ever(accounts, headings[place]) & columns.keys()):
            before += _once(places, read_as, place, other)
    once = [
        first if one == first.faults.places else read(sheet, one) for one in _other(before, places)
    ]
    aliases = {sheet.headings[place]: name for place, name in read_as.items()}
    return Readings(typed, tuple(once), aliases, Answered(unknown, read_as, said, rows))


def _of_its_issuer(
    foreign: Sequence[tuple[Sheet, SheetDeclaration]],
    columns: Mapping[str, Column],
    read: Read,
    issuers: Issuers,
) -> tuple[Sheet, SheetDeclaration]:
    """The only one, or that of the issuer whose all rows are when they are read by it.

    Raises `MissingColumns` where that is none, or several.
    """
    if len(foreign) == 1:
        return foreign[0]
    fit = []
    for origin, one in foreign:
        sheet, _ = translate(origin, one, columns)
        typed = read(sheet, _by_name(sheet))
        own = {issuer.account for issuer in issuers.known if issuer.digits == one.issuer}
        found = companies(typed.rows, typed.numbers, issuers)
        if len(found) == len(typed.numbers) and own.issuperset(found.values()):
            fit.append((origin, one))
    if len(fit) != 1:
        (origin, first), (_, second), *_ = foreign
        refuse_equal(origin.path, first, second)
    return fit[0]


def _declared(
    foreign: Sequence[tuple[Sheet, SheetDeclaration]],
    columns: Mapping[str, Column],
    read: Read,
    answers: ColumnAnswers,
    issuers: Issuers,
) -> Readings:
    """A sheet that was declared: of the headings that were not, it is asked as of others."""
    origin, declaration = _of_its_issuer(foreign, columns, read, issuers)
    sheet, own = translate(origin, declaration, columns)
    plainly = read(sheet, _by_name(sheet))
    whose = companies(plainly.rows, plainly.numbers, issuers)
    rows = {in_file(row): account for row, account in whose.items()}
    accounts = sorted(set(rows.values())) or [""]
    headings = own.origin.headings
    said = {
        (one, at): answers.of(one, plain(headings[at])) for one in accounts for at in own.unknown
    }
    read_as = dict(_read_as(own.unknown, accounts, said, columns, declaration))
    answered = Answered(own.unknown, read_as, said, rows)
    if not read_as:
        return Readings(plainly, (), {}, answered)
    more = {name: headings[at] for at, name in read_as.items()}
    sheet, _ = translate(origin, declaration, columns, more)
    typed = read(sheet, _by_name(sheet))
    return Readings(typed, (plainly,), {}, answered)


def _by_name(sheet: Sheet) -> Mapping[str, int]:
    return {name: place for place, name in enumerate(sheet.headings)}


def _read_as(
    unknown: Sequence[int],
    accounts: Sequence[str],
    said: Mapping[tuple[str, int], str | None],
    columns: Mapping[str, Column],
    declaration: SheetDeclaration,
) -> Iterator[tuple[int, str]]:
    """What people said of headings of a declared sheet, where nothing was declared to be that."""
    taken = {*declaration.columns, *declaration.constants, "referencia"}
    for place in unknown:
        named = {said[account, place] for account in accounts} & columns.keys()
        if len(named) == 1 and (name := str(named.pop())) not in taken:
            taken.add(name)
            yield place, name


def with_aliases(columns: Mapping[str, Column], answers: Mapping[str, str]) -> Mapping[str, Column]:
    """The columns, each with the headings that were said to be it."""
    more: dict[str, tuple[str, ...]] = {}
    for heading, name in answers.items():
        if name in columns:
            more[name] = (*more.get(name, columns[name].aliases), heading)
    widened = {name: replace(columns[name], aliases=aliases) for name, aliases in more.items()}
    return {name: widened.get(name, one) for name, one in columns.items()} if more else columns


def _found(
    path: Path, columns: Mapping[str, Column], office: Mapping[str, str], *, whole: bool
) -> tuple[Sheet, Match]:
    """The table of a file, which may lack a column of ours but for what the settings say."""
    try:
        return ready_sheet(path, columns, whole=whole)
    except MissingColumns:
        widened = with_aliases(columns, office)
        if widened is columns:
            raise
    return ready_sheet(path, widened, whole=whole)


def _by_second_spellings(
    sheet: Sheet, columns: Mapping[str, Column], office: Mapping[str, str]
) -> bool:
    """Whether it is ours only by spellings that came after declarations could be written."""
    first = match_first(sheet.headings, with_aliases(columns, office))
    return bool(first.missing or first.repeated)


def _not_answered(
    headings: Sequence[str], places: Mapping[str, int], office: Mapping[str, str]
) -> list[str]:
    """The headings without those that the settings say something else of than we know."""
    names = {place: name for name, place in places.items()}
    return [
        "" if office.get(plain(heading), names.get(place)) != names.get(place) else heading
        for place, heading in enumerate(headings)
    ]


def _other(
    before: Iterable[Mapping[str, int]], now: Mapping[str, int]
) -> Iterator[Mapping[str, int]]:
    """Those that are not as they are `now`, each once."""
    seen = [now]
    for one in before:
        if one not in seen:
            seen.append(one)
            yield one


def _newer(sheet: Sheet, places: Mapping[str, int], columns: Mapping[str, Column]) -> int | None:
    """Where a heading stands that was none of ours until prices with IVA were taken.

    What people said of it before holds, where the price without IVA is there as well.
    """
    place = places.get(GROSS)
    if place is None or plain(sheet.headings[place]) == plain(GROSS):
        return None
    return None if lacking(columns, [n for n in places if n != GROSS]) else place


def _unknown(sheet: Sheet, own: Mapping[str, int]) -> Iterator[int]:
    """The places of headings that name no column, nor one that another heading names."""
    taken = set(own.values())
    for place, heading in enumerate(sheet.headings):
        if heading and place not in taken and not is_result(heading):
            yield place


def _places(
    path: Path, sheet: Sheet, own: Mapping[str, int], read_as: Mapping[int, str]
) -> Mapping[str, int]:
    """Where each column stands; one of ours that is blank gives way to what was said to be it."""
    places = dict(own)
    for place, name in read_as.items():
        other = places.get(name)
        if other is not None and (other in read_as or not _is_blank(sheet, other)):
            first, second = sorted((other, place))
            raise MissingColumns(
                path,
                f"Los encabezados «{sheet.headings[first]}» y «{sheet.headings[second]}» dicen lo "
                f"mismo ({name}, según se contestó): deje uno.",
            )
        places[name] = place
    return places


def _is_blank(sheet: Sheet, place: int) -> bool:
    return bool((sheet.kinds[f"c{place}"] == CellKind.BLANK.value).all())


def _once(
    places: Mapping[str, int], read_as: Mapping[int, str], place: int, other: str
) -> list[Mapping[str, int]]:
    """The places as an earlier answer had them; none where the column has another place by now."""
    if other in places:
        return []
    now = read_as.get(place)
    return [{**{name: at for name, at in places.items() if name != now}, other: place}]
