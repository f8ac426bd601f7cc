"""From a file to a `Sheet`: which sheet, which row holds the headings, which cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from planilla.errors import MissingColumns, UnreadableFile
from planilla.workbook.bound import read_bound
from planilla.workbook.delimited import read_delimited
from planilla.workbook.grid import BLANK, Cell, Grid
from planilla.workbook.sheet import Kind, Sheet
from schemas.columns import Column
from schemas.headings import Match, closest, is_result, match

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}
TEXTS = {".csv", ".txt", ".tsv"}
HEADING_ROWS = 20  # a title may stand above the headings
RESULT = "Resultado"
MENDED = "Corregir"  # a result workbook dropped whole means the rows mended there
SIGNATURES = {b"PK\x03\x04": WORKBOOKS, b"\xd0\xcf\x11\xe0": {".xls"}}


def read_sheet(path: Path, columns: Mapping[str, Column]) -> tuple[Sheet, Match]:
    """The table of a file, chosen by its headings, and which column each heading names.

    Raises `UnreadableFile` or `MissingColumns`, in words for the file's owner.
    """
    return choose(path, open_grids(path), columns)


def open_grids(path: Path) -> list[Grid]:
    """Every sheet of a file, all cells; raises `UnreadableFile`."""
    return _grids(path)


def choose(
    path: Path, grids: list[Grid], columns: Mapping[str, Column], preferred: str = MENDED
) -> tuple[Sheet, Match]:
    """The sheet and heading row that name most of the columns; of equals the `preferred` sheet.

    Columns that a result adds do not count: Resultado has one, numero_emitido, that
    Corregir may lack.
    """
    best: tuple[tuple[int, bool], Grid, int, Match] | None = None
    for grid in grids:
        mended = grid.name == preferred and len(grid.rows) > 1
        for index, cells in enumerate(grid.rows[:HEADING_ROWS]):
            found = match([text or "" for text, _ in cells], columns)
            asked = sum(not is_result(cells[place][0] or "") for place in found.places.values())
            rank = (asked, mended)
            if best is None or rank > best[0]:
                best = (rank, grid, index, found)
    if best is None:
        raise UnreadableFile(path, "El archivo no tiene filas.")
    _, grid, index, found = best
    headings = tuple((text or "").strip() for text, _ in grid.rows[index])
    _refuse_wrong_headings(path, headings, found)
    if grid.name not in {preferred, RESULT}:
        _refuse_twins(path, grid, [other for other in grids if other is not grid], found, columns)
    return _sheet(path, grid, index, headings), found


def _grids(path: Path) -> list[Grid]:
    if path.is_dir():
        raise UnreadableFile(path, "Es una carpeta, no un archivo.")
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except FileNotFoundError as error:
        raise UnreadableFile(path, "No existe. Revise el nombre y la carpeta.") from error
    except OSError as error:
        reason = error.strerror or "error de lectura"
        raise UnreadableFile(path, f"No se puede abrir ({reason}).") from error
    if not start:
        raise UnreadableFile(path, "El archivo está vacío.")
    kind = path.suffix.lower()
    if kind not in WORKBOOKS | TEXTS:
        known = ", ".join(sorted(WORKBOOKS | {".csv"}))
        raise UnreadableFile(path, f"No se leen archivos «{kind}». Use {known}.")
    if start.lstrip().lower().startswith((b"<html", b"<!doctype html", b"<table")):
        raise UnreadableFile(
            path, "Es una página web con nombre de planilla. Ábrala en Excel y guárdela como .xlsx."
        )
    really = next((k for mark, k in SIGNATURES.items() if start.startswith(mark)), TEXTS)
    if (kind in TEXTS) != (really is TEXTS):
        raise UnreadableFile(
            path, f"El contenido no es el de un archivo «{kind}». Guárdelo otra vez desde Excel."
        )
    return [read_delimited(path)] if kind in TEXTS else read_bound(path)


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
        for index, cells in enumerate(other.rows[:HEADING_ROWS]):
            same = match([text or "" for text, _ in cells], columns).places.keys()
            rows = other.rows[index + 1 :]
            filled = any(kind is not Kind.BLANK for row in rows for _, kind in row)
            if same == found.places.keys() and filled:
                raise UnreadableFile(
                    path,
                    f"Las hojas «{grid.name}» y «{other.name}» tienen las mismas columnas: deje "
                    "en el archivo solo la que quiere presentar.",
                )


def _with_hint(name: str, headings: tuple[str, ...]) -> str:
    like = closest(name, headings)
    return f"{name} (¿es «{like}»?)" if like else name


def _sheet(path: Path, grid: Grid, index: int, headings: tuple[str, ...]) -> Sheet:
    """The rows under the headings, but for wholly blank ones; cells beyond the headings kept."""
    body = [
        (number, cells)
        for number, cells in enumerate(grid.rows[index + 1 :], start=index + 2)
        if any(kind is not Kind.BLANK for _, kind in cells)
    ]
    if not body:
        raise UnreadableFile(path, "Hay encabezados, pero ninguna fila con datos.")
    _mark_merged(grid, body)
    expected = len(grid.rows[index])
    uneven = [number for number, cells in body if grid.ragged and len(cells) != expected]
    width = max(len(headings), *(len(cells) for _, cells in body))
    headings += ("",) * (width - len(headings))
    while (
        width > 1 and not headings[width - 1] and all(_at(c, width - 1) == BLANK for _, c in body)
    ):
        width -= 1
    headings = headings[:width]
    numbers = pl.Series("row", [number for number, _ in body], dtype=pl.Int64)
    text = {f"c{i}": [_at(c, i)[0] for _, c in body] for i in range(width)}
    kinds = {f"c{i}": [_at(c, i)[1].value for _, c in body] for i in range(width)}
    schema = {f"c{i}": pl.String for i in range(width)}
    return Sheet(
        path,
        grid.name,
        headings,
        index + 1,
        pl.DataFrame(text, schema=schema).insert_column(0, numbers),
        pl.DataFrame(kinds, schema=schema).insert_column(0, numbers),
        tuple(uneven),
        tuple(number for number, _ in body if number in grid.hidden),
    )


def _mark_merged(grid: Grid, body: list[tuple[int, list[Cell]]]) -> None:
    """Tell the cells of rows with data that a merged one covers from blanks."""
    rows = dict(body) if grid.merged else {}
    for (top, left), (bottom, right) in grid.merged:
        for number in range(top + 1, bottom + 2):
            cells = rows.get(number, [])
            for column in range(left, min(right + 1, len(cells))):
                if (number, column) != (top + 1, left) and cells[column][1] is Kind.BLANK:
                    cells[column] = ("", Kind.MERGED)


def _at(cells: list[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else BLANK
