"""Cells as they stand in a file, before anybody knows which row holds the headings."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import polars as pl

from planilla.reading.cells.sheet import LETTERS, CellKind

Cell = tuple[str | None, CellKind]
Column = tuple[pl.Series, pl.Series]  # texts, and the letters of their kinds
Corners = tuple[tuple[int, int], tuple[int, int]]
BLANK: Cell = (None, CellKind.BLANK)
ROW = "row"
SPACES = "".join(c for c in map(chr, range(0x3001)) if c.isspace())  # those that Python strips
HEADING_ROWS = 20  # how far down headings are looked for: a title may stand above them


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, by columns, without its wholly blank rows.

    `text` and `kinds` have the columns `row` (Int64, rising: the number that the person
    sees) and `c0`, `c1`, …: each cell as text, or null where it is blank, and the letter
    of its `CellKind`. `lengths` are there where the length of a row means something: in a CSV,
    a row with more or fewer cells than headings has its values under the wrong ones.
    `merged` are the corners (row and column from 0) of cells joined into one, of
    which only the first has the value. `hidden` are the numbers of rows that a person
    does not see (an .xlsx tells; the other formats' readers do not). `signs` has the column
    `row`, too, and those in which a number's format shows a sign (`cells.signs`), or null.
    """

    name: str
    text: pl.DataFrame
    kinds: pl.DataFrame
    lengths: pl.Series | None = None
    merged: tuple[Corners, ...] = ()
    hidden: frozenset[int] = frozenset()
    signs: pl.DataFrame | None = None

    @property
    def numbers(self) -> pl.Series:
        """The row numbers."""
        return self.text[ROW]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.text.width - 1

    def top(self) -> list[list[str]]:
        """The first rows as text, the blank ones among them with no cells."""
        first = self.text.filter(pl.col(ROW) <= HEADING_ROWS)
        lengths = [] if self.lengths is None else self.lengths.head(len(first)).to_list()
        rows: list[list[str]] = []
        for place, (number, *cells) in enumerate(first.iter_rows()):
            rows.extend([] for _ in range(number - 1 - len(rows)))
            rows.append([cell or "" for cell in cells[: lengths[place] if lengths else None]])
        return rows

    def below(self, index: int) -> Grid:
        """What stands under a row (from 0)."""
        mask = self.numbers > index + 1
        lengths = None if self.lengths is None else self.lengths.filter(mask)
        signs = None if self.signs is None else self.signs.filter(mask)
        text, kinds = self.text.filter(mask), self.kinds.filter(mask)
        return replace(self, text=text, kinds=kinds, lengths=lengths, signs=signs)

    def signs_by_place(self, width: int) -> dict[int, pl.Series]:
        """The signs of each of the first columns that has any."""
        found = {} if self.signs is None else self.signs.to_dict()
        places = {place: found.get(f"c{place}") for place in range(width)}
        return {
            place: one
            for place, one in places.items()
            if one is not None and one.null_count() < len(one)
        }

    def with_merged(self) -> Grid:
        """The same, with cells that a merged one covers told from blanks."""
        numbers = self.numbers.to_list()
        covered: dict[int, set[int]] = {}
        for (top, left), (bottom, right) in self.merged:
            inside = range(bisect_left(numbers, top + 1), bisect_left(numbers, bottom + 2))
            for column in range(left, min(right + 1, self.width)):
                first = top + 1 if column == left else None  # the one that has the value
                covered.setdefault(column, set()).update(p for p in inside if numbers[p] != first)
        return self._marked(covered)

    def _marked(self, covered: dict[int, set[int]]) -> Grid:
        text, kinds = self.text, self.kinds
        for column, places in covered.items():
            name = f"c{column}"
            letters, words = kinds[name].to_list(), text[name].to_list()
            for place in places:
                if letters[place] == CellKind.BLANK.value:
                    letters[place], words[place] = CellKind.MERGED.value, ""
            kinds = kinds.with_columns(pl.Series(name, letters, LETTERS))
            text = text.with_columns(pl.Series(name, words, pl.String))
        return replace(self, text=text, kinds=kinds)


def cell_of(value: object) -> Cell:
    """A value as calamine gives it, or exact, as text and its kind.

    A workbook's numbers are doubles: 15 significant digits are what Excel
    itself shows, and what the person typed. A whole number is as it is, since
    programs write the 16 digits of a marketplace's order as a number.
    """
    if value is None or value == "":
        return BLANK
    if isinstance(value, bool):
        return ("VERDADERO" if value else "FALSO"), CellKind.BOOL
    if isinstance(value, int):
        return str(value), CellKind.NUMBER
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return (str(int(value)) if whole else format(value.normalize(), "f")), CellKind.NUMBER
    if isinstance(value, float) and value.is_integer():
        return str(int(value)), CellKind.NUMBER
    if isinstance(value, float) and not math.isfinite(value):
        return "#NUM!", CellKind.ERROR
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f"), CellKind.NUMBER
    if isinstance(value, datetime):
        whole = value.time() == time(0)
        return (value.date().isoformat() if whole else value.isoformat(" ")), CellKind.DATE
    if isinstance(value, date):
        return value.isoformat(), CellKind.DATE
    if isinstance(value, time | timedelta):
        return str(value), CellKind.TEXT
    text = str(value)
    return (text, CellKind.TEXT) if text.strip() else BLANK


def column_of(values: Sequence[object]) -> Column:
    """The texts and the letters of the kinds of a column of values as calamine gives them.

    A text is polars' own work; anything else is looked at once, however often it stands there.
    """
    if values.count("") == len(values):
        blank = pl.Series([None], dtype=pl.String).new_from_index(0, len(values))
        return blank, pl.Series([CellKind.BLANK.value], dtype=LETTERS).new_from_index(
            0, len(values)
        )
    others = {(type(v), v): v for v in values if type(v) is not str}
    read = {key: cell_of(value) for key, value in others.items()}
    if read:
        found = [None if type(v) is str else read[type(v), v] for v in values]
        pairs = zip(values, found, strict=True)
        texts = [v if cell is None else cell[0] for v, cell in pairs]
        letters = [None if cell is None else cell[1].value for cell in found]
    else:
        texts, letters = list(values), [None] * len(values)
    words = pl.Series("text", texts, dtype=pl.String)
    cells = pl.DataFrame([words, pl.Series("kind", letters, dtype=LETTERS)]).select(
        "text",
        pl.coalesce(
            "kind",
            pl.when(pl.col("text").str.strip_chars(SPACES) != "")
            .then(pl.lit(CellKind.TEXT.value, LETTERS))
            .otherwise(pl.lit(CellKind.BLANK.value, LETTERS)),
        ),
    )
    filled = pl.when(pl.col("kind") != CellKind.BLANK.value).then("text")
    return cells.select(filled).to_series(), cells["kind"]
