"""Texts and numbers of a sheet put down at once, which are nearly all of its cells.

The library's own way costs half as much again, since it builds a list of attributes for each
cell. It also takes a text that begins with `<r>` and ends with `</r>` for XML, so that the text
of a client would break the file, and of two escapes that share an underscore escapes only the
first. Everything else is the library's. What is used of its inside is what it keeps of a cell;
`tests/writing/test_cells.py` reads back what is written.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellDatetimeTuple, CellNumberTuple, CellStringTuple, Worksheet

from planilla.writing.plain_text import escaped

QUICK = frozenset({CellStringTuple, CellNumberTuple, CellDatetimeTuple})
PRESERVED = ' xml:space="preserve"'


# the library has no types
class QuickSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose cells have all been made by `Cells`."""

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = cell.__class__
        if cell.format is None or kind not in QUICK:
            super()._write_cell(row, col, cell)
            return
        place, look = xl_rowcol_to_cell_fast(row, col), cell.format._get_xf_index()
        if kind is not CellStringTuple:
            self.fh.write(f'<c r="{place}" s="{look}"><v>{cell.number:.16G}</v></c>')
            return
        text = cell.string
        space = PRESERVED if text != text.strip() else ""
        if not text.isalnum():
            text = _in_xml(text)
        self.fh.write(f'<c r="{place}" s="{look}" t="inlineStr"><is><t{space}>{text}</t></is></c>')


def _in_xml(text: str) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return escaped(text) if "_x" in text else text
