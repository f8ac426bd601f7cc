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
) -> tuple[Sheet, SheetDeclaration] | None:
    """The sheet as it is in the file, and its declaration; None where none fits.

    Raises `InputError` kinds.
    """
    if not declared:
        return None
    cuits = frozenset("".join(filter(str.isdigit, one.cuit or "")) for one in issuers.known)
    chosen = choose_declaration(path, open_grids(path), declared, cuits)
    if chosen is None:
        return None
    one, grid, index = chosen
    headings = tuple(cell.strip() for cell in grid.top()[index])
    return table(path, grid, index, headings), one
