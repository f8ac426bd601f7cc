"""From a file to typed rows, whatever it holds: read, cast, grouped, inherited, checked.

read ─► cast ─► groups of a referencia ─► inherit ─► defaults ─► pandera
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from planilla.reading.cast import Row, Value, cast
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.reading.find_headings import read_sheet
from planilla.reading.make_fault import Faults
from schemas.column import Column, Scope
from schemas.declare import typed
from schemas.faults import WHOLE_ROW
from schemas.rows import checked, failures, frame_of
from schemas.verdict import SUM

Key = Callable[[Row, int], object]


@dataclass(frozen=True)
class Typed:
    """A file's rows: `numbers` are the file's, `groups` positions of rows that belong together.

    `frame` is the same rows as typed columns. `lost` are the positions of rows whose
    referencia cannot be read, so that nobody knows which group they belong to.
    """

    sheet: Sheet
    rows: Sequence[Row]
    frame: pl.DataFrame
    numbers: Sequence[int]
    groups: Sequence[Sequence[int]]
    faults: Faults
    lost: Sequence[int]


def by_referencia(row: Row, position: int) -> object:
    """Rows of one referencia belong together; one without stands alone."""
    return row.get("referencia") or position


def typed_rows(
    path: Path, columns: Mapping[str, Column], key: Key = by_referencia, *, whole: bool = False
) -> Typed:
    """Read a file by its declared columns; each cell that is wrong is a fault.

    Of a result workbook the `whole` is read, or what is to be mended.
    Raises `InputError` kinds when the file as a whole cannot be used.
    """
    sheet, found = read_sheet(path, columns, whole=whole)
    faults = Faults(sheet, found.places)
    for uneven in sheet.uneven:
        faults.add(uneven, WHOLE_ROW, "CELDAS_CORRIDAS")
    values = cast(sheet, found.places, columns, faults)
    numbers = sheet.rows
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    groups = _groups(rows, key)
    lost = _unreadable(sheet, found.places.get("referencia"), values.get("referencia", ()))
    _doubt(rows, numbers, groups, lost, faults)
    for group in groups:
        _inherit(group, rows, numbers, columns, faults)
    _defaults(rows, columns)
    frame = frame_of(rows, columns)
    _check(rows, frame, numbers, columns, faults)
    return Typed(sheet, rows, frame, numbers, groups, faults, lost)


def spread(own: Sequence[int], faults: Faults) -> bool:
    """One bad row makes its whole group wrong: whether it did, each other row saying which."""
    wrong = faults.rows.intersection(own)
    for row in own if wrong else ():
        if row not in wrong:
            faults.add(row, "referencia", "OTRA_FILA", other=min(wrong))
    return bool(wrong)


def _groups(rows: Sequence[Row], key: Key) -> list[list[int]]:
    """The positions of each group's rows, in the order in which they begin."""
    groups: dict[object, list[int]] = {}
    for position, row in enumerate(rows):
        groups.setdefault(key(row, position), []).append(position)
    return list(groups.values())


def _unreadable(sheet: Sheet, place: int | None, values: Sequence[Value]) -> list[int]:
    """The positions of cells that are not blank, and whose value nobody knows."""
    if place is None:
        return []
    kinds = sheet.kinds[f"c{place}"].to_list()
    return [
        position
        for position, (kind, value) in enumerate(zip(kinds, values, strict=True))
        if value is None and CellKind(kind) is not CellKind.BLANK
    ]


def _doubt(
    rows: Sequence[Row],
    numbers: Sequence[int],
    groups: Sequence[Sequence[int]],
    lost: Sequence[int],
    faults: Faults,
) -> None:
    """A row that lost its referencia may belong to another's comprobante: those wait for it.

    Where the file keeps each referencia's rows together, only the neighbours
    can be meant; else whoever agrees in what the row says of the whole.
    """
    if not lost:
        return
    named = [group for group in groups if rows[group[0]].get("referencia")]
    together = all(_between(g, lost) >= g[-1] - g[0] + 1 - len(g) for g in named)
    for position in lost:
        for group in named:
            near = group[0] - 1 <= position <= group[-1] + 1
            if (near or not together) and _agree(rows[position], rows[group[0]]):
                words = {"other": numbers[position]}
                for own in group:
                    faults.add(numbers[own], "referencia", "OTRA_SIN_REFERENCIA", **words)


