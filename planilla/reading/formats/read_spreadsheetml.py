"""Excel's XML of 2003 (SpreadsheetML), which programs write and call an .xls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Context, Decimal, InvalidOperation
from pathlib import Path
from xml.etree import ElementTree  # its expat stops entity bombs
from xml.etree.ElementTree import Element

from planilla.reading.cells.grid import Corners, Grid
from planilla.reading.cells.sheet import CellKind
from planilla.reading.formats.grid_maker import Budget, GridMaker, Mark
from planilla.reading.formats.xlsx_parts import local

SHOWN = Context(prec=15)
"""A workbook's numbers are doubles, and 15 digits are what Excel shows of one."""
GREATEST = 307  # the exponent of a double
FIRST_DAY = 1900  # a time without a day is one of 1899


@dataclass
class _Sheet:
    """A sheet in the making, its rows and columns from 0."""

    name: str
    budget: Budget
    rows: list[tuple[int, list[object]]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    merged: list[Corners] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    row: int = -1

    def made(self) -> Grid:
        """The sheet."""
        maker = GridMaker(self.name, self.budget, self.marks)
        for number, values in self.rows:
            maker.add(number + 1, values)
        return maker.made(self.merged, frozenset(self.hidden))


def read_spreadsheetml(path: Path) -> list[Grid]:
    """Every sheet, in order; raises `UnreadableFile`, and what expat raises at a broken file."""
    budget = Budget(path)
    sheets: list[_Sheet] = []
    percents: set[str] = set()
    for element in _elements(path):
        if not isinstance(element, Element):
            sheets.append(_Sheet(element, budget))
        elif local(element.tag) == "Style":
            formats = [_of(one, "Format") or "" for one in element]
            if any("%" in one or one == "Percent" for one in formats):
                percents.add(_of(element, "ID") or "")
        elif sheets:
            _take_row(sheets[-1], element, percents)
    return [sheet.made() for sheet in sheets]


def _elements(path: Path) -> Iterator[str | Element]:
    """The name of each sheet, then its rows; the styles before."""
    with path.open("rb") as file:
        for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314
            tag = local(element.tag)
            if event == "start" and tag == "Worksheet":
                yield _of(element, "Name") or ""
            elif event == "end" and tag in {"Row", "Style"}:
                yield element
                element.clear()


def _take_row(sheet: _Sheet, element: Element, percents: set[str]) -> None:
    sheet.row = _place(element, sheet.row)
    if _of(element, "Hidden") == "1":
        sheet.hidden.add(sheet.row + 1)
    values: list[object] = []
    column = -1
    for cell in element:
        if local(cell.tag) != "Cell":
            continue
        column = _place(cell, column)
        sheet.budget.take(sheet.name, 0, column + 1)
        values += [""] * (column - len(values))
        value, mark = _value(cell, _of(cell, "StyleID") in percents)
        values.append(value)
        if mark is not None:
            sheet.marks.append((sheet.row, column, *mark))
        across, down = _count(cell, "MergeAcross"), _count(cell, "MergeDown")
        if across or down:
            sheet.merged.append(((sheet.row, column), (sheet.row + down, column + across)))
        column += across
    sheet.rows.append((sheet.row, values))


def _value(cell: Element, percent: bool) -> tuple[object, tuple[str, CellKind] | None]:
    """What a cell holds, as calamine would give it, or what it is that holds no value."""
    data = next((one for one in cell if local(one.tag) == "Data"), None)
    text = "" if data is None else "".join(data.itertext())
    if data is None or not text.strip():
        formula = _of(cell, "Formula")
        return "", (formula, CellKind.FORMULA) if formula else None
    kind = _of(data, "Type")
    if kind == "Error":
        return "", (text, CellKind.ERROR)
    if kind == "Boolean":
        return text.strip() == "1", None
    if kind == "DateTime":
        return _day(text.strip()), None
    return (_number(text.strip(), percent) if kind == "Number" else text), None


def _number(text: str, percent: bool) -> object:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite() or value.adjusted() > GREATEST:
        return text
    if text.lstrip("-").isdigit() and len(text) < 20 and not percent:
        return int(text)
    shown = SHOWN.create_decimal(value)
    if not percent:
        return shown
    told = format(shown * 100, "f")  # what the cell shows
    return (told.rstrip("0").rstrip(".") if "." in told else told).replace(".", ",") + "%"


def _day(text: str) -> object:
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return text
    return value if value.year >= FIRST_DAY else value.time()


def _place(element: Element, before: int) -> int:
    """Where a row or a cell stands (from 0): behind the one before, unless it says otherwise."""
    told = _of(element, "Index") or ""
    return max(int(told) - 1, before + 1) if told.isdecimal() and len(told) < 8 else before + 1


def _count(element: Element, name: str) -> int:
    told = _of(element, name) or ""
    return int(told) if told.isdecimal() and len(told) < 8 else 0


def _of(element: Element, name: str) -> str | None:
    return next((v for k, v in element.attrib.items() if local(k) == name), None)
