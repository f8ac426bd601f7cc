"""What a file was read into: what it asks, what is wrong, what a person is to know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from planilla.model.asked import Asked, Earlier
from planilla.reading.answered_headings import Answered, Readings, with_aliases
from planilla.reading.cells.sheet import Sheet, in_file
from planilla.reading.rows import Value
from planilla.reading.typed_rows import Typed
from schemas.column import Column
from schemas.faults import Fault

FEW = 10
HIDDEN = (
    "Filas ocultas o filtradas en el archivo: {rows}. Se tomaron como las demás: si no las quiere, "
    "bórrelas."
)

ASIDE = (
    "Filas que no son datos (totales, pies, otras tablas) y no se tomaron: {rows}. Si alguna lo "
    "es, complete lo que le falta."
)


ROUNDED = "Se redondearon valores en las filas {rows}; lo dice cada una en observaciones."


@dataclass(frozen=True)
class Loaded:
    """A file, read and judged: every row is asked for or has a fault.

    `referencias` gives each row the referencia (given or derived) that
    `Corregir` carries; `notices` are sentences in Spanish about the file as a
    whole, such as rules that were skipped; `columns` are those it was read by, and
    `places` where each stands among the headings. `notes` are sentences about single rows,
    by their number, that are no faults. `answered` is what people said of headings that are
    none of ours, where that was asked.
    """

    sheet: Sheet
    columns: Mapping[str, Column]
    faults: tuple[Fault, ...]
    asked: tuple[Asked, ...]
    referencias: Mapping[int, str]
    notices: tuple[str, ...]
    tipos: Mapping[int, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[int, Sequence[str]] = field(default_factory=dict)
    answered: Answered | None = None


def loaded(
    typed: Typed,
    columns: Mapping[str, Column],
    asked: Sequence[Asked],
    notices: tuple[str, ...] = (),
) -> Loaded:
    """Gather what a file was read into; its faults in the order of the rows."""
    given, tipos = (map(_written, typed.rows.column(name)) for name in ("referencia", "tipo"))
    referencias = dict(zip(typed.numbers, given, strict=True))
    referencias |= {row: one.referencia for one in asked for row in one.rows}
    ordered = sorted(typed.faults.found, key=lambda fault: fault.row)
    told = *_of_hidden(typed.sheet), *of_aside(typed.aside), *_of_rounded(typed.notes)
    notices = (*notices, *told)
    by_row = dict(zip(typed.numbers, tipos, strict=True))
    return Loaded(
        typed.sheet,
        columns,
        tuple(ordered),
        tuple(asked),
        referencias,
        notices,
        by_row,
        typed.faults.places,
        _notes(typed),
    )


def by_answers(found: Loaded, readings: Readings, once: Sequence[Loaded]) -> Loaded:
    """A file that was read by people's answers: with those, and with what it was `once`."""
    columns = with_aliases(found.columns, readings.aliases)
    return replace(known_otherwise(found, once), columns=columns, answered=readings.answered)


def known_otherwise(found: Loaded, once: Sequence[Loaded]) -> Loaded:
    """The same, each thing asked known by what its rows asked for as they were `once` read, too."""
    if not once:
        return found
    before: dict[int, list[Asked]] = {}
    for other in once:
        for one in other.asked:
            for row in one.rows:
                before.setdefault(row, []).append(one)
    return replace(found, asked=tuple(_with(one, before) for one in found.asked))


def _with(asked: Asked, before: Mapping[int, Sequence[Asked]]) -> Asked:
    others = {id(one): one for row in asked.rows for one in before.get(row, ())}.values()
    more = {
        Earlier(earlier.referencia, earlier.content, earlier.until, otherwise=True): None
        for one in others
        for earlier in (Earlier(one.referencia, one.content), *one.earlier)
        if earlier.content not in asked.contents
    }
    return replace(asked, earlier=(*asked.earlier, *more))


def of_aside(aside: Mapping[int, str]) -> list[str]:
    """What a person is to know of rows that were not taken for data."""
    rows = [f"{in_file(row)} ({what})" for row, what in aside.items()]
    more = f" y {len(rows) - FEW} más" if len(rows) > FEW else ""
    return [ASIDE.format(rows=", ".join(rows[:FEW]) + more)] if rows else []


def _notes(typed: Typed) -> Mapping[int, Sequence[str]]:
    notes = dict(typed.notes)
    for number, net in typed.nets.items():
        notes[number] = (*notes.get(number, ()), net)
    return notes


def _written(value: Value) -> str:
    return str(value or "")


def _of_hidden(sheet: Sheet) -> list[str]:
    return [HIDDEN.format(rows=_listed(sheet.hidden))] if sheet.hidden else []


def _of_rounded(notes: Mapping[int, Sequence[str]]) -> list[str]:
    return [ROUNDED.format(rows=_listed(sorted({in_file(row) for row in notes})))] if notes else []


def _listed(numbers: Sequence[int]) -> str:
    more = f" y {len(numbers) - FEW} más" if len(numbers) > FEW else ""
    return ", ".join(map(str, numbers[:FEW])) + more
