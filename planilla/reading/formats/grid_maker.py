"""Making a `Grid` from rows as they come: blank ones are dropped, and there is a bound."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import polars as pl

from planilla.common.errors import UnreadableFile
from planilla.reading.cells.grid import ROW, Column, Corners, Grid, column_of
from planilla.reading.cells.sheet import LETTERS, CellKind

PIECE = 20_000
MOST_CELLS = 15_000_000  # rows by columns of a file: a million rows of a bank's statement fit
MOST_COLUMNS = 1_000
TOO_MANY = (
    "La hoja «{sheet}» tiene más de {most} millones de celdas: no se lee. Divida el archivo en "
    "varios, o borre lo que sobra y guárdelo otra vez como .xlsx."
)
TOO_WIDE = (
    "La hoja «{sheet}» tiene algo escrito en la columna {column}, muy lejos de los datos: no se "
    "lee. Borre lo que hay a la derecha de los datos y guarde el archivo otra vez."
)
OVERLAPPING = "La hoja «{sheet}» tiene celdas combinadas unas sobre otras: está dañada."
Mark = tuple[int, int, str, CellKind]  # row and column from 0, what stands there, why
Sign = tuple[int, int, str]  # row and column from 0, what is shown beside the number


class Budget:
    """How many cells a file may still have, over all of its sheets."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._left = MOST_CELLS

    def take(self, sheet: str, rows: int, width: int) -> None:
        """Count some rows; raises `UnreadableFile` beyond the bound."""
        if width > MOST_COLUMNS:
            words = TOO_WIDE.format(sheet=sheet, column=column_name(width - 1))
            raise UnreadableFile(self.path, words)
        self._left -= rows * width
        if self._left < 0:
            raise UnreadableFile(
                self.path, TOO_MANY.format(sheet=sheet, most=MOST_CELLS // 1_000_000)
            )


class GridMaker:
    """One sheet in the making; rows are numbered as the person sees them.

    `first_column` is the place (from 0) of the first value of the rows that are given.
    """

    def __init__(
        self, name: str, budget: Budget, marks: Iterable[Mark] = (), signs: Iterable[Sign] = ()
    ) -> None:
        self.first_column = 0
        self._signs = signs
        self._name = name
        self._budget = budget
        self._marks: dict[int, list[Mark]] = defaultdict(list)
        for mark in marks:
            self._marks[mark[0] + 1].append(mark)
        self._rows: list[Sequence[object]] = []
        self._numbers: list[int] = []
        self._put: list[tuple[int, Mark]] = []
        self._pieces: list[tuple[pl.DataFrame, pl.DataFrame]] = []

    def add(self, number: int, values: Sequence[object]) -> None:
        """Take a row of values as calamine gives them; a blank one is left out in the end."""
        for mark in self._marks.pop(number, ()):
            self._budget.take(self._name, 0, mark[1] + 1)
            self._put.append((len(self._rows), mark))
        self._numbers.append(number)
        self._rows.append(values)
        if len(self._rows) >= PIECE:
            self._flush()

    def waits_for(self, number: int) -> bool:
        """Whether something is to be put into a row that may be blank."""
        return number in self._marks

    def made(self, merged: Sequence[Corners] = (), hidden: frozenset[int] = frozenset()) -> Grid:
        """The sheet, with the marks that stand where calamine saw no more rows."""
        for number in sorted(self._marks):
            self.add(number, [])
        self._flush()
        text, kinds = _joined([t for t, _ in self._pieces]), _joined([k for _, k in self._pieces])
        kinds = kinds.with_columns(pl.exclude(ROW).fill_null(pl.lit(CellKind.BLANK.value, LETTERS)))
        grid = Grid(
            self._name,
            text.sort(ROW),
            kinds.sort(ROW),
            merged=tuple(merged),
            hidden=hidden.intersection(text[ROW]),
        )
        grid = replace(grid, signs=_signs(grid.kinds, self._signs))
        if _covered(grid) > len(grid.text) * grid.width:
            raise UnreadableFile(self._budget.path, OVERLAPPING.format(sheet=self._name))
        return grid

    def _flush(self) -> None:
        """The rows so far as columns, without the blank rows and the blank columns at the end."""
        columns = [column_of(values) for values in zip_longest(*self._rows, fillvalue="")]
        blank = column_of([""] * len(self._rows))
        cells = [*([blank] * self.first_column), *columns]
        put: dict[int, list[tuple[int, Mark]]] = defaultdict(list)
        for place, mark in self._put:
            put[mark[1]].append((place, mark))
        cells += [blank] * (max(put, default=-1) + 1 - len(cells))
        for column, marks in put.items():
            cells[column] = _put(cells[column], marks)
        text, kinds = _framed(self._numbers, cells)
        if cells:
            filled = pl.any_horizontal(pl.exclude(ROW) != CellKind.BLANK.value)
            kept = kinds.select(filled).to_series()
            text, kinds = text.filter(kept), kinds.filter(kept)
        width = _filled_width(kinds)
        names = [ROW, *(f"c{place}" for place in range(width))]
        self._budget.take(self._name, len(text), width)
        self._pieces.append((text.select(names), kinds.select(names)))
        self._rows, self._numbers, self._put = [], [], []


def column_name(index: int) -> str:
    """The letters of a column, from 0."""
    name = ""
    while index >= 0:
        name = chr(ord("A") + index % 26) + name
        index = index // 26 - 1
    return name


def _put(cells: Column, marks: Iterable[tuple[int, Mark]]) -> Column:
    """Put back the marks that calamine dropped from a column."""
    texts, letters = (series.to_list() for series in cells)
    for place, (_, _, word, kind) in marks:
        if letters[place] == CellKind.BLANK.value:
            texts[place], letters[place] = word, kind.value
    return pl.Series(texts, dtype=pl.String), pl.Series(letters, dtype=LETTERS)


def _framed(numbers: Sequence[int], cells: Sequence[Column]) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = pl.Series(ROW, numbers, dtype=pl.Int64)
    return (
        pl.DataFrame([rows, *(text.alias(f"c{i}") for i, (text, _) in enumerate(cells))]),
        pl.DataFrame([rows, *(kinds.alias(f"c{i}") for i, (_, kinds) in enumerate(cells))]),
    )


def _signs(kinds: pl.DataFrame, signs: Iterable[Sign]) -> pl.DataFrame:
    """What numbers show beside them, in the columns in which any does."""
    own: dict[int, tuple[list[int], list[str]]] = {}
    for row, column, sign in signs:
        rows, words = own.setdefault(column, ([], []))
        rows.append(row + 1)
        words.append(sign)
    found = kinds.select(ROW)
    for column in sorted(one for one in own if one < kinds.width - 1):
        name, (rows, words) = f"c{column}", own[column]
        shown = pl.DataFrame({ROW: rows, name: words}, schema={ROW: pl.Int64, name: pl.String})
        column_shown = (
            kinds.select(ROW, kind=name)
            .join(shown.unique(ROW, keep="last"), on=ROW, how="left", maintain_order="left")
            .select(pl.when(pl.col("kind") == CellKind.NUMBER.value).then(name).alias(name))
            .to_series()
        )
        if column_shown.null_count() < len(column_shown):
            found = found.with_columns(column_shown)
    return found


def _filled_width(kinds: pl.DataFrame) -> int:
    """Up to where anything stands in a row."""
    width = kinds.width - 1
    while width and (kinds[f"c{width - 1}"] == CellKind.BLANK.value).all():
        width -= 1
    return width


def _joined(pieces: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(pieces, how="diagonal") if len(pieces) > 1 else pieces[0]


def _covered(grid: Grid) -> int:
    """How many cells of rows with data are merged: more than there are, if some overlap."""
    numbers = grid.numbers.to_list() if grid.merged else []
    covered = 0
    for (top, left), (bottom, right) in grid.merged:
        rows = bisect_left(numbers, bottom + 2) - bisect_left(numbers, top + 1)
        covered += max(rows, 0) * max(min(right + 1, grid.width) - left, 0)
    return covered
