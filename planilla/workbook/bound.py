"""Workbooks (.xlsx, .xlsm, .xls, .ods) by calamine, every cell with its own type.

calamine gives a blank for an error and for a formula that was never computed;
in .xlsx and .xlsm the file itself is asked which cells those are. The older
formats keep no trace that can be told from a blank.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from planilla.errors import UnreadableFile
from planilla.workbook.grid import Grid, cell_of
from planilla.workbook.sheet import Kind

OPEN_XML = {".xlsx", ".xlsm"}
DAMAGED = (
    "No se puede leer: está dañado, protegido con contraseña, o no es una planilla. Ábralo en "
    "Excel y guárdelo otra vez como .xlsx."
)


def read_bound(path: Path) -> list[Grid]:
    """All sheets with cells, in the order of the workbook."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        grids = []
        for place, about in enumerate(book.sheets_metadata):
            if about.typ == SheetTypeEnum.WorkSheet:
                values = book.get_sheet_by_index(place).to_python(skip_empty_area=False)
                grids.append(Grid(about.name, [[cell_of(v) for v in row] for row in values]))
        book.close()
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise UnreadableFile(path, DAMAGED) from error
    if path.suffix.lower() in OPEN_XML and _has_hidden_cells(path):
        _mark_hidden(path, grids)
    return grids


def _has_hidden_cells(path: Path) -> bool:
    """Whether any sheet has a formula or an error: most have none, and need no second look."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                content = archive.read(name)
                if b"<f" in content or b't="e"' in content:
                    return True
    return False


def _mark_hidden(path: Path, grids: list[Grid]) -> None:
    """Put the error and formula marks that calamine dropped back into the grids."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    try:
        for grid in grids:
            for row in book[grid.name].iter_rows():
                for cell in row:
                    if cell.value is None or cell.data_type not in {"f", "e"}:
                        continue
                    kind = Kind.FORMULA if cell.data_type == "f" else Kind.ERROR
                    _mark(grid, cell.row - 1, cell.column - 1, str(cell.value), kind)
    finally:
        book.close()


def _mark(grid: Grid, row: int, column: int, text: str, kind: Kind) -> None:
    if row >= len(grid.rows):
        return
    cells = grid.rows[row]
    if column < len(cells) and cells[column][1] is Kind.BLANK:
        cells[column] = (text, kind)
