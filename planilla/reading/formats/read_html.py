"""The tables of a web page, as programs write one that they call an .xls.

The standard library's parser takes time by the square of what a hostile page is long, so
tags are found here by one expression that looks at each character a bounded number of times.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from planilla.common.errors import UnreadableFile
from planilla.reading.cells.grid import Corners, Grid
from planilla.reading.formats.grid_maker import MOST_COLUMNS, Budget, GridMaker
from planilla.reading.formats.read_csv import decode

MOST_TABLES, DEEPEST = 100, 30
MOST_ROWS = 1_048_576
TOO_MANY = (
    "La página web tiene demasiadas tablas: guárdela desde Excel como Libro de Excel (.xlsx)."
)
NONE = (
    "Es una página web con nombre de planilla y no tiene ninguna tabla. Ábrala en Excel y guárdela "
    "con «Guardar como… Libro de Excel (.xlsx)»."
)
TAG = re.compile(
    r"""<!--|<(/?)([a-z][\w:.-]*)(?![\w:.-])((?:[^<>"']|"[^"<]*"|'[^'<]*'){0,5000})>|<[!?][^<>]*>""",
    re.IGNORECASE,
)
SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,9})", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f]+")
APART = {"br", "p", "div", "li", "h1", "h2", "h3"}
UNSHOWN = {"script", "style", "title", "noscript", "template", "xml"}
CELLS = {"td", "th"}


@dataclass
class _Cell:
    columns: int
    rows: int
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return SPACE.sub(" ", "".join(self.parts)).strip()


@dataclass
class _Table:
    """A table in the making: `below` says of a column how many rows more a cell reaches."""

    name: str
    maker: GridMaker
    budget: Budget
    rows: int = 0
    filled: int = 0
    merged: list[Corners] = field(default_factory=list)
    below: dict[int, int] = field(default_factory=dict)
    row: list[_Cell] | None = None
    cell: _Cell | None = None

    def begin(self, cell: _Cell) -> None:
        """A cell begins, and ends what was open."""
        if self.row is None:
            self.row = []
        self.row.append(cell)
        self.cell = cell
        if len(self.row) > MOST_COLUMNS:
            self.budget.take(self.name, 0, len(self.row))

    def end_row(self) -> None:
        """The row is whole."""
        cells, self.row, self.cell = self.row, None, None
        if cells is None:
            return
        values: list[str] = []
        for cell in cells:
            self._skip(values)
            place = len(values)
            self.budget.take(self.name, 0, place + cell.columns)
            values += [cell.text, *([""] * (cell.columns - 1))]
            if cell.columns > 1 or cell.rows > 1:
                last = self.rows + cell.rows - 1, place + cell.columns - 1
                self.merged.append(((self.rows, place), last))
            for column in range(place, place + cell.columns if cell.rows > 1 else place):
                self.below[column] = cell.rows
        self.below = {column: left - 1 for column, left in self.below.items() if left > 1}
        self.rows += 1
        if any(values):
            self.filled += sum(map(bool, values)) > 1
            self.maker.add(self.rows, values)

    def _skip(self, values: list[str]) -> None:
        """Over the columns into which a cell of a row above reaches."""
        while len(values) in self.below:
            values.append("")


def read_html(path: Path) -> list[Grid]:
    """Each table with a row of several cells, one inside of another apart.

    Raises `UnreadableFile` where there is none, or more than anybody writes.
    """
    grids = [
        table.maker.made(table.merged)
        for table in _tables(path, decode(path, path.read_bytes()))
        if table.filled
    ]
    if not grids:
        raise UnreadableFile(path, NONE)
    return grids


def _tables(path: Path, text: str) -> list[_Table]:
    budget = Budget(path)
    found: list[_Table] = []
    stack: list[_Table] = []
    for kind, name, rest in _tokens(text):
        inside = stack[-1] if stack else None
        if name == "table":
            if kind == "start":
                if len(found) >= MOST_TABLES or len(stack) >= DEEPEST:
                    raise UnreadableFile(path, TOO_MANY)
                called = f"Tabla {len(found) + 1}"
                found.append(_Table(called, GridMaker(called, budget), budget))
                stack.append(found[-1])
            elif inside is not None:
                inside.end_row()
                stack.pop()
        elif inside is not None:
            _take(inside, kind, name, rest)
    for table in stack:
        table.end_row()
    return found


def _take(table: _Table, kind: str, name: str, rest: str) -> None:
    if kind == "text":
        if table.cell is not None:
            table.cell.parts.append(html.unescape(rest))
    elif name == "tr":
        table.end_row()
        if kind == "start":
            table.row = []
    elif name in CELLS:
        table.cell = None
        if kind == "start":
            spans = {which.lower(): int(count) for which, count in SPAN.findall(rest)}
            columns = max(spans.get("col", 1), 1)
            table.begin(_Cell(columns, min(max(spans.get("row", 1), 1), MOST_ROWS)))
    elif name in APART and table.cell is not None:
        table.cell.parts.append(" ")


def _tokens(text: str) -> Iterator[tuple[str, str, str]]:
    """Start and end tags with their attributes, and the texts between them."""
    at = 0
    while found := TAG.search(text, at):
        if found.start() > at:
            yield "text", "", text[at : found.start()]
        at = found.end()
        name = (found[2] or "").lower()
        if name:
            yield "end" if found[1] else "start", name, found[3]
        if found[0] == "<!--":
            at = _behind(text, "-->", at)
        elif name in UNSHOWN and not found[1] and not found[0].endswith("/>"):
            at = _behind(text, f"</{name}", at)
    if at < len(text):
        yield "text", "", text[at:]


def _behind(text: str, mark: str, at: int) -> int:
    """Where a mark ends, whatever its case; the end of the text where there is none."""
    found = re.compile(re.escape(mark), re.IGNORECASE).search(text, at)
    return found.end() if found else len(text)
