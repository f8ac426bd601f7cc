"""A file's cells by columns, wherever they come from, and its first rows to be recognised by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl

from planilla.workbook.grid import Cell, Grid
from planilla.workbook.sheet import Kind

HEADING_ROWS = 20  # how far down headings are looked for
ROW = "row"


@dataclass(frozen=True)
class Table:
    """The rows under the headings.

    `text` has the columns `row` (Int64, as the person sees it) and `c0`, `c1`, …
    with each cell as text or null, for the places that were asked for; `kinds`
    has the letters of `Kind` in the same columns. `uneven` are rows of a CSV
    whose values may stand under other headings.
    """

    path: Path
    headings: tuple[str, ...]
    text: pl.DataFrame
    kinds: pl.DataFrame
    uneven: tuple[int, ...] = ()


class Book(Protocol):
    """An open file: one sheet or several."""

    def tops(self) -> list[list[list[str]]]:
        """The first rows of each sheet, as text."""
        ...

    def table(self, sheet: int, heading: int, places: Iterable[int]) -> Table:
        """The columns at some places, under the heading row (an index) of a sheet."""
        ...


@dataclass(frozen=True)
class BoundBook:
    """A workbook, every cell with its own type."""

    path: Path
    grids: Sequence[Grid]

    def tops(self) -> list[list[list[str]]]:
        """The first rows of each sheet, as text."""
        return [[[t or "" for t, _ in row] for row in g.rows[:HEADING_ROWS]] for g in self.grids]

    def table(self, sheet: int, heading: int, places: Iterable[int]) -> Table:
        """The columns at some places; wholly blank rows are left out."""
        grid = self.grids[sheet]
        body = [
            (number, cells)
            for number, cells in enumerate(grid.rows[heading + 1 :], start=heading + 2)
            if any(kind is not Kind.BLANK for _, kind in cells)
        ]
        numbers = pl.Series(ROW, [number for number, _ in body], dtype=pl.Int64)
        text, kinds = {}, {}
        for place in places:
            cells = [_at(row, place) for _, row in body]
            text[f"c{place}"] = [cell[0] for cell in cells]
            kinds[f"c{place}"] = [cell[1].value for cell in cells]
        schema = dict.fromkeys(text, pl.String)
        headings = tuple((cell or "").strip() for cell, _ in grid.rows[heading])
        return Table(
            self.path,
            headings,
            pl.DataFrame(text, schema=schema).insert_column(0, numbers),
            pl.DataFrame(kinds, schema=schema).insert_column(0, numbers),
        )


def _at(cells: list[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else (None, Kind.BLANK)
