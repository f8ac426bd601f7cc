"""Which cells of an .xlsx or .xlsm are errors, or formulas never computed.

calamine gives a blank for both, and a blank in an optional column would take
its default: the file's own XML tells them apart. A formula whose value is an
empty text is a blank, as the person sees it.
"""

from __future__ import annotations

import zipfile
from xml.etree import ElementTree  # its expat stops entity bombs

from planilla.reading.cells.sheet import CellKind
from planilla.reading.formats.grid_maker import Mark
from planilla.reading.formats.xlsx_parts import local, place_of


def xlsx_marks(archive: zipfile.ZipFile, part: str) -> list[Mark]:
    """The marks of one sheet."""
    found: list[Mark] = []
    row = column = -1
    with archive.open(part) as file:
        for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314
            tag = local(element.tag)
            if event == "start":
                if tag == "row":
                    row, column = int(element.get("r", row + 2)) - 1, -1
                continue
            if tag == "row":
                element.clear()
            elif tag == "c":
                place = element.get("r")
                column = place_of(place)[1] if place else column + 1
                if mark := _mark(element):
                    found.append((row, column, *mark))
    return found


def _mark(cell: ElementTree.Element) -> tuple[str, CellKind] | None:
    formula: str | None = None
    value: str | None = None
    for child in cell:
        tag = local(child.tag)
        if tag == "f":
            formula = child.text or ""
        elif tag == "v":
            value = child.text or ""
    if cell.get("t") == "e":
        return value or "#N/A", CellKind.ERROR
    if formula is None or value:
        return None
    if value == "" and cell.get("t") == "str":
        return None
    return f"={formula}", CellKind.FORMULA
