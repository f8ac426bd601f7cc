"""Workbooks (.xlsx, .xlsm, .xls, .ods) by calamine, every cell with its own type.

calamine gives a blank for an error and for a formula that was never computed;
the file itself is asked which cells those are (an .xls tells only its errors).
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from planilla.errors import UnreadableFile
from planilla.workbook.grid import BLANK, Grid, cell_of
from planilla.workbook.read_biff import xls_marks
from planilla.workbook.read_marks import Mark, hidden_rows, ods_marks, xlsx_marks
from planilla.workbook.sheet import Kind

MARKS: dict[str, Callable[[Path], list[list[Mark]]]] = {
    ".xlsx": xlsx_marks,
    ".xlsm": xlsx_marks,
    ".ods": ods_marks,
    ".xls": xls_marks,
}
DAMAGED = (
    "No se puede leer: está dañado o no es una planilla. Ábralo en Excel y guárdelo otra vez "
    "como .xlsx."
)
LOCKED = (
    "Tiene contraseña. Ábralo en Excel, quítele la contraseña (Archivo, Información, Proteger "
    "libro) y guárdelo otra vez."
)
BROKEN = (
    CalamineError,
    OSError,
    ValueError,  # what the file says does not fit, in any of the readers
    LookupError,
    StopIteration,
    ParseError,
    struct.error,
    zipfile.BadZipFile,
)


def read_bound(path: Path) -> list[Grid]:
    """All sheets with cells, in the order of the workbook."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        marks = MARKS[path.suffix.lower()](path)
        hidden = hidden_rows(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else []
        grids = []
        for place, about in enumerate(book.sheets_metadata):
            if about.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_index(place)
                values = sheet.to_python(skip_empty_area=False)
                cells = [[cell_of(v) for v in row] for row in values]
                # an .ods does not say which of its cells are merged
                grid = Grid(
                    about.name,
                    cells,
                    merged=tuple(sheet.merged_cell_ranges or ()),
                    hidden=hidden[place] if place < len(hidden) else frozenset(),
                )
                for mark in marks[place] if place < len(marks) else ():
                    _put(grid, *mark)
                grids.append(grid)
        book.close()
    except PasswordError as error:
        raise UnreadableFile(path, LOCKED) from error
    except BROKEN as error:
        raise UnreadableFile(path, DAMAGED) from error
    return grids


def _put(grid: Grid, row: int, column: int, text: str, kind: Kind) -> None:
    """Put back a mark that calamine dropped, beyond its last cells too."""
    grid.rows.extend([] for _ in range(row + 1 - len(grid.rows)))
    cells = grid.rows[row]
    cells.extend(BLANK for _ in range(column + 1 - len(cells)))
    if cells[column][1] is Kind.BLANK:
        cells[column] = (text, kind)
