"""Reports made of plain rows, and result workbooks read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from planilla.reading.cells.grid import cell_of
from planilla.reading.cells.sheet import Sheet
from planilla.writing.report import Estado, Report, RowResult
from planilla.writing.result_workbook import write_result
from schemas.faults import Fault

FINISHED = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)  # still the day before in Buenos Aires


def sheet_of(headings: Sequence[str], *rows: Sequence[object], first: int = 2) -> Sheet:
    """A sheet whose rows have these values, each of its own kind."""
    cells = [[cell_of(value) for value in row] for row in rows]
    numbers = pl.Series("row", range(first, first + len(rows)), dtype=pl.Int64)
    schema = {f"c{i}": pl.String for i in range(len(headings))}
    text = {f"c{i}": [row[i][0] for row in cells] for i in range(len(headings))}
    kinds = {f"c{i}": [row[i][1].value for row in cells] for i in range(len(headings))}
    return Sheet(
        Path("ventas.xlsx"),
        "Ventas",
        tuple(headings),
        first - 1,
        pl.DataFrame(text, schema=schema).insert_column(0, numbers),
        pl.DataFrame(kinds, schema=schema).insert_column(0, numbers),
    )


def report_of(
    sheet: Sheet,
    results: Sequence[RowResult] = (),
    faults: Sequence[Fault] = (),
    notices: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
) -> Report:
    """A report; a row without a result of its own is EMITIDO."""
    own = {result.row: result for result in results}
    rows = {r: own.get(r, RowResult(r, Estado.EMITIDO, f"R-{r}")) for r in sheet.rows}
    return Report(sheet, rows, tuple(faults), tuple(notices), FINISHED, settings or {})


def written(report: Report, folder: Path) -> dict[str, Worksheet]:
    """The sheets of a report's workbook, by name."""
    path = write_result(report, folder / "ventas.resultado.xlsx")
    return sheets(path)


def sheets(path: Path) -> dict[str, Any]:
    """The sheets of a workbook, by name."""
    book = load_workbook(path)
    return {name: book[name] for name in book.sheetnames}


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    """Rows as dicts by heading."""
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]
