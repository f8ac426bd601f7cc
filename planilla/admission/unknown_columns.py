"""Nothing that may matter is passed over: a heading that nobody understands holds its rows.

A heading that sounds of money, a tax, a due date or the like, and holds values, is asked about
once, company by company, before anything of its file is sent; or its rows are refused, where
the office wants that. What the ledger knows already is not held: it was asked for before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import polars as pl

from planilla.admission.known_or_new import Entry, Verdict
from planilla.model.asked import Asked, Kind
from planilla.model.column_answers import HeadingQuestion
from planilla.reading.answered_headings import Answered
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.reading.loaded import Loaded
from planilla.reading.make_fault import shown
from schemas.column import IGNORE
from schemas.faults import Fault
from schemas.sounding import OF_PAYMENTS, Heard, Sound, groups_rows, heard
from schemas.spelling import plain

UNKNOWN = "COLUMNA_DESCONOCIDA"
MIXED = "COLUMNA_DE_OTRO_EMISOR"
ASKED = (
    "No se sabe qué es la columna «{heading}» (tiene {seen}), que suena a {sound}. No se envía "
    "nada de este archivo hasta que se conteste «no importa» o «es» y una columna de planilla "
    "(planilla review): se pregunta una sola vez."
)
NOT_KNOWN = "No se sabe qué es la columna «{heading}», que suena a {sound} y tiene valores."
SAY = (
    "Póngale el nombre de una columna de planilla, bórrela, o diga en planilla.toml qué es "
    '([columnas] "{heading}" = "no importa").'
)
OTHERWISE = "La columna «{heading}» quiere decir otra cosa en las filas de otro emisor."
APART = "Presente las filas de cada emisor en un archivo aparte."
SAME_SALE = ("documento_nro", "fecha", "tipo")
EXAMPLES = 3
LONGEST = 40
SENT = frozenset({Verdict.NEW, Verdict.REVISION, Verdict.RETRY})
AROUND_A_NUMBER = re.compile(r"u\$s|us\$|usd|ars|pesos|[\s$%.,'()–—-]", re.IGNORECASE)
Plan = Callable[[Sequence[Asked]], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Held:
    """What is not written down until somebody has answered, and the questions in words."""

    asked: Asked
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Admitted:
    """What of a file may go on, what waits, what is refused, and the questions to be asked.

    `settled` are the questions that the settings answer, each with its answer.
    """

    asked: tuple[Asked, ...]
    held: tuple[Held, ...] = ()
    faults: tuple[Fault, ...] = ()
    questions: tuple[HeadingQuestion, ...] = ()
    settled: tuple[tuple[HeadingQuestion, str], ...] = ()


NOTHING_UNKNOWN = Admitted(())


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that may matter: its place, how it is written, and some of its values."""

    place: int
    heading: str
    sound: Sound | None
    seen: str

    def told(self, text: str) -> str:
        return text.format(heading=self.heading, seen=self.seen, sound=self.sound or "un dato")


def admitted(
    loaded: Loaded, kind: Kind, plan: Plan, office: Set[str], *, ask: bool, refuse: bool
) -> Admitted:
    """What becomes of a file whose headings may not all be understood.

    `plan` tells what the ledger knows of what is asked; `office` are the headings that the
    settings explain. Whoever neither asks nor refuses passes unknown columns over.
    """
    answered = loaded.answered
    columns = list(_matter(loaded, kind)) if answered is not None else []
    if answered is None or not columns:
        return Admitted(loaded.asked)
    accounts = set(answered.companies.values())
    open_of = {
        one: _open(one, columns, answered, pass_over=not ask and not refuse) for one in accounts
    }
    wrong_of = {one: _wrong(one, columns, answered) for one in accounts}
    settled = tuple(_settled(kind, accounts, columns, answered, office))
    if not any(open_of.values()) and not any(wrong_of.values()):
        return Admitted(loaded.asked, settled=settled)
    sent = {id(entry.asked) for entry in plan(loaded.asked) if entry.verdict in SENT}
    good, held, faults = [], [], list[Fault]()
    for one in loaded.asked:
        unknown, otherwise = open_of.get(one.account, []), wrong_of.get(one.account, [])
        if id(one) not in sent or not (unknown or otherwise):
            good.append(one)
        elif otherwise or refuse:
            faults += _refused(loaded.sheet, one, unknown if refuse else [], otherwise)
        else:
            held.append(Held(one, tuple(column.told(ASKED) for column in unknown)))
    asking = {one.asked.account for one in held}
    if not refuse:  # a row may be wrong only because its column was not read
        asking |= {answered.companies.get(fault.row, "") for fault in loaded.faults}
    questions = {
        (account, name): HeadingQuestion(kind, account, name, column.heading, column.seen)
        for account in sorted(asking & accounts)
        for column in reversed(open_of[account])  # of two that are written alike the first
        for name in [plain(column.heading)]
    }
    in_order = tuple(reversed(questions.values()))
    return Admitted(tuple(good), tuple(held), tuple(faults), in_order, settled)


