"""A whole workbook: its sheets, its looks, and the file that it becomes."""

from __future__ import annotations

import io
from collections.abc import Callable
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from planilla.writing.book.formats import Style, properties
from planilla.writing.book.quick_cells import QuickSheet
from planilla.writing.book.sheet import SheetWriter
from planilla.writing.styles import Look

AUTHOR = "planilla"


class Book:
    """A workbook that is being written. Sheets are in the order in which they are begun."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._styles: dict[Look, Style] = {}

    def sheet(self, title: str, *, tab: str = "") -> SheetWriter:
        """A new sheet, its tab coloured RRGGBB; rows can only be written downwards."""
        sheet = self._workbook.add_worksheet(title, QuickSheet)
        if tab:
            sheet.set_tab_color(f"#{tab}")
        return SheetWriter(self._workbook, sheet, self.style)

    def style(self, look: Look) -> Style:
        """The look as the cells of this workbook take it: ask once for many cells."""
        style = self._styles.get(look)
        if style is None:
            style = self._styles[look] = self._workbook.add_format(properties(look))
        return style


def written(fill: Callable[[Book], object]) -> bytes:
    """The file of a workbook that `fill` writes. Raises `OSError`.

    Rows wait in a folder of the system's for temporary files, which only this user
    can read, and not in memory.
    """
    file = io.BytesIO()
    # Windows removes no file that is still open, as those of a failure are
    with TemporaryDirectory(prefix="planilla-", ignore_cleanup_errors=True) as scratch:
        options = {"constant_memory": True, "tmpdir": scratch, "use_zip64": True}
        workbook = Workbook(file, options)
        workbook.set_properties({"author": AUTHOR})
        fill(Book(workbook))
        try:
            workbook.close()
        except FileCreateError as error:
            raise _cause(error) from error
    return file.getvalue()


def _cause(error: FileCreateError) -> OSError:
    """What the library wraps, anew: told of itself it would be a circle, and outlive the file."""
    told = error.args[0] if error.args else None
    if isinstance(told, OSError):
        return OSError(told.errno, told.strerror)
    return OSError(str(error))
