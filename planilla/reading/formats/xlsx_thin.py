"""A sparse sheet of an .xlsx made small: the rows that hold something, one under the other.

calamine reads the copy, so that a cell means what it means in every other sheet; the
numbers of the rows are kept aside.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from xml.etree import ElementTree  # its expat stops entity bombs
from xml.etree.ElementTree import Element

from planilla.reading.cells.grid import Corners
from planilla.reading.formats.grid_maker import column_name
from planilla.reading.formats.xlsx_parts import book_part, local, place_of, relations

BEGIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


@dataclass(frozen=True)
class ThinSheet:
    """What the copy of a sheet does not say: its rows' numbers, in order, and merged cells."""

    numbers: Sequence[int]
    merged: Sequence[Corners]


def thinned(
    archive: zipfile.ZipFile, parts: Sequence[str]
) -> tuple[io.BytesIO, dict[str, ThinSheet]]:
    """A workbook of the sheets at these parts alone, without their blank cells."""
    book = book_part(archive)
    about = list(relations(archive, book))
    blanks = frozenset(
        index
        for kind, _, target in about
        if kind.endswith("/sharedStrings")
        for index in _blank_strings(archive, target)
    )
    folder, _, name = book.rpartition("/")
    needed = {"[Content_Types].xml", "_rels/.rels", book, f"{folder}/_rels/{name}.rels".lstrip("/")}
    needed |= {t for kind, _, t in about if kind.endswith(("/styles", "/sharedStrings"))}
    content, sheets = io.BytesIO(), {}
    with zipfile.ZipFile(content, "w") as copy:
        for one in needed.intersection(archive.namelist()):
            copy.writestr(one, archive.read(one))
        for part in parts:
            xml, sheets[part] = _thin(archive, part, blanks)
            copy.writestr(part, xml)
    content.seek(0)
    return content, sheets


def _blank_strings(archive: zipfile.ZipFile, part: str) -> Iterator[int]:
    """The places of the shared texts that are spaces alone."""
    index = 0
    with archive.open(part) as file:
        for _, element in ElementTree.iterparse(file):  # noqa: S314
            if local(element.tag) == "si":
                if not "".join(element.itertext()).strip():
                    yield index
                index += 1
                element.clear()


def _thin(archive: zipfile.ZipFile, part: str, blanks: Set[int]) -> tuple[bytes, ThinSheet]:
    filled: dict[tuple[int, int], Element] = {}
    merged: list[Corners] = []
    for place, element in _elements(archive, part):
        if place is None:
            first, _, last = element.get("ref", "").partition(":")
            merged.append((place_of(first), place_of(last or first)))
        elif not _is_blank(element, blanks):
            filled[place] = element
    rows = sorted({row for row, _ in filled})
    new = {row: number for number, row in enumerate(rows, start=1)}
    cells = (_written(filled[row, column], new[row], column) for row, column in sorted(filled))
    numbers = [row + 1 for row in rows]
    return b"".join((BEGIN, *cells, END)), ThinSheet(numbers, merged)


def _elements(
    archive: zipfile.ZipFile, part: str
) -> Iterator[tuple[tuple[int, int] | None, Element]]:
    """Each cell with its place, and each merged range without."""
    row = column = -1
    data: Element | None = None
    with archive.open(part) as file:
        for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314
            tag = local(element.tag)
            if event == "start" and tag == "sheetData":
                data = element
            elif event == "start" and tag == "row":
                row, column = int(element.get("r", row + 2)) - 1, -1
            elif event == "end" and tag == "row" and data is not None:
                data.clear()
            elif event == "end" and tag == "c":
                place = element.get("r")
                row, column = place_of(place) if place else (row, column + 1)
                yield (row, column), element
            elif event == "end" and tag == "mergeCell":
                yield None, element


def _is_blank(cell: Element, blanks: Set[int]) -> bool:
    """Whether calamine would give nothing for a cell, or spaces."""
    kind = cell.get("t")
    if kind == "inlineStr":
        return not "".join(cell.itertext()).strip()
    value = next((child.text or "" for child in cell if local(child.tag) == "v"), "")
    if kind == "s" and value.strip().isdecimal():
        return int(value) in blanks
    return not value.strip()


def _written(cell: Element, row: int, column: int) -> bytes:
    """A row of the copy with one cell: its style, type and value, at its new place."""
    copy = Element("c", {"r": f"{column_name(column)}{row}"})
    copy.attrib.update({name: cell.attrib[name] for name in ("s", "t") if name in cell.attrib})
    copy.extend(child for child in cell if local(child.tag) in {"v", "is"})
    outer = Element("row", {"r": str(row)})
    outer.append(copy)
    return ElementTree.tostring(outer)
