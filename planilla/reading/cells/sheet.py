"""A sheet as it came: every cell with the type it has in the file."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import polars as pl

from schemas.faults import Fault

Value = str | int | bool | Decimal | date | datetime | None


class CellKind(StrEnum):
    """What a cell is in the file, one letter each."""

    BLANK = "b"
    TEXT = "t"
    NUMBER = "n"
    DATE = "d"
    BOOL = "o"
    ERROR = "e"  # #DIV/0!, #N/A …
    FORMULA = "f"  # a formula whose value was never computed
    MERGED = "m"  # covered by a cell that is merged with it


LETTERS = pl.Enum([kind.value for kind in CellKind])


STRIDE = 1_000_000_000
"""What the number of a row has more with each concept after its first."""


def in_file(number: int) -> int:
    """The number of a row as the file's owner sees it."""
    return number % STRIDE


@dataclass(frozen=True)
class Foreign:
    """`origin` is the file's own sheet; `written` its heading by our place and the concept.

    `unknown` are the places in it of headings that nobody declared, `named` what the others
    are. `faults` are those of the translation, by our row, with our column's name.
    """

    origin: Sheet
    written: Mapping[tuple[int, int], str]
    unknown: tuple[int, ...]
    named: Mapping[int, str]
    faults: tuple[tuple[int, str, Fault], ...]

    def heading(self, place: int, row: int) -> str | None:
        """How the file heads a cell of ours."""
        return self.written.get((place, row // STRIDE))


@dataclass(frozen=True)
class Sheet:
    """A table read from a file.

    `headings` are as the file writes them, in order. `text` and `kinds` have
    the columns `row` (Int64: the number the person sees in the file) and then
    one a heading, named `c0`, `c1`, …; `text` holds each cell as text (a
    number in plain decimal notation with a point, a date as ISO, a blank as
    null) and `kinds` the letter of its `CellKind` (`LETTERS`). Wholly blank rows are left out.
    `uneven` are the rows of a CSV that have more or fewer cells than headings,
    `hidden` those of a workbook that are hidden or filtered out. `signs` are what the numbers
    of a column (by its place) show beside them, where any shows something: the format's
    per cent sign or currency (`cells.signs`), or null. `foreign` is what stands in the file
    itself, where another program's sheet was made one of ours.
    """

    path: Path
    sheet_name: str
    headings: tuple[str, ...]
    heading_row: int
    text: pl.DataFrame
    kinds: pl.DataFrame
    uneven: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()
    signs: Mapping[int, pl.Series] = field(default_factory=dict)
    foreign: Foreign | None = None

    def without(self, numbers: Set[int]) -> Sheet:
        """The same table less some rows, by their numbers."""
        kept = ~self.text["row"].is_in(sorted(numbers))
        foreign = self.foreign
        if foreign is not None:
            left = {in_file(row) for row in self.text["row"].filter(kept)}
            gone = set(foreign.origin.rows) - left
            foreign = replace(foreign, origin=foreign.origin.without(gone))
        return replace(
            self,
            foreign=foreign,
            text=self.text.filter(kept),
            kinds=self.kinds.filter(kept),
            signs={
                place: own.filter(self.text.select(kept).to_series())
                for place, own in self.signs.items()
            },
            uneven=tuple(row for row in self.uneven if row not in numbers),
            hidden=tuple(row for row in self.hidden if row not in numbers),
        )

    @property
    def rows(self) -> list[int]:
        """The row numbers, in the order of the file."""
        return self.text["row"].to_list()
