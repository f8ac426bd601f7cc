"""Workbooks (.xlsx, .xlsm, .xls, .ods) by calamine, every cell with its own type.

calamine gives a blank for an error and for a formula that was never computed;
the file itself is asked which cells those are (an .xls tells only its errors).
What a workbook unpacks to, and how far its cells reach, is known before calamine
opens it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from planilla.common.errors import UnreadableFile
from planilla.reading.cells.grid import Grid
from planilla.reading.formats.grid_maker import Budget, GridMaker
from planilla.reading.formats.ods_tables import is_locked, tables
from planilla.reading.formats.ods_tables import thinned as thin_tables
from planilla.reading.formats.unpacking import refuse_unpacked
from planilla.reading.formats.what_it_is import LOCKED, Kind
from planilla.reading.formats.wide_text import wide
from planilla.reading.formats.xls_marks import xls_marks
from planilla.reading.formats.xls_signs import xls_signs
from planilla.reading.formats.xlsx_marks import xlsx_marks
from planilla.reading.formats.xlsx_parts import look, pass_by, sheet_parts
from planilla.reading.formats.xlsx_signs import SignsInSheet, signs_of_styles
from planilla.reading.formats.xlsx_thin import ThinSheet
from planilla.reading.formats.xlsx_thin import thinned as thin_sheets

ENDINGS = {Kind.XLSX: {".xlsx", ".xlsm"}, Kind.ODS: {".ods"}, Kind.XLS: {".xls"}}


def read_bound(path: Path, kind: Kind) -> list[Grid]:
    """All sheets with cells, in the order of the workbook, which is of this kind.

    Raises `UnreadableFile`, and whatever the readers raise at a damaged file.
    """
    try:
        if kind is Kind.XLSX:
            return _read_xlsx(path)
        return _read_ods(path) if kind is Kind.ODS else _read_xls(path)
    except PasswordError as error:
        raise UnreadableFile(path, LOCKED) from error


def _read_xlsx(path: Path) -> list[Grid]:
    budget = Budget(path)
    with ExitStack() as stack:
        archive = stack.enter_context(zipfile.ZipFile(path))
        refuse_unpacked(path, archive)
        parts = sheet_parts(archive)
        styles = signs_of_styles(archive)
        shown = [SignsInSheet(styles) for _ in parts]
        looks = [
            look(archive, part, own.take if styles else pass_by)
            for part, own in zip(parts, shown, strict=True)
        ]
        sparse = [part for part, seen in zip(parts, looks, strict=True) if seen.sparse]
        book = stack.enter_context(_opened(path, Kind.XLSX))
        thin: dict[str, ThinSheet] = {}
        if sparse:
            content, thin = thin_sheets(archive, sparse)
            small = stack.enter_context(CalamineWorkbook.from_filelike(content))
        grids = []
        for place, name in _worksheets(book):
            part, seen = parts[place], looks[place]
            marks = xlsx_marks(archive, part) if seen.suspect else ()
            maker = GridMaker(name, budget, marks, shown[place].found(archive, part))
            if part in thin:
                _fill(maker, small.get_sheet_by_index(place), thin[part].numbers)
                grids.append(maker.made(thin[part].merged, seen.hidden))
            else:
                sheet = book.get_sheet_by_index(place)
                _fill(maker, sheet)
                grids.append(maker.made(sheet.merged_cell_ranges or (), seen.hidden))
    return grids


def _read_ods(path: Path) -> list[Grid]:
    """An .ods does not say which of its cells are merged."""
    budget = Budget(path)
    with ExitStack() as stack:
        archive = stack.enter_context(zipfile.ZipFile(path))
        if is_locked(archive):
            raise UnreadableFile(path, LOCKED)
        refuse_unpacked(path, archive)
        found = tables(archive, Budget(path))
        if any(table.sparse or table.indented for table in found):
            content, numbers = thin_tables(archive)
            book = stack.enter_context(CalamineWorkbook.from_filelike(content))
        else:
            numbers = [[] for _ in found]
            book = stack.enter_context(_opened(path, Kind.ODS))
        grids = []
        for place, name in _worksheets(book):
            maker = GridMaker(name, budget, found[place].marks, found[place].signs)
            _fill(maker, book.get_sheet_by_index(place), numbers[place])
            grids.append(maker.made())
    return grids


def _read_xls(path: Path) -> list[Grid]:
    budget = Budget(path)
    with _opened(path, Kind.XLS) as book:
        marks, signs = xls_marks(path), xls_signs(path)
        grids = []
        for place, name in _worksheets(book):
            known = place < len(marks)
            own = (marks[place], signs[place]) if known else ((), ())
            maker = GridMaker(name, budget, *own)
            sheet = book.get_sheet_by_index(place)
            _fill(maker, sheet, told=wide)
            grids.append(maker.made(sheet.merged_cell_ranges or ()))
    return grids


def _opened(path: Path, kind: Kind) -> CalamineWorkbook:
    """By calamine, which believes a name's ending, and looks for itself where there is none."""
    if path.suffix.lower() in ENDINGS[kind]:
        return CalamineWorkbook.from_path(str(path))
    return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


def _worksheets(book: CalamineWorkbook) -> Iterator[tuple[int, str]]:
    for place, about in enumerate(book.sheets_metadata):
        if about.typ == SheetTypeEnum.WorkSheet:
            yield place, about.name


def _fill(
    maker: GridMaker,
    sheet: CalamineSheet,
    numbers: Sequence[int] = (),
    told: Callable[[Sequence[object]], Sequence[object]] = list,
) -> None:
    """Give every row that is not blank, under the numbers of the file, and as it is `told`."""
    maker.first_column = sheet.start[1] if sheet.start else 0
    for place, values in enumerate(sheet.iter_rows()):
        number = numbers[place] if numbers else place + 1
        blank = values.count("") == len(values)
        if not blank or maker.waits_for(number):
            maker.add(number, told(values))
