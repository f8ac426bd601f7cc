"""The result workbook: a view of a run that can be written again at any time."""

from __future__ import annotations

from pathlib import Path

from planilla.common.atomic_write import write_whole
from planilla.common.errors import OutputError
from planilla.common.failpoints import reach
from planilla.writing.book.book import Book, written
from planilla.writing.report import Report
from planilla.writing.result_errores import Mending, corregir, errores
from planilla.writing.result_resultado import resultado
from planilla.writing.result_resumen import resumen
from planilla.writing.result_table import table
from planilla.writing.sheet_layout import MOST_COLUMNS, MOST_ROWS
from schemas.columns import RESULT_COLUMNS


def write_result(report: Report, destination: Path, stands: Path | None = None) -> Path:
    """Write a report's workbook whole; returns where it really went.

    `stands` is the folder that the workbook is moved to afterwards, if it is: its links
    start there. While the destination is open in a spreadsheet program, that is
    `<stem>.2.xlsx`. Raises `OutputError`, with nothing left behind, if the
    disk or the folder does not take it, or a sheet cannot hold the rows.
    """
    _refuse_what_does_not_fit(report, destination)
    folder = stands or destination.parent
    return write_whole(destination, lambda: written(lambda book: _render(book, report, folder)))


def _refuse_what_does_not_fit(report: Report, destination: Path) -> None:
    rows, columns = len(report.sheet.text), len(report.sheet.headings) + len(RESULT_COLUMNS)
    if rows + 1 > MOST_ROWS:
        raise OutputError(
            f"cannot write {destination}: {rows} rows, and a sheet holds {MOST_ROWS - 1} "
            "below its headings; split the input"
        )
    if columns > MOST_COLUMNS:
        raise OutputError(
            f"cannot write {destination}: {columns} columns, and a sheet holds {MOST_COLUMNS}"
        )


def _render(book: Book, report: Report, folder: Path) -> None:
    mending = Mending(report)
    notices = [
        *resultado(book, report, folder),
        *errores(book, report, mending),
        *corregir(book, report, mending),
    ]
    for extra in report.tables:
        table(book, extra)
    resumen(book, report, notices)
    reach("during-workbook")
