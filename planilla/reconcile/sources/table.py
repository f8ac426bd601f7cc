"""A file's cells by columns, wherever they come from, and its first rows to be recognised by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from planilla.reading.cells.grid import ROW, Grid
from planilla.reading.process.read_file import open_grids


@dataclass(frozen=True)
class Table:
    """The rows under the headings.

    `text` has the columns `row` (Int64, as the person sees it) and `c0`, `c1`, …
    with each cell as text or null, for the places that were asked for; `kinds`
    has the letters of `Kind` in the same columns. `uneven` are rows of a CSV
    whose values may stand under other headings, `alone` those with one filled cell and its text.
    `above` is what the rows over the headings say, `added` the places of columns that are no
    column of the file.
    """

    path: Path
    headings: tuple[str, ...]
    text: pl.DataFrame
    kinds: pl.DataFrame
    uneven: tuple[int, ...] = ()
    alone: Mapping[int, str] = field(default_factory=dict)
    above: Mapping[int, str] = field(default_factory=dict)
    added: tuple[int, ...] = ()


@dataclass(frozen=True)
class Book:
    """A file's sheets."""

    path: Path
    grids: Sequence[Grid]

    def tops(self) -> list[list[list[str]]]:
        """The first rows of each sheet, as text."""
        return [grid.top() for grid in self.grids]

    def table(self, sheet: int, heading: int, places: Iterable[int]) -> Table:
        """The columns at some places, under the heading row (an index) of a sheet."""
        grid = self.grids[sheet]
        body = grid.below(heading)
        top = grid.top()
        headings = [cell.strip() for cell in top[heading]]
        columns = [ROW, *(f"c{place}" for place in places)]
        return Table(
            self.path,
            tuple(headings),
            body.text.select(columns),
            body.kinds.select(columns),
            _uneven(body, headings),
            _alone(body),
            {number: " ".join(filter(None, row)) for number, row in enumerate(top[:heading], 1)},
        )


def open_book(path: Path) -> Book:
    """A file, read; raises `UnreadableFile` in words for its owner."""
    return Book(path, open_grids(path))


def _uneven(body: Grid, headings: Sequence[str]) -> tuple[int, ...]:
    """Rows of a CSV with more or fewer cells; a separator at the end of a line is nothing."""
    if body.lengths is None:
        return ()
    width = len(headings)
    while width and not headings[width - 1]:
        width -= 1
    filled = [
        pl.when(pl.col(f"c{place}").is_not_null()).then(place + 1) for place in range(body.width)
    ]
    last = body.text.select(pl.max_horizontal(filled).fill_null(0).alias("last"))["last"]
    return tuple(body.numbers.filter((body.lengths < width) | (last > width)).to_list())


def _alone(body: Grid) -> dict[int, str]:
    """Rows with one filled cell: a title, or the end of a statement."""
    cells = pl.concat_list(pl.exclude(ROW)).list.drop_nulls()
    rows = body.text.select(ROW, cells=cells).filter(pl.col("cells").list.len() == 1)
    return {row: words[0] for row, words in rows.iter_rows()}
