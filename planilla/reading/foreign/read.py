"""A file that is none of our sheets, by the declaration that fits it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planilla.model.issuers import Issuers
from planilla.model.sheet_declaration import SheetDeclaration
from planilla.reading.cells.sheet import Sheet
from planilla.reading.find_headings import table
from planilla.reading.foreign.choose import choose_declaration
from planilla.reading.process.read_file import open_grids


def read_foreign(
    path: Path,
    declared: Sequence[SheetDeclaration],
    issuers: Issuers,
) -> Sequence[tuple[Sheet, SheetDeclaration]]:
    """The sheet as it is in the file, and its declaration; of several issuers, each one's.

    Raises `InputError` kinds.
    """
    if not declared:
        return []
    cuits = frozenset("".join(filter(str.isdigit, one.cuit or "")) for one in issuers.known)
    found = []
    for one, grid, index in choose_declaration(path, open_grids(path), declared, cuits):
        headings = tuple(cell.strip() for cell in grid.top()[index])
        found.append((table(path, grid, index, headings), one))
    return found
