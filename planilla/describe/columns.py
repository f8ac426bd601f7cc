"""The columns of a sheet as its first rows show them, under the row that holds the headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from planilla.common.errors import MissingColumns
from planilla.reading.cells.dates import parse_date
from planilla.reading.cells.grid import Grid
from planilla.reading.cells.numbers import Doubt, convention, number
from planilla.reading.cells.sheet import CellKind
from planilla.reading.process.read_file import open_grids
from schemas.codes import code
from schemas.columns import BY_NAME
from schemas.headings import match
from schemas.spelling import plain

SAMPLE = 500
FORMS = ("%Y%m%d", "%d%m%Y", "%m/%d/%Y", "%m-%d-%Y", "%Y/%m/%d")
"""How programs write days beside the usual ways, the likelier first."""
CENTURY = 2000, 2100
NUMBERED = re.compile(r"(.*\D)(\d{1,2})")
NOTHING = (
    "No se ve una tabla de ventas: hace falta una fila de encabezados (tres o más) y filas debajo."
)


@dataclass(frozen=True)
class Column:
    """One column: its place and heading, and its filled cells among the first rows.

    `most` is the greatest number with which a heading of the same words ends, where concepts
    stand side by side; the column is then the first of them.
    """

    place: int
    heading: str
    cells: Sequence[tuple[str, CellKind]]
    most: int = 1

    @property
    def template(self) -> str:
        """The heading as a declaration has it."""
        found = NUMBERED.fullmatch(self.heading) if self.most > 1 else None
        return f"{found[1]}{{n}}" if found else self.heading

    @property
    def spelled(self) -> str:
        """The heading's words alone, plain."""
        return plain(self.template.replace("{n}", ""))

    @property
    def texts(self) -> list[str]:
        """Its cells that are written as text."""
        return [text for text, kind in self.cells if kind is CellKind.TEXT]

    @property
    def values(self) -> list[str]:
        """Its different cells, in their order."""
        return list(dict.fromkeys(text.strip() for text, _ in self.cells))

    @property
    def mark(self) -> str | None:
        """The decimal mark that its texts prove."""
        return convention(self.texts)

    @property
    def figures(self) -> bool:
        """Whether it holds numbers and nothing else."""
        return self.all(lambda text, kind: kind is CellKind.NUMBER or _is_figure(text, kind))

    @property
    def days(self) -> bool:
        """Whether it holds days as people write them, the day first."""
        return self.all(lambda text, kind: parse_date(text, kind) is not None)

    @property
    def form_of_days(self) -> str | None:
        """How it writes days, in another way than people do; a blank in theirs, None for none."""
        if self.days and not self.all(lambda text, _: text.isdecimal()):
            return ""
        for form in FORMS:
            if self.all(lambda text, _, form=form: _is_day(text, form)):  # type: ignore[misc]
                return form
        return None

    def all(self, holds: Callable[[str, CellKind], bool]) -> bool:
        """Whether something holds of each cell, and there is one."""
        return bool(self.cells) and all(holds(text, kind) for text, kind in self.cells)

    def codes(self, table: str) -> bool:
        """Whether each cell means something in a table of ours."""
        return bool(self.cells) and all(code(one, table) is not None for one in self.values)


@dataclass(frozen=True)
class Table:
    """A sheet's columns; `heading` is the row of the headings, as a person counts."""

    path: Path
    sheet: str
    heading: int
    columns: Sequence[Column]


def table_of(path: Path) -> Table:
    """The table of a file that looks most like sales; raises `InputError` kinds."""
    found = [_table(path, grid, row) for grid in open_grids(path) for row in _headings(grid)]
    if not found:
        raise MissingColumns(path, NOTHING)
    return max(found, key=_likeness)


def _headings(grid: Grid) -> list[int]:
    """The rows (from 0) that may hold headings: three texts or more, rows under them."""
    rows = []
    for place, cells in enumerate(grid.top()):
        named = [cell for cell in cells if plain(cell)]
        if len(named) >= 3 and not any(_is_figure(one, CellKind.TEXT) for one in named):
            rows.append(place)
    return [row for row in rows if len(grid.below(row).numbers)]


def _likeness(table: Table) -> tuple[int, int, int]:
    headings = [one.heading for one in table.columns]
    filled = sum(bool(one.cells) for one in table.columns)
    return len(match(headings, BY_NAME).places), filled, -table.heading


def _table(path: Path, grid: Grid, row: int) -> Table:
    names = [cell.strip() for cell in grid.top()[row]]
    body = grid.below(row)
    text, kinds = body.text.head(SAMPLE), body.kinds.head(SAMPLE)
    most = _most(names)
    columns = []
    for place, name in enumerate(names):
        numbered = NUMBERED.fullmatch(name)
        side_by_side = numbered is not None and most.get(plain(numbered[1]), 1) > 1
        if not name or (side_by_side and numbered and int(numbered[2]) != 1):
            continue
        pairs = zip(text[f"c{place}"], kinds[f"c{place}"], strict=True)
        cells = [(word, CellKind(kind)) for word, kind in pairs if word is not None]
        width = most[plain(numbered[1])] if side_by_side and numbered else 1
        columns.append(Column(place, name, cells, width))
    return Table(path, grid.name, row + 1, columns)


def _most(names: Sequence[str]) -> dict[str, int]:
    """By the words of headings that end with 1, 2 …, the last number."""
    found: dict[str, set[int]] = {}
    for name in names:
        if numbered := NUMBERED.fullmatch(name):
            found.setdefault(plain(numbered[1]), set()).add(int(numbered[2]))
    return {words: max(own) for words, own in found.items() if {1, 2} <= own}


def _is_figure(text: str, kind: CellKind) -> bool:
    if kind is not CellKind.TEXT:
        return kind is CellKind.NUMBER
    value = number(text, None)
    return isinstance(value, Decimal) or value is Doubt.AMBIGUOUS


def _is_day(text: str, form: str) -> bool:
    try:
        day = datetime.strptime(text.strip(), form)  # noqa: DTZ007 - a day, wherever it is
    except ValueError:
        return False
    return CENTURY[0] <= day.year < CENTURY[1]
