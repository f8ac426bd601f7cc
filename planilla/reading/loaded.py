"""What a file was read into: what it asks, what is wrong, what a person is to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planilla.model.asked import Asked
from planilla.reading.cells.sheet import Sheet
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


@dataclass(frozen=True)
class Loaded:
    """A file, read and judged: every row is asked for or has a fault.

    `referencias` gives each row the referencia (given or derived) that
    `Corregir` carries; `notices` are sentences in Spanish about the file as a
    whole, such as rules that were skipped; `columns` are those it was read by.
    """

    sheet: Sheet
    columns: Mapping[str, Column]
    faults: tuple[Fault, ...]
    asked: tuple[Asked, ...]
    referencias: Mapping[int, str]
    notices: tuple[str, ...]
    tipos: Mapping[int, str] = field(default_factory=dict)


def loaded(
    typed: Typed,
    columns: Mapping[str, Column],
    asked: list[Asked],
    notices: tuple[str, ...] = (),
) -> Loaded:
    """Gather what a file was read into; its faults in the order of the rows."""
    given, tipos = (map(_written, typed.rows.column(name)) for name in ("referencia", "tipo"))
    referencias = dict(zip(typed.numbers, given, strict=True))
    referencias |= {row: one.referencia for one in asked for row in one.rows}
    ordered = sorted(typed.faults.found, key=lambda fault: fault.row)
    notices = (*notices, *_of_hidden(typed.sheet), *of_aside(typed.aside))
    by_row = dict(zip(typed.numbers, tipos, strict=True))
    return Loaded(typed.sheet, columns, tuple(ordered), tuple(asked), referencias, notices, by_row)


def of_aside(aside: Mapping[int, str]) -> list[str]:
    """What a person is to know of rows that were not taken for data."""
    rows = [f"{row} ({what})" for row, what in aside.items()]
    more = f" y {len(rows) - FEW} más" if len(rows) > FEW else ""
    return [ASIDE.format(rows=", ".join(rows[:FEW]) + more)] if rows else []


def _written(value: Value) -> str:
    return str(value or "")


def _of_hidden(sheet: Sheet) -> list[str]:
    rows = [str(number) for number in sheet.hidden]
    more = f" y {len(rows) - FEW} más" if len(rows) > FEW else ""
    return [HIDDEN.format(rows=", ".join(rows[:FEW]) + more)] if rows else []
