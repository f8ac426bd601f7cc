"""The tables of an .ods: their marks, how far they reach, and a sparse one made small.

A cell and a row say how often they are repeated, so that a file of a kilobyte can
stand for millions. calamine makes a whole table of each, blank cells between the
filled ones too; and it gives a blank for errors and formulas never computed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree  # its expat stops entity bombs
from xml.etree.ElementTree import Element

from planilla.reading.cells.sheet import CellKind
from planilla.reading.cells.signs import AS_STORED, PERCENT, parted
from planilla.reading.formats.grid_maker import Budget, Mark, Sign
from planilla.reading.formats.xlsx_parts import EMPTY_FOR_ONE, HARMLESS, local

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"
NAMESPACES = {  # calamine knows them by these prefixes
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
TABLE = f"{{{NAMESPACES['table']}}}"
OFFICE = f"{{{NAMESPACES['office']}}}"
COLUMNS_REPEATED = f"{TABLE}number-columns-repeated"


@dataclass
class Table:
    """One table: its marks and signs, how many cells are filled, and up to where."""

    name: str
    marks: list[Mark] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    indented: bool = False  # calamine takes the blanks between cells for an error

    @property
    def sparse(self) -> bool:
        """Whether what calamine makes of it would be nearly empty."""
        return self.last_row * self.last_column > HARMLESS + EMPTY_FOR_ONE * self.cells


@dataclass(frozen=True)
class _Row:
    """A row (from 0) with its filled cells: the place of each, how often repeated, its XML.

    `reach` is up to where calamine sees something, texts of spaces alone too.
    """

    number: int
    times: int
    reach: int
    cells: list[tuple[int, int, Element]]
    indented: bool


def is_locked(archive: zipfile.ZipFile) -> bool:
    """Whether it has a password."""
    return MANIFEST in archive.namelist() and b"encryption-data" in archive.read(MANIFEST)


def tables(archive: zipfile.ZipFile, budget: Budget) -> list[Table]:
    """What each table holds; raises `UnreadableFile` where that is too much to be unrolled."""
    found: list[Table] = []
    for one in _walk(archive):
        if isinstance(one, str):
            found.append(Table(one))
            continue
        table = found[-1]
        table.indented = table.indented or one.indented
        table.last_row = max(table.last_row, one.number + one.times)
        table.last_column = max(table.last_column, one.reach)
        width = max((column + times for column, times, _ in one.cells), default=0)
        budget.take(table.name, one.times if one.cells else 0, width)
        table.cells += sum(times for _, times, _ in one.cells) * one.times
        marks = [
            (place, *mark)
            for column, times, cell in one.cells
            if (mark := _mark(cell))
            for place in range(column, column + times)
        ]
        rows = range(one.number, one.number + one.times) if marks else ()
        table.marks += [(row, *mark) for row in rows for mark in marks]
        signs = [
            (place, sign)
            for column, times, cell in one.cells
            if (sign := _sign(cell))
            for place in range(column, column + times)
        ]
        rows = range(one.number, one.number + one.times) if signs else ()
        table.signs += [(row, *sign) for row in rows for sign in signs]
    return found


def thinned(archive: zipfile.ZipFile) -> tuple[io.BytesIO, list[list[int]]]:
    """The file without its blank rows and cells, and the numbers that each table's rows have."""
    for prefix, name in NAMESPACES.items():
        ElementTree.register_namespace(prefix, name)
    root = Element(f"{OFFICE}document-content", {f"{OFFICE}version": "1.2"})
    body = ElementTree.SubElement(root, f"{OFFICE}body")
    book = ElementTree.SubElement(body, f"{OFFICE}spreadsheet")
    numbers: list[list[int]] = []
    table = book
    for one in _walk(archive):
        if isinstance(one, str):
            table = ElementTree.SubElement(book, f"{TABLE}table", {f"{TABLE}name": one})
            numbers.append([])
            continue
        if not one.cells:
            continue
        row = Element(f"{TABLE}table-row")
        at = 0
        for column, times, cell in one.cells:
            if column > at:
                gap = {COLUMNS_REPEATED: str(column - at)}
                ElementTree.SubElement(row, f"{TABLE}table-cell", gap)
            row.append(_bare(cell))
            at = column + times
        table.extend([row] * one.times)
        numbers[-1] += range(one.number + 1, one.number + one.times + 1)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as copy:
        for name in {"mimetype", MANIFEST}.intersection(archive.namelist()):
            copy.writestr(name, archive.read(name))
        copy.writestr(CONTENT, ElementTree.tostring(root, "utf-8"))
    content.seek(0)
    return content, numbers


def _walk(archive: zipfile.ZipFile) -> Iterator[str | _Row]:
    """The name of each table, then those of its rows in which calamine sees something."""
    own: list[tuple[int, int, Element]] = []
    row = column = reach = 0
    with archive.open(CONTENT) as file:
        for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314
            tag = local(element.tag)
            if event == "start":
                if tag == "table":
                    row = 0
                    yield _attribute(element, "name") or ""
                elif tag == "table-row":
                    own, column, reach = [], 0, 0
            elif tag in {"table-cell", "covered-table-cell"}:
                times = _times(element, "number-columns-repeated")
                if _holds(element):
                    own.append((column, times, element))
                column += times
                if _attribute(element, "value-type") or _attribute(element, "formula"):
                    reach = column
            elif tag == "table-row":
                times = _times(element, "number-rows-repeated")
                if own or reach:
                    yield _Row(row, times, reach, own, bool(element.text))
                row += times
                element.clear()


def _bare(cell: Element) -> Element:
    """A cell without the blanks that stand around its paragraphs."""
    cell.text = cell.tail = None
    for part in cell:
        part.tail = None
    return cell


def _holds(cell: Element) -> bool:
    """Whether calamine would give something for a cell, or there is a mark to be kept."""
    kinds = [v for k, v in cell.attrib.items() if local(k) == "value-type"]
    if kinds and "string" not in kinds:
        return True
    if _attribute(cell, "formula"):
        return not kinds or bool(_text(cell))
    return bool(_text(cell))


def _text(cell: Element) -> str:
    return (_attribute(cell, "string-value") or "".join(cell.itertext())).strip()


def _mark(cell: Element) -> tuple[str, CellKind] | None:
    kinds = [v for k, v in cell.attrib.items() if local(k) == "value-type"]
    if "error" in kinds:
        return "".join(cell.itertext()) or "#N/A", CellKind.ERROR
    formula = _attribute(cell, "formula")
    return (formula, CellKind.FORMULA) if formula and not kinds else None


def _sign(cell: Element) -> str:
    """What a number shows beside it, as its text says; else by what the file calls it."""
    kind = _attribute(cell, "value-type")
    if kind == "percentage":
        return PERCENT
    if kind not in {"float", "currency"}:
        return ""
    own = (part for part in cell if local(part.tag) == "p")  # and no comment beside it
    text = " ".join("".join(part.itertext()) for part in own).strip()
    if text.endswith("%"):
        return AS_STORED
    told = "" if text or kind == "float" else _attribute(cell, "currency") or ""
    return parted(text)[1] or told


def _times(element: Element, name: str) -> int:
    return max(int(_attribute(element, name) or 1), 1)


def _attribute(element: Element, name: str) -> str | None:
    return next((v for k, v in element.attrib.items() if local(k) == name), None)
