"""From a file to typed rows, whatever it holds: read, cast, grouped, inherited, checked.

read ─► cast ─► groups of a referencia ─► inherit ─► defaults ─► pandera
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from planilla.reading.cast import cast
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.reading.document_kinds import with_kinds
from planilla.reading.find_headings import read_sheet
from planilla.reading.inherited import inherited
from planilla.reading.make_fault import Faults
from planilla.reading.net_prices import net_prices_told, with_net_values
from planilla.reading.rows import Row, Rows, Value, Values
from planilla.reading.set_aside import of_data
from planilla.reading.shown import currencies_agree, rounded_aloud
from schemas.checks import DTYPES
from schemas.column import Column, Scope
from schemas.faults import WHOLE_ROW
from schemas.filled import NUMBER, defaults, with_defaults
from schemas.headings import NET, Match, unsaid_price
from schemas.priced import asks, net_prices, with_net
from schemas.rows import checked, failures, ready
from schemas.verdict import SUM

Key = Callable[[Rows], Sequence[Hashable]]
"""For each row what the rows have in common that belong together."""


@dataclass(frozen=True)
class Typed:
    """A file's rows: `numbers` are the file's, `groups` positions of rows that belong together.

    `frame` is the same rows as typed columns, amounts with six decimals. `lost` are the
    positions of rows whose referencia cannot be read, so that nobody knows their group. `notes`
    are what a row says that has no fault, by its number. `before` is what an earlier version
    of the reading took a cell for, by column and position, where that was something else.
    `doubtful` are the cells, by column and position, whose point may as well be a decimal's.
    `aside` are the numbers of rows of the file that are no data, and what they are. `nets` is
    what rows with a price with IVA say of the one without, by their number.
    """

    sheet: Sheet
    rows: Rows
    frame: pl.DataFrame
    numbers: Sequence[int]
    groups: Sequence[Sequence[int]]
    faults: Faults
    lost: Sequence[int]
    notes: Mapping[int, Sequence[str]] = field(default_factory=dict)
    before: Mapping[str, Mapping[int, Value]] = field(default_factory=dict)
    aside: Mapping[int, str] = field(default_factory=dict)
    nets: Mapping[int, str] = field(default_factory=dict)
    doubtful: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def tell_doubts(self) -> None:
        """Make a fault of each cell that may be read in two ways.

        What an earlier release issued was read in one of them, and is known by that.
        """
        for name, positions in self.doubtful.items():
            for position in positions:
                self.faults.add(self.numbers[position], name, "AMBIGUO")


def by_referencia(rows: Rows) -> Sequence[Hashable]:
    """Rows of one referencia belong together; one without stands alone."""
    return [given or place for place, given in enumerate(rows.column("referencia"))]


def each_alone(rows: Rows) -> Sequence[Hashable]:
    """No row belongs to another."""
    return range(len(rows))


def typed_rows(
    path: Path, columns: Mapping[str, Column], key: Key = by_referencia, *, whole: bool = False
) -> Typed:
    """Read a file by its declared columns; each cell that is wrong is a fault.

    Of a result workbook the `whole` is read, or what is to be mended.
    Raises `InputError` kinds when the file as a whole cannot be used.
    """
    sheet, found = ready_sheet(path, columns, whole=whole)
    return typed_of(sheet, found.places, columns, key)


def ready_sheet(
    path: Path, columns: Mapping[str, Column], *, whole: bool = False
) -> tuple[Sheet, Match]:
    """As `read_sheet`, while what will check the columns is made ready."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(ready, tuple(columns.values()))  # while another process reads
        return read_sheet(path, columns, whole=whole)


def as_stored(typed: Typed, columns: Mapping[str, Column], key: Key = by_referencia) -> Typed:
    """The same file as version 2 read it: numbers as they are stored, whatever cells show."""
    return typed_of(replace(typed.sheet, signs={}), typed.faults.places, columns, key)


