"""Files that end a reader, or would, each made small enough to be made in a test."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl

from tests.helpers import row

FORMATS = Path(__file__).parent / "data" / "formatos"
Row = Mapping[str, Any]
EMPTY: Row = {}
SHEET = "xl/worksheets/sheet1.xml"
LAST_ROW, LAST_COLUMN = 1_048_576, "XFD"
ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    '<office:body><office:spreadsheet><table:table table:name="a">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
ODS_CELL = (
    '<table:table-cell office:value-type="string" table:number-columns-repeated="{times}">'
    "<text:p>{text}</text:p></table:table-cell>"
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def book(path: Path, stray: Mapping[str, Any] = EMPTY, rows: Sequence[Row] = ()) -> Path:
    """A workbook of comprobantes, with more cells written somewhere: `{"XFD1": " "}`."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    rows = rows or [row(1), row(2)]
    sheet.append(list(rows[0]))
    for one in rows:
        sheet.append(list(one.values()))
    for place, value in stray.items():
        sheet[place] = value
    made.save(path)
    return path


def rewritten(path: Path, change: Callable[[bytes], bytes], part: str = SHEET) -> Path:
    """The workbook with one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(content) if name == part else content)
    return path


def added(path: Path, part: str, content: bytes) -> Path:
    """The workbook with one part more."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)
    return path


def far(path: Path) -> Path:
    """One cell in the very last place: a table of 17 thousand million cells."""
    return book(path.with_suffix(".xlsx"), {f"{LAST_COLUMN}{LAST_ROW}": "x"})


def bomb(path: Path) -> Path:
    """A sheet that unpacks to a thousand times its size."""
    made = book(path.with_suffix(".xlsx"))
    return rewritten(made, lambda xml: xml + b" " * (96 << 20))


def liar(path: Path) -> Path:
    """An archive whose directory says that a sheet is smaller than it is."""
    made = book(path.with_suffix(".xlsx"))
    content = bytearray(made.read_bytes())
    with zipfile.ZipFile(made) as archive:
        size = archive.getinfo(SHEET).file_size
    place = content.rindex(size.to_bytes(4, "little"))
    content[place : place + 4] = (size // 2).to_bytes(4, "little")
    made.write_bytes(content)
    return made


def broken_stream(path: Path) -> Path:
    """A sheet whose compressed bytes are none."""
    made = book(path.with_suffix(".xlsx"))
    content = bytearray(made.read_bytes())
    with zipfile.ZipFile(made) as archive:
        about = archive.getinfo(SHEET)
    start = about.header_offset + 30 + len(SHEET)
    content[start + 40 : start + 80] = b"\xff" * 40
    made.write_bytes(content)
    return made


def truncated(path: Path) -> Path:
    """An old workbook cut off behind its first sector: calamine panics."""
    made = path.with_suffix(".xls")
    made.write_bytes((FORMATS / "ventas.xls").read_bytes()[:610])
    return made


def aborting(path: Path) -> Path:
    """An old workbook of three changed bytes, for which calamine asks for 9 petabytes and aborts.

    Seed 609 of `tests.reading.test_mutated`.
    """
    content = bytearray((FORMATS / "ventas.xls").read_bytes())
    for place in (0x1C35, 0x1C37, 0x1C3B):
        content[place] = 0
    made = path.with_suffix(".xls")
    made.write_bytes(content)
    return made


def ods(path: Path, rows: str) -> Path:
    """An .ods with one table."""
    made = path.with_suffix(".ods")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.format(rows=rows))
    return made


def repeated(path: Path, rows: int = 40_000, columns: int = 1_000) -> Path:
    """An .ods of a kilobyte that stands for millions of filled cells."""
    cell = ODS_CELL.format(times=columns, text="x")
    repeat = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    return ods(path, repeat)


def slow(path: Path) -> Path:
    """One that may be read, and takes many seconds of a processor."""
    return repeated(path, 14_000, 999)


def overlapping(path: Path) -> Path:
    """A workbook in which everything is merged with everything, many times."""
    merged = b'<mergeCell ref="A1:L3"/>' * 300
    cells = b'<mergeCells count="300">' + merged + b"</mergeCells>"
    made = book(path.with_suffix(".xlsx"))
    return rewritten(made, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + cells))


XML_2003 = (
    '<?xml version="1.0"?>{doctype}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
)


def _page(path: Path, text: str) -> Path:
    made = path.with_suffix(".xls")
    made.write_text(text, "utf-8")
    return made


def page_of_tags(path: Path) -> Path:
    """A page of two million tags that never end."""
    return _page(path, "<table><tr><td>" + "<a \"<td '" * 1_000_000)


def page_of_quotes(path: Path) -> Path:
    """A page of one tag of millions of quotes."""
    return _page(path, "<table><tr><td a=" + "\"'" * 5_000_000)


def page_of_spans(path: Path) -> Path:
    """A page of a few cells that say of themselves that they reach over thousands of millions."""
    cell = "<tr><td colspan=900 rowspan=999999999>x</td></tr>"
    return _page(path, f"<table>{cell * 20_000}</table>")


def page_too_wide(path: Path) -> Path:
    """A page with a cell as wide as no sheet is."""
    return _page(path, "<table><tr><td colspan=999999999>x<td>y</table>")


def page_of_tables(path: Path) -> Path:
    """A page of tables one inside of another, without an end."""
    return _page(path, "<table><tr><td>" * 100_000)


def xml_far(path: Path) -> Path:
    """An XML of 2003 with a cell where no sheet has one."""
    cell = '<Row Index="9999999"><Cell Index="9999999"><Data Type="Number">1</Data></Cell></Row>'
    sheet = f'<Worksheet Name="a"><Table>{cell}</Table></Worksheet></Workbook>'
    return _page(path, XML_2003.format(doctype="") + sheet)


def xml_of_entities(path: Path) -> Path:
    """An XML of 2003 whose entities stand for a thousand million letters."""
    names = "abcdefghij"
    more = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    doctype = f'<!DOCTYPE x [<!ENTITY a "{"x" * 100}">{more}]>'
    cell = '<Row><Cell><Data Type="String">&j;</Data></Cell></Row>'
    sheet = f'<Worksheet Name="a"><Table>{cell}</Table></Worksheet></Workbook>'
    return _page(path, XML_2003.format(doctype=doctype) + sheet)


HOSTILE: tuple[Callable[[Path], Path], ...] = (
    far, bomb, liar, broken_stream, truncated, aborting, repeated, overlapping, page_of_tags,
    page_of_quotes, page_of_spans, page_too_wide, page_of_tables, xml_far, xml_of_entities,
)  # fmt: skip
