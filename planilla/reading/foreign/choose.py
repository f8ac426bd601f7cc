"""Which declaration a file's sheet is read by: the one whose headings it has, the most of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from planilla.common.errors import MissingColumns, UnreadableFile
from planilla.model.sheet_declaration import SheetDeclaration
from planilla.reading.cells.grid import Grid
from planilla.reading.find_headings import MENDED
from schemas.spelling import plain

EQUAL = (
    "El archivo se puede leer con «{first}» y con «{second}», y ninguna de esas declaraciones de "
    "hojas/ nombra más encabezados que la otra: agregue a una un encabezado que la otra no tenga, "
    "o quite una."
)
TWINS = (
    "Las hojas «{first}» y «{second}» tienen las mismas columnas: deje en el archivo solo la que "
    "quiere presentar."
)


def choose_declaration(
    path: Path,
    grids: Sequence[Grid],
    declared: Sequence[SheetDeclaration],
    cuits: frozenset[str],
) -> Sequence[tuple[SheetDeclaration, Grid, int]]:
    """The declaration, the grid and the place of its heading row; nothing where none fits.

    The one that names the most of the headings wins, and of those one of an issuer's own; of
    several issuers' own all are given, since only the rows tell. `MissingColumns` names two that
    are equal otherwise. Those of other issuers than `cuits` are not asked.
    """
    fits: list[tuple[tuple[int, bool, bool], SheetDeclaration, Grid, int]] = []
    for one in declared:
        if one.issuer and one.issuer not in cuits:
            continue
        needed = {plain(heading) for heading in one.needed}
        for grid in grids:
            for index, cells in enumerate(grid.top()):
                there = {plain(cell) for cell in cells if cell}
                if needed and needed <= there:
                    rank = (_named(one, there), bool(one.issuer), _is_mended(grid))
                    fits.append((rank, one, grid, index))
    if not fits:
        return []
    best = max(rank for rank, *_ in fits)
    first, *others = [(one, grid, index) for rank, one, grid, index in fits if rank == best]
    for other, elsewhere, _ in others:
        if other is not first[0] and not (other.issuer and other.issuer != first[0].issuer):
            refuse_equal(path, first[0], other)
        if elsewhere is not first[1]:
            told = TWINS.format(first=first[1].name, second=elsewhere.name)
            raise UnreadableFile(path, told)
    return [first, *others]


def refuse_equal(path: Path, first: SheetDeclaration, second: SheetDeclaration) -> NoReturn:
    """Raise `MissingColumns` for two declarations of which nobody knows which is meant."""
    raise MissingColumns(path, EQUAL.format(first=first.name, second=second.name))


def _is_mended(grid: Grid) -> bool:
    """Whether it is a result's sheet of rows that were mended: those are meant."""
    return grid.name == MENDED and any(number > 1 for number in grid.numbers.tail(1))


def _named(one: SheetDeclaration, there: set[str]) -> int:
    """How many of the headings that are there a declaration reads."""
    headings = {
        plain(one.heading(column, n)) for column in one.columns for n in range(1, one.concepts + 1)
    }
    return len(headings & there)
