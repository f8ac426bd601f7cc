"""Which cells of an .xlsx, .xlsm or .ods are errors, or formulas never computed.

calamine gives a blank for both, and a blank in an optional column would take
its default: the file's own XML tells them apart. A formula whose value is an
empty text is a blank, as the person sees it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree  # its expat stops entity bombs

from openpyxl.utils.cell import coordinate_to_tuple

from planilla.workbook.sheet import Kind

Mark = tuple[int, int, str, Kind]  # row and column from 0, what stands there, why
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SUSPECT_XLSX = re.compile(rb"<(?:\w+:)?f[ />]|\bt=[\"']e[\"']")
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
NUMBER = re.compile(rb"\br=[\"'](\d+)[\"']")
SUSPECT_ODS = re.compile(rb"table:formula=|value-type=[\"']error[\"']")


def xlsx_marks(path: Path) -> list[list[Mark]]:
    """The marks of each sheet, in the order of the workbook."""
    with zipfile.ZipFile(path) as archive:
        return [_sheet_marks(archive, part) for part in _sheet_parts(archive)]


def hidden_rows(path: Path) -> list[frozenset[int]]:
    """The numbers of the rows that each sheet hides, by hand or by a filter."""
    with zipfile.ZipFile(path) as archive:
        return [_hidden(archive.read(part)) for part in _sheet_parts(archive)]


def _hidden(sheet: bytes) -> frozenset[int]:
    rows = (match[1] for match in ROW.finditer(sheet))
    numbers = (NUMBER.search(row) for row in rows if HIDDEN.search(row))
    return frozenset(int(number[1]) for number in numbers if number)


def ods_marks(path: Path) -> list[list[Mark]]:
    """The marks of each table, in the order of the file."""
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
        if not SUSPECT_ODS.search(content):
            return []
        with archive.open("content.xml") as file:
            return list(_tables(file))


def _sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    book = next(
        target for kind, _, target in _relations(archive, "") if kind.endswith("/officeDocument")
    )
    targets = {key: target for _, key, target in _relations(archive, book)}
    root = ElementTree.fromstring(archive.read(book))  # noqa: S314
    return [targets[e.attrib[RELATION]] for e in root.iter() if _local(e.tag) == "sheet"]


def _relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    """Kind, id and target (as a name in the archive) of what a part refers to."""
    folder, _, name = part.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    root = ElementTree.fromstring(archive.read(f"{prefix}_rels/{name}.rels"))  # noqa: S314
    for one in root:
        target = one.attrib["Target"]
        where = target[1:] if target.startswith("/") else prefix + target
        yield one.attrib["Type"], one.attrib["Id"], where


def _sheet_marks(archive: zipfile.ZipFile, part: str) -> list[Mark]:
    if not SUSPECT_XLSX.search(archive.read(part)):
        return []  # most sheets have neither, and need no second look
    found: list[Mark] = []
    row = column = -1
    with archive.open(part) as file:
        for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314
            tag = _local(element.tag)
            if event == "start":
                if tag == "row":
                    row, column = int(element.get("r", row + 2)) - 1, -1
                continue
            if tag == "row":
                element.clear()
            elif tag == "c":
                place = element.get("r")
                column = coordinate_to_tuple(place)[1] - 1 if place else column + 1
                if mark := _xlsx_mark(element):
                    found.append((row, column, *mark))
    return found


def _xlsx_mark(cell: ElementTree.Element) -> tuple[str, Kind] | None:
    formula: str | None = None
    value: str | None = None
    for child in cell:
        tag = _local(child.tag)
        if tag == "f":
            formula = child.text or ""
        elif tag == "v":
            value = child.text or ""
    if cell.get("t") == "e":
        return value or "#N/A", Kind.ERROR
    if formula is None or value:
        return None
    if value == "" and cell.get("t") == "str":
        return None
    return f"={formula}", Kind.FORMULA


def _tables(file: IO[bytes]) -> Iterator[list[Mark]]:
    found: list[Mark] = []
    own: list[tuple[int, str, Kind]] = []
    row = column = 0
    for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314
        tag = _local(element.tag)
        if event == "start":
            if tag == "table":
                found, row = [], 0
            elif tag == "table-row":
                own, column = [], 0
        elif tag in {"table-cell", "covered-table-cell"}:
            times = int(_attribute(element, "number-columns-repeated") or 1)
            if mark := _ods_mark(element):
                own += [(place, *mark) for place in range(column, column + times)]
            column += times
        elif tag == "table-row":
            times = int(_attribute(element, "number-rows-repeated") or 1)
            if own:
                found += [(place, *mark) for place in range(row, row + times) for mark in own]
            row += times
            element.clear()
        elif tag == "table":
            yield found


def _ods_mark(cell: ElementTree.Element) -> tuple[str, Kind] | None:
    kinds = [v for k, v in cell.attrib.items() if _local(k) == "value-type"]
    if "error" in kinds:
        return "".join(cell.itertext()) or "#N/A", Kind.ERROR
    formula = _attribute(cell, "formula")
    return (formula, Kind.FORMULA) if formula and not kinds else None


def _attribute(element: ElementTree.Element, name: str) -> str | None:
    return next((v for k, v in element.attrib.items() if _local(k) == name), None)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
