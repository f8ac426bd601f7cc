"""The columns of a statement as its first rows show them, under the row that holds the headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from planilla.reading.cells.dates import parse_date
from planilla.reading.cells.grid import Grid
from planilla.reading.cells.numbers import Doubt, convention, number, strip
from planilla.reading.cells.sheet import CellKind
from planilla.reconcile.sources.movements import CAME_IN, WENT_OUT
from schemas.codes import code
from schemas.cuit import is_valid
from schemas.spelling import plain

SAMPLE = 500
MONTH_FIRST = re.compile(r"^\s*(\d{1,2})([-/.])(\d{1,2})([-/.]\d)")
MOST_ROWS = 2_000
MOSTLY = 0.6
FEW = 4
Cells = Sequence[tuple[str, CellKind]]


@dataclass(frozen=True)
class Column:
    """One column: its place and heading, and its filled cells among the first rows."""

    place: int
    heading: str
    cells: Cells

    @property
    def spelled(self) -> str:
        """The heading without what does not tell one word from another."""
        return plain(self.heading)

    @property
    def texts(self) -> list[str]:
        """Its cells that are written as text."""
        return [text for text, kind in self.cells if kind is CellKind.TEXT]

    @property
    def example(self) -> str:
        """What it shows first."""
        return self.cells[0][0] if self.cells else ""

    @property
    def days(self) -> bool:
        """Whether it holds days."""
        return self._mostly(_day)

    @property
    def amounts(self) -> bool:
        """Whether it holds figures that may be money."""
        return self._mostly(_figure) and not self.days

    @property
    def decimals(self) -> bool:
        """Whether any of its figures has cents, which numbers of vouchers have not."""
        return any(_cents(text, kind) for text, kind in self.cells)

    @property
    def signed(self) -> bool:
        """Whether any of its figures is below zero."""
        return any(strip(text)[1] for text, _ in self.cells)

    @property
    def letters(self) -> bool:
        """Whether it says of each row that it came in or went out."""
        words = {plain(text) for text, _ in self.cells}
        return 0 < len(words) <= FEW and words <= CAME_IN | WENT_OUT

    @property
    def cuits(self) -> bool:
        """Whether it holds CUITs and nothing else."""
        digits = ["".join(filter(str.isdigit, text)) for text, _ in self.cells]
        return bool(digits) and all(is_valid(one) for one in digits)

    @property
    def currencies(self) -> bool:
        """Whether it holds currencies and nothing else."""
        found = {text for text, _ in self.cells}
        return 0 < len(found) <= FEW and all(code(text, "moneda") for text in found)

    @property
    def mark(self) -> str | None:
        """The decimal mark that its texts prove."""
        return convention(self.texts)

    @property
    def unclear(self) -> bool:
        """Whether a figure of it may be read in two ways, and nothing proves which."""
        return self.mark is None and any(number(one, None) is Doubt.AMBIGUOUS for one in self.texts)

    def _mostly(self, holds: Callable[[str, CellKind], bool]) -> bool:
        held = sum(holds(text, kind) for text, kind in self.cells)
        return bool(self.cells) and held >= MOSTLY * len(self.cells)


def columns(grid: Grid, heading: int) -> list[Column]:
    """The columns with a heading or a cell, under a row of the sheet (from 0)."""
    names = grid.top()[heading]
    body = grid.below(heading)
    first = body.numbers <= heading + 1 + MOST_ROWS
    body = replace(body, text=body.text.filter(first), kinds=body.kinds.filter(first))
    dated = _dated(body)
    text, kinds = body.text.filter(dated).head(SAMPLE), body.kinds.filter(dated).head(SAMPLE)
    found = []
    for place in range(grid.width):
        pairs = zip(text[f"c{place}"], kinds[f"c{place}"], strict=True)
        cells = [(word, CellKind(kind)) for word, kind in pairs if word is not None]
        name = names[place].strip() if place < len(names) else ""
        if name:
            found.append(Column(place, name, cells))
    return found


def headings(grid: Grid) -> int:
    """The row (from 0) under which the sheet looks most like movements; 0 where none does."""
    best, row = 0.0, 0
    for place, cells in enumerate(grid.top()):
        named = [cell for cell in cells if plain(cell)]
        if len(named) < 3 or any(_value(cell, CellKind.TEXT) is not None for cell in named):
            continue
        under = columns(grid, place)
        score = sum(2.0 * (one.days or one.amounts) + 0.1 * bool(one.cells) for one in under)
        if score > best and any(one.days for one in under):
            best, row = score, place
    return row


def _dated(body: Grid) -> pl.Series:
    """The rows with a day in any cell: the others are titles and footers."""
    held = pl.Series([False] * len(body.text), dtype=pl.Boolean)
    for place in range(body.width):
        pairs = zip(body.text[f"c{place}"], body.kinds[f"c{place}"], strict=True)
        days = [word is not None and _day(word, CellKind(kind)) for word, kind in pairs]
        held |= pl.Series(days, dtype=pl.Boolean)
    return held


def _day(text: str, kind: CellKind) -> bool:
    """Whether a cell is a day, whichever of day and month stands first."""
    if kind not in {CellKind.DATE, CellKind.TEXT}:
        return False
    swapped = MONTH_FIRST.sub(r"\3\2\1\4", text)
    return any(parse_date(one, kind) is not None for one in (text, swapped))


def _figure(text: str, kind: CellKind) -> bool:
    return _value(text, kind) is not None


def _value(text: str, kind: CellKind) -> Decimal | Doubt | None:
    """The figure of a cell, `Doubt.AMBIGUOUS` for one that may be two, None for none."""
    if kind is CellKind.NUMBER:
        return Decimal(text)
    if kind is not CellKind.TEXT:
        return None
    found = number(text, None)
    return None if found is Doubt.NOT_A_NUMBER else found


def _cents(text: str, kind: CellKind) -> bool:
    value = _value(text, kind)
    return isinstance(value, Decimal) and ("." in text or "," in text)
