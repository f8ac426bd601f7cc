"""From a file to a `Sheet`: which sheet, which row holds the headings, which cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from planilla.common.errors import MissingColumns, UnreadableFile
from planilla.reading.cells.grid import ROW, Grid
from planilla.reading.cells.neutral import as_meant
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.reading.process.read_file import open_grids
from schemas.codes import code
from schemas.columns import RESULT_COLUMNS, Column
from schemas.forms import FORMS
from schemas.headings import (
    CONDITION,
    NET,
    RATE,
    Match,
    bears_iva,
    closest,
    is_result,
    match,
    match_first,
    unsaid_price,
)
from schemas.spelling import plain

RESULT = "Resultado"
NET_WANTED = (
    "{name} («{gross}» parece traer el IVA: si es el precio de una unidad con IVA, llame a esa "
    "columna precio_unitario_con_iva)"
)
BOTH_FORMS = (
    "Las hojas «{}» y «{}» tienen filas y se toma una sola: deje las filas en una de las dos (los "
    "ejemplos, bórrelos)."
)
ANOTHER_PROGRAM = (
    " Si la hizo otro programa, quien administra puede decir una vez qué es cada columna (planilla "
    "sheet)."
)
OF_THE_CLIENT = (
    "Faltan columnas: alicuota. «{heading}» trae la condición del cliente: llámela condicion_iva, "
    "y agregue otra con la alícuota (21, 10,5, 0…)."
)
NOT_OF_IT = (
    "«{heading}» se toma por {name} y ninguna de sus celdas lo es: agregue una columna {name}, y "
    "llame a esa de otro modo (o bórrela)."
)
TOLD_BY_VALUES = {"tipo": {"comprobante", "comp", "cbte"}, "condicion_iva": {"iva"}}
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
    best = _best(grids, columns, preferred, match_first)
    if best is not None and (best[2].missing or best[2].repeated):
        best = _best(grids, columns, preferred, match)
    if best is None:
        raise UnreadableFile(path, "El archivo no tiene filas.")
    grid, index, found = best
    headings = tuple(cell.strip() for cell in grid.top()[index])
    _refuse_wrong_headings(path, headings, found, _strange(grid, index, headings, found))
    if grid.name not in {preferred, RESULT}:
        _refuse_twins(path, grid, [other for other in grids if other is not grid], found, columns)
    return table(path, grid, index, headings), found


def _best(
    grids: list[Grid],
    columns: Mapping[str, Column],
    preferred: str,
    matched: Callable[[Sequence[str], Mapping[str, Column]], Match],
) -> tuple[Grid, int, Match] | None:
    best: tuple[tuple[bool, int, bool], Grid, int, Match] | None = None
    forms = set(FORMS) if set(FORMS) <= {grid.name for grid in grids} else set()
    for grid in grids:
        mended = grid.name == preferred and any(number > 1 for number in grid.numbers.tail(1))
        for index, cells in enumerate(grid.top()):
            found = matched(cells, columns)
            asked = sum(not is_result(cells[place]) for place in found.places.values())
            rank = (grid.name in forms and _is_filled(grid, index, found), asked, mended)
            if best is None or rank > best[0]:
                best = (rank, grid, index, found)
    return None if best is None else best[1:]


def _strange(grid: Grid, index: int, headings: Sequence[str], found: Match) -> tuple[str, ...]:
    """The columns that a heading names, of two meanings, whose cells all have the other one.

    `Comprobante` may be the tipo or a number, `IVA` a rate, an amount or the client's condition.
    """
    strange = []
    for name, spellings in TOLD_BY_VALUES.items():
        place = found.places.get(name)
        if place is None or plain(headings[place]) not in spellings:
            continue
        values = grid.below(index).text[f"c{place}"].drop_nulls().unique().to_list()
        if values and not any(code(value, name) for value in values):
            strange.append(name)
    if CONDITION in found.missing and (place := found.places.get(RATE)) is not None:
        values = grid.below(index).text[f"c{place}"].drop_nulls().unique().to_list()
        if values and all(code(value, CONDITION) for value in values):
            return (RATE,)
    return tuple(strange)


def _refuse_wrong_headings(
    path: Path, headings: tuple[str, ...], found: Match, strange: tuple[str, ...]
) -> None:
    if not found.places:
        seen = ", ".join(f"«{h}»" for h in headings if h) or "ninguno"
        raise MissingColumns(
            path, f"Ningún encabezado es de los que se esperan. Encabezados encontrados: {seen}."
        )
    if strange == (RATE,):
        told = OF_THE_CLIENT.format(heading=headings[found.places[RATE]])
        raise MissingColumns(path, told)
    if strange:
        name = strange[0]
        told = NOT_OF_IT.format(heading=headings[found.places[name]], name=name)
        raise MissingColumns(path, told)
    if found.missing and not (found.missing == (NET,) and unsaid_price(headings, found.places)):
        wanted = ", ".join(_with_hint(name, headings, found.places) for name in found.missing)
        seen = ", ".join(f"«{h}»" for h in headings if h) or "ninguno"
        told = f"Faltan columnas: {wanted}. Encabezados encontrados: {seen}."
        foreign = len(found.missing) > 1 and not {NET, RATE, CONDITION}.isdisjoint(found.missing)
        more = ANOTHER_PROGRAM if foreign else ""
        raise MissingColumns(path, told + more)
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


def _with_hint(name: str, headings: tuple[str, ...], places: Mapping[str, int]) -> str:
    if name == NET and (price := unsaid_price(headings, places)):
        return f"{name} o precio_unitario_con_iva (¿cuál de los dos es «{price}»?)"
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
        if {plain(name) for name in RESULT_COLUMNS} <= {plain(heading) for heading in headings}:
            body = replace(body, text=as_meant(body.text))  # a CSV that a run wrote
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
