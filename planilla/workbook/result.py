"""The result workbook: a view of a run that can be written again at any time."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import Workbook

from planilla.errors import OutputError
from planilla.failpoints import reach
from planilla.workbook import result_overview, result_rows
from planilla.workbook.atomic import write_whole
from planilla.workbook.paper import MOST_ROWS
from planilla.workbook.report import Report
from planilla.workbook.styles import Brush

ENDING = ".resultado.xlsx"


def result_path(source: Path, out: Path | None, taken: set[Path]) -> Path:
    """Where a file's result goes: in `out`, or in `resultados` beside the file.

    Two inputs of one name keep their ending; two of one name and ending get a number.
    """
    folder = out if out is not None else source.parent / "resultados"
    candidates = [folder / f"{source.stem}{ENDING}", folder / f"{source.name}{ENDING}"]
    candidates += [folder / f"{source.name}.{n}{ENDING}" for n in range(2, len(taken) + 3)]
    return next(candidate for candidate in candidates if candidate not in taken)


def write_result(report: Report, destination: Path) -> Path:
    """Write a report's workbook whole; returns where it really went.

    While the destination is open in a spreadsheet program, that is
    `<stem>.2.xlsx`. Raises `OutputError`.
    """
    if len(report.sheet.text) + 1 > MOST_ROWS:
        raise OutputError(f"{destination.name}: a sheet holds at most {MOST_ROWS} rows")
    return write_whole(destination, lambda: _render(report, destination.parent))


def _render(report: Report, folder: Path) -> bytes:
    workbook = Workbook(write_only=True)
    brush = Brush(workbook)
    result_rows.resultado(workbook, brush, report, folder)
    result_rows.errores(workbook, brush, report)
    result_rows.corregir(workbook, brush, report)
    result_overview.resumen(workbook, brush, report)
    reach("during-workbook")
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
