"""From a file to a `Sheet`: which sheet, which row holds the headings, which cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from planilla.common.errors import MissingColumns, UnreadableFile
from planilla.reading.cells.grid import ROW, Grid
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.reading.process.read_file import open_grids
from schemas.columns import Column
from schemas.forms import FORMS
from schemas.headings import NET, Match, bears_iva, closest, is_result, match

RESULT = "Resultado"
NET_WANTED = (
    "{name} («{gross}» parece traer el IVA: si es el precio de una unidad con IVA, llame a esa "
    "columna precio_unitario_con_iva)"
)
BOTH_FORMS = (
    "Las hojas «{}» y «{}» tienen filas y se toma una sola: deje las filas en una de las dos (los "
    "ejemplos, bórrelos)."
)
MENDED = "Corregir"  # a result workbook dropped whole means the rows mended there


def read_sheet(
    path: Path, columns: Mapping[str, Column], *, whole: bool = False
) -> tuple[Sheet, Match]:
    """The table of a file, chosen by its headings, and which column each heading names.

    Of a result workbook the rows to be mended are meant, unless the `whole` is wanted.
    Raises `UnreadableFile` or `MissingColumns`, in words for the file's owner.
    """
    grids = open_grids(path)
    if whole and {RESULT, MENDED} <= {grid.name for grid in grids}:
        grids = [grid for grid in grids if grid.name == RESULT]
    return choose(path, grids, columns)


def choose(
    path: Path, grids: list[Grid], columns: Mapping[str, Column], preferred: str = MENDED
) -> tuple[Sheet, Match]:
    """The sheet and heading row that name most of the columns; of equals the `preferred` sheet.

    Of the template's two sheets, the one that is filled in.

    Columns that a result adds do not count: Resultado has one, numero_emitido, that
    Corregir may lack.
    """
    best: tuple[tuple[bool, int, bool], Grid, int, Match] | None = None
    forms = set(FORMS) if set(FORMS) <= {grid.name for grid in grids} else set()
    for grid in grids:
        mended = grid.name == preferred and any(number > 1 for number in grid.numbers.tail(1))
        for index, cells in enumerate(grid.top()):
            found = match(cells, columns)
            asked = sum(not is_result(cells[place]) for place in found.places.values())
            rank = (grid.name in forms and _is_filled(grid, index, found), asked, mended)
            if best is None or rank > best[0]:
                best = (rank, grid, index, found)
    if best is None:
        raise UnreadableFile(path, "El archivo no tiene filas.")
    _, grid, index, found = best
    headings = tuple(cell.strip() for cell in grid.top()[index])
    _refuse_wrong_headings(path, headings, found)
    if grid.name not in {preferred, RESULT}:
        _refuse_twins(path, grid, [other for other in grids if other is not grid], found, columns)
    return table(path, grid, index, headings), found


def _refuse_wrong_headings(path: Path, headings: tuple[str, ...], found: Match) -> None:
    if not found.places:
        seen = ", ".join(f"«{h}»" for h in headings if h) or "ninguno"
        raise MissingColumns(
            path, f"Ningún encabezado es de los que se esperan. Encabezados encontrados: {seen}."
        )
    if found.missing:
        wanted = ", ".join(_with_hint(name, headings) for name in found.missing)
        seen = ", ".join(f"«{h}»" for h in headings if h) or "ninguno"
        raise MissingColumns(path, f"Faltan columnas: {wanted}. Encabezados encontrados: {seen}.")
    if found.repeated:
        name, first, second = found.repeated[0]
        raise MissingColumns(
            path, f"Los encabezados «{first}» y «{second}» dicen lo mismo ({name}): deje uno."
        )


def _refuse_twins(
    path: Path, grid: Grid, others: list[Grid], found: Match, columns: Mapping[str, Column]
) -> None:
    """Two sheets of the same columns, both with rows: nobody knows which one is meant."""
    for other in others:
        for index, cells in enumerate(other.top()):
            alike = match(cells, columns)
            both = {grid.name, other.name} == set(FORMS) and _is_filled(other, index, alike)
            if both:
                raise UnreadableFile(path, BOTH_FORMS.format(*FORMS))
            if alike.places.keys() == found.places.keys() and len(other.below(index).numbers):
                raise UnreadableFile(
                    path,
                    f"Las hojas «{grid.name}» y «{other.name}» tienen las mismas columnas: deje "
                    "en el archivo solo la que quiere presentar.",
                )


def _is_filled(grid: Grid, index: int, found: Match) -> bool:
    """Whether there are rows under headings that lack none of those required."""
    return bool(found.places) and not found.missing and len(grid.below(index).numbers) > 0


def _with_hint(name: str, headings: tuple[str, ...]) -> str:
    like = closest(name, headings)
    gross = [heading for heading in headings if name == NET and bears_iva(heading)]
    if gross and not like:
        return NET_WANTED.format(name=name, gross=gross[0])
    return f"{name} (¿es «{like}»?)" if like else name


def table(path: Path, grid: Grid, index: int, headings: tuple[str, ...]) -> Sheet:
    """The rows under the headings; cells beyond the headings are kept."""
    body = grid.below(index).with_merged()
    if not len(body.numbers):
        raise UnreadableFile(path, "Hay encabezados, pero ninguna fila con datos.")
    uneven: list[int] = []
    if body.lengths is not None:
        uneven = body.numbers.filter(body.lengths != len(headings)).to_list()
    headings = (headings + ("",) * body.width)[: body.width]
    width = body.width
    while width > 1 and not headings[width - 1] and _is_blank(body, width - 1):
        width -= 1
    columns = [ROW, *(f"c{place}" for place in range(width))]
    return Sheet(
        path,
        grid.name,
        headings[:width],
        index + 1,
        body.text.select(columns),
        body.kinds.select(columns),
        tuple(uneven),
        tuple(number for number in body.numbers.to_list() if number in grid.hidden),
        body.signs_by_place(width),
    )


def _is_blank(grid: Grid, column: int) -> bool:
    return bool((grid.kinds[f"c{column}"] == CellKind.BLANK.value).all())