def _matter(loaded: Loaded, kind: Kind) -> Iterator[_Column]:
    """The columns that planilla does not know, may matter, and hold more than blanks and zeros."""
    answered, sheet = loaded.answered, loaded.sheet
    for place in answered.unknown if answered else ():
        heading = sheet.headings[place]
        sounds = heard(heading)
        if kind is Kind.PAY and sounds and sounds.sound not in OF_PAYMENTS:
            sounds = None
        read = answered is not None and place in answered.read_as
        if kind is Kind.ISSUE and not sounds and not read and _groups_rows(loaded, place):
            sounds = Heard(Sound.GROUP)
        if not sounds and not read:
            continue
        values = _values(sheet, place)
        if sounds and sounds.of_numbers and not any(_is_number(*value) for value in values):
            sounds = None
        if values and (sounds or read):
            some = ", ".join(f"«{shown(*value)[:LONGEST]}»" for value in values[:EXAMPLES])
            more = "…" if len(values) > EXAMPLES else ""
            yield _Column(place, heading, sounds.sound if sounds else None, some + more)


def _groups_rows(loaded: Loaded, place: int) -> bool:
    """Whether rows without referencia have a number in common that may make them one sale.

    Those are of one client and day, as far as they say.
    """
    sheet, places = loaded.sheet, loaded.places
    if "referencia" in places or not groups_rows(sheet.headings[place]):
        return False
    same = [places[name] for name in SAME_SALE if name in places]
    number = pl.col(f"c{place}")
    agree = [pl.col(f"c{at}").drop_nulls().n_unique() <= 1 for at in same]
    found = (
        sheet.text.filter(number.is_not_null())
        .group_by(number)
        .agg(pl.len().alias("rows"), pl.all_horizontal(pl.lit(True), *agree).alias("agree"))
    )
    return bool(((found["rows"] > 1) & found["agree"]).any())


def _values(sheet: Sheet, place: int) -> list[tuple[str, str]]:
    """The different values of a column and their kinds, but for blanks and zeros."""
    name = f"c{place}"
    pairs = pl.DataFrame([sheet.text[name].alias("text"), sheet.kinds[name].cast(pl.String)])
    found = pairs.unique(maintain_order=True).rows()
    return [(text, kind) for text, kind in found if text is not None and not _nothing(text, kind)]


def _nothing(text: str, kind: str) -> bool:
    """Whether a cell says no more than a blank one: a zero, a dash, a currency's sign alone."""
    if kind in {CellKind.BLANK, CellKind.MERGED}:
        return True
    if kind == CellKind.NUMBER:
        return not _number(text)
    return kind == CellKind.TEXT and not AROUND_A_NUMBER.sub("", text).strip("0")


def _is_number(text: str, kind: str) -> bool:
    return kind == CellKind.NUMBER or (
        kind == CellKind.TEXT and AROUND_A_NUMBER.sub("", text).isdecimal()
    )


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(1)


def _open(
    account: str, columns: Sequence[_Column], answered: Answered, *, pass_over: bool
) -> list[_Column]:
    """Of which columns a company has not said what they are, as far as that matters to it."""
    return [
        column
        for column in columns
        if answered.answers.get((account, column.place)) is None
        and (column.place in answered.read_as or not pass_over)
    ]


def _wrong(account: str, columns: Sequence[_Column], answered: Answered) -> list[_Column]:
    """Which columns are read otherwise than a company has said, for another company's sake."""
    found = []
    for column in columns:
        said = answered.answers.get((account, column.place))
        if said is not None and said != answered.read_as.get(column.place, IGNORE):
            found.append(column)
    return found


def _settled(
    kind: Kind,
    accounts: Set[str],
    columns: Sequence[_Column],
    answered: Answered,
    office: Set[str],
) -> Iterator[tuple[HeadingQuestion, str]]:
    for column in columns:
        name = plain(column.heading)
        for account in sorted(accounts) if name in office else ():
            said = answered.answers.get((account, column.place))
            if said is not None:
                yield HeadingQuestion(kind, account, name, column.heading, column.seen), said


def _refused(
    sheet: Sheet, one: Asked, unknown: Sequence[_Column], otherwise: Sequence[_Column]
) -> Iterator[Fault]:
    told: Mapping[str, tuple[Sequence[_Column], str, str]] = {
        UNKNOWN: (unknown, NOT_KNOWN, SAY),
        MIXED: (otherwise, OTHERWISE, APART),
    }
    for code, (columns, message, fix) in told.items():
        for column in columns:
            for row in one.rows:
                value = _cell(sheet, row, column.place)
                yield Fault(
                    row, column.heading, value, code, column.told(message), column.told(fix)
                )


def _cell(sheet: Sheet, row: int, place: int) -> str:
    position = sheet.text["row"].search_sorted(row)
    text = sheet.text[int(position), f"c{place}"]
    return "" if text is None else shown(text, sheet.kinds[int(position), f"c{place}"])
