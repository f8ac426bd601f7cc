"""The last result, in which a person may have written: its sheets, read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from planilla.common.errors import InputError
from planilla.reading.cells.grid import Grid
from planilla.reading.find_headings import choose
from planilla.reading.process.read_file import open_grids
from schemas.column import Column


@dataclass(frozen=True)
class LastResult:
    """A result and its sheets; none where there is no earlier one, or it cannot be read."""

    path: Path
    grids: tuple[Grid, ...] = ()

    @classmethod
    def at(cls, path: Path) -> LastResult:
        """Read it."""
        if not path.is_file():
            return cls(path)
        try:
            return cls(path, tuple(open_grids(path)))
        except InputError:
            return cls(path)

    def rows(self, columns: Mapping[str, Column], sheet: str | None = None) -> Iterator[Row]:
        """The rows of each sheet that has all of these columns, or of one; blanks are ''."""
        for grid in self.grids:
            if sheet is not None and grid.name != sheet:
                continue
            try:
                found, match = choose(self.path, [grid], columns)
            except InputError:
                continue
            cells = {name: found.text[f"c{place}"] for name, place in match.places.items()}
            blanks = pl.all().fill_null("").str.strip_chars()
            yield from pl.DataFrame(cells).with_columns(blanks).iter_rows(named=True)


Row = dict[str, str]
