"""Which declaration a file's sheet is read by: the one whose headings it has, the most of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planilla.common.errors import MissingColumns
from planilla.model.sheet_declaration import SheetDeclaration
from planilla.reading.cells.grid import Grid
from schemas.spelling import plain

EQUAL = (
    "El archivo se puede leer con «{first}» y con «{second}», y ninguna de esas declaraciones de "
    "hojas/ nombra más encabezados que la otra: agregue a una un encabezado que la otra no tenga, "
    "o quite una."
)


def choose_declaration(
    path: Path,
    grids: Sequence[Grid],
    declared: Sequence[SheetDeclaration],
    cuits: frozenset[str],
) -> tuple[SheetDeclaration, Grid, int] | None:
    """The declaration, the grid and the place of its heading row; None where none fits.

    The one that names the most of the headings wins, and of those one of an issuer's own;
    `MissingColumns` names two that are equal. Those of other issuers than `cuits` are not asked.
    """
    fits: list[tuple[tuple[int, bool], SheetDeclaration, Grid, int]] = []
    for one in declared:
        if one.issuer and one.issuer not in cuits:
            continue
        needed = {plain(heading) for heading in one.needed}
        for grid in grids:
            for index, cells in enumerate(grid.top()):
                there = {plain(cell) for cell in cells if cell}
                if needed and needed <= there:
                    fits.append(((_named(one, there), bool(one.issuer)), one, grid, index))
    if not fits:
        return None
    best = max(rank for rank, *_ in fits)
    first, *others = [(one, grid, index) for rank, one, grid, index in fits if rank == best]
    for other, _, _ in others:
        if other is not first[0]:
            raise MissingColumns(path, EQUAL.format(first=first[0].name, second=other.name))
    return first


def _named(one: SheetDeclaration, there: set[str]) -> int:
    """How many of the headings that are there a declaration reads."""
    headings = {
        plain(one.heading(column, n)) for column in one.columns for n in range(1, one.concepts + 1)
    }
    return len(headings & there)
