"""A file that is none of our sheets, by the declaration that fits it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from planilla.model.issuers import Issuers
from planilla.model.sheet_declaration import SheetDeclaration
from planilla.reading.cells.sheet import Foreign, Sheet
from planilla.reading.find_headings import table
from planilla.reading.foreign.choose import choose_declaration
from planilla.reading.foreign.translate import translate
from planilla.reading.process.read_file import open_grids
from schemas.column import Column


def read_foreign(
    path: Path,
    columns: Mapping[str, Column],
    declared: Sequence[SheetDeclaration],
    issuers: Issuers,
) -> tuple[Sheet, Foreign] | None:
    """The sheet as one of ours, and what it is in the file; None where no declaration fits.

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
    return translate(table(path, grid, index, headings), one, columns)