def _between(group: Sequence[int], lost: Sequence[int]) -> int:
    return sum(group[0] < position < group[-1] for position in lost)


def _agree(row: Row, head: Row) -> bool:
    whole = ("fecha", "tipo", "punto_venta", "documento_nro", "numero")
    return all(row.get(n) is None or row.get(n) == head.get(n) for n in whole)


def _inherit(
    group: Sequence[int],
    rows: Sequence[Row],
    numbers: Sequence[int],
    columns: Mapping[str, Column],
    faults: Faults,
) -> None:
    """A blank cell of the whole takes the group's value; two values that differ are a fault."""
    if len(group) == 1:
        return
    for name in rows[0]:
        if columns[name].scope is not Scope.COMPROBANTE:
            continue
        first = next((p for p in group if rows[p][name] is not None), None)
        if first is None:
            continue
        for position in group:
            mine = rows[position][name]
            if mine is not None and mine != rows[first][name]:
                words = {
                    "referencia": rows[position].get("referencia"),
                    "first": faults.shown(numbers[first], name),
                    "other": numbers[first],
                }
                faults.add(numbers[position], name, "NO_ACUERDA", **words)
            rows[position][name] = rows[first][name]


def _defaults(rows: Sequence[Row], columns: Mapping[str, Column]) -> None:
    """What a blank cell stands for, typed."""
    blanks = {c.name: typed(c) for c in columns.values() if c.default is not None}
    if not rows:
        return
    absent = {name: value for name, value in blanks.items() if name not in rows[0]}
    for name in blanks.keys() - absent.keys():
        for row in rows:
            if row[name] is None:
                row[name] = blanks[name]
    for row in rows:
        row.update(absent)


def _check(
    rows: Sequence[Row],
    frame: pl.DataFrame,
    numbers: Sequence[int],
    columns: Mapping[str, Column],
    faults: Faults,
) -> None:
    required = [column for column in columns.values() if column.required]
    whole = [column.name for column in required if column.scope is Scope.COMPROBANTE]
    for position in _lacking(frame, [column.name for column in required]):
        number, row = numbers[position], rows[position]
        if whole and all(row.get(n) is None for n in whole) and _is_a_sum(number, whole, faults):
            faults.add(number, WHOLE_ROW, "SIN_DATOS")
            continue
        for column in required:
            if row.get(column.name) is None:
                faults.add(number, column.name, "FALTA")
    for position, name, code in _failing(frame, columns):
        length = len(str(rows[position].get(name) or ""))
        own = columns[name]
        words = {"length": length, "longest": own.max_length, "shortest": own.min_length}
        faults.add(numbers[position], name, code, **words)


def _is_a_sum(number: int, whole: Sequence[str], faults: Faults) -> bool:
    """Whether nothing stands in these cells of a row, nor a referencia, but the word for a sum."""
    names = ("referencia", *whole)
    return all(faults.blank(number, n) or SUM.fullmatch(faults.cell(number, n)) for n in names)


def _lacking(frame: pl.DataFrame, names: Sequence[str]) -> Sequence[int]:
    """The positions of rows that have no value in one of some columns."""
    if not set(names) <= set(frame.columns):
        return range(len(frame))
    lacking = frame.select(pl.any_horizontal(pl.lit(False), *(pl.col(n).is_null() for n in names)))
    return lacking.to_series().arg_true().to_list()


def _failing(frame: pl.DataFrame, columns: Mapping[str, Column]) -> Iterator[tuple[int, str, str]]:
    """Position, column and code of each value that its column does not take.

    Values that stand in several rows are judged once.
    """
    known = [one for one in columns.values() if one.name in frame.columns and checked(one)]
    distinct = {one.name: frame[one.name].unique(maintain_order=True) for one in known}
    longest = max(map(len, distinct.values()), default=0)
    judged = pl.DataFrame(
        [one.extend_constant(None, longest - len(one)) for one in distinct.values()]
    )
    found: dict[tuple[str, str], list[int]] = {}
    for place, name, code in failures(judged, {one.name: one for one in known}):
        found.setdefault((name, code), []).append(place)
    for (name, code), places in found.items():
        wrong = frame[name].is_in(judged[name].gather(places).implode())
        yield from ((position, name, code) for position in wrong.arg_true())