def typed_of(
    sheet: Sheet, places: Mapping[str, int], columns: Mapping[str, Column], key: Key = by_referencia
) -> Typed:
    """The rows of a sheet, each of `columns` read from its place among the headings."""
    faults = Faults(sheet, places)
    for uneven in sheet.uneven:
        faults.add(uneven, WHOLE_ROW, "CELDAS_CORRIDAS")
    read = cast(sheet, places, columns, faults)
    sheet, read, faults, aside = of_data(sheet, read, columns, faults)
    values: Mapping[str, Values] = read.values
    numbers = sheet.rows
    blanks = defaults(columns)
    groups, of = _groups(key(Rows(values, {})))
    lost = _unreadable(sheet, places.get("referencia"), values.get("referencia"))
    if lost:
        _doubt(Rows(values, {}), numbers, groups, lost, faults)
    if len(groups) < len(numbers):
        values = inherited(values, groups, of, numbers, columns, faults)
    values = with_kinds(values, columns, faults.heading(NUMBER))
    rows = Rows(values, blanks)
    own = [values[name].series(name, DTYPES[columns[name].kind]) for name in values]
    frame = with_defaults(pl.DataFrame(own), columns)
    priced = net_prices(frame, of) if asks(frame) else None
    if priced is not None:
        frame, values = with_net(frame, priced.prices), with_net_values(values, priced.prices)
        rows = Rows(values, blanks)
    currencies_agree(read.currencies, rows, numbers, columns, faults)
    _check(rows, frame, numbers, columns, faults)
    notes = rounded_aloud(read.rounded, rows, numbers, columns, faults)
    nets = {} if priced is None else net_prices_told(priced, of, rows, numbers, faults)
    return Typed(
        sheet,
        rows,
        frame,
        numbers,
        groups,
        faults,
        lost,
        notes,
        read.before,
        aside,
        nets,
        read.doubtful,
    )


def spread(own: Sequence[int], faults: Faults) -> bool:
    """One bad row makes its whole group wrong: whether it did, each other row saying which."""
    wrong = faults.rows.intersection(own)
    for row in own if wrong else ():
        if row not in wrong:
            faults.add(row, "referencia", "OTRA_FILA", other=min(wrong))
    return bool(wrong)


def _groups(keys: Sequence[Hashable]) -> tuple[Sequence[Sequence[int]], pl.Series]:
    """The positions of each group's rows, in the order in which they begin; and whose each is."""
    places: dict[Hashable, int] = {}
    of = [places.setdefault(key, len(places)) for key in keys]
    groups: list[list[int]] = [[] for _ in places]
    for position, group in enumerate(of):
        groups[group].append(position)
    return groups, pl.Series(of, dtype=pl.UInt32)


def _unreadable(sheet: Sheet, place: int | None, values: Values | None) -> Sequence[int]:
    """The positions of cells that are not blank, and whose value nobody knows."""
    if place is None or values is None:
        return []
    written = sheet.kinds[f"c{place}"] != CellKind.BLANK.value
    return (written & values.codes.is_null()).arg_true().to_list()


def _doubt(
    rows: Rows,
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


def _check(
    rows: Rows,
    frame: pl.DataFrame,
    numbers: Sequence[int],
    columns: Mapping[str, Column],
    faults: Faults,
) -> None:
    required = [column for column in columns.values() if column.required]
    whole = [column.name for column in required if column.scope is Scope.COMPROBANTE]
    instead = {one.instead_of: name for name, one in columns.items() if name in faults.places}
    unsaid = unsaid_price(faults.sheet.headings, faults.places) if NET in columns else None
    for position in _lacking(frame, [column.name for column in required]):
        number, row = numbers[position], rows[position]
        if whole and all(row.get(n) is None for n in whole) and _is_a_sum(number, whole, faults):
            faults.add(number, WHOLE_ROW, "SIN_DATOS")
            continue
        for column in required:
            stands_in = instead.get(column.name)
            if row.get(column.name) is None and not (stands_in and faults.told(number, stands_in)):
                here = stands_in if stands_in and column.name not in faults.places else column.name
                if unsaid and here == NET and NET not in faults.places:
                    faults.add(number, NET, "PRECIO_SIN_DECIR", price=unsaid)
                else:
                    faults.add(number, here, "FALTA")
    for position, name, code in _failing(frame, columns):
        length = len(str(rows.column(name)[position] or ""))
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
