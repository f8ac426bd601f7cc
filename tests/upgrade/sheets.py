"""Small files with cells as offices have them: formats, formulas, texts that look odd."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Shown:
    """A number in a cell with a format: 0.1 as `0%`."""

    value: float | int
    number_format: str


@dataclass(frozen=True)
class Formula:
    """A formula, with the value that the program which saved it left there."""

    text: str
    value: float | int


def headings(rows: Rows) -> list[str]:
    """Every heading that the rows have."""
    return list(dict.fromkeys(name for one in rows for name in one))


def write_text(path: Path, rows: Rows, mark: str = ";", encoding: str = "utf-8") -> Path:
    """A CSV."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, headings(rows), delimiter=mark, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_xlsx(path: Path, rows: Rows) -> Path:
    """A workbook: each value with its own type."""
    book = Workbook()
    sheet = book.worksheets[0]
    names = headings(rows)
    sheet.append(names)
    cached: dict[str, str] = {}
    for number, one in enumerate(rows, start=2):
        for place, name in enumerate(names, start=1):
            cell, value = sheet.cell(number, place), one.get(name)
            if isinstance(value, Shown):
                cell.value, cell.number_format = value.value, value.number_format
            elif isinstance(value, Formula):
                cell.value = f"={value.text}"
                cached[cell.coordinate] = str(value.value)
            elif isinstance(value, date):
                cell.value, cell.number_format = value, "dd/mm/yyyy"
            elif value not in {None, ""}:
                cell.value = value
    book.save(path)
    return _computed(path, cached)


def _computed(path: Path, cached: Mapping[str, str]) -> Path:
    """The workbook with the values of its formulas, which openpyxl leaves out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for place, value in cached.items():
        blank = re.compile(rf'(<c r="{place}"[^>]*>\s*<f>[^<]*</f>)<v\s*/?>(?:</v>)?')
        sheet, count = blank.subn(rf"\g<1><v>{value}</v>", sheet)
        assert count == 1, place
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    _zip(path, parts)
    return path


def write_ods(path: Path, rows: Rows) -> Path:
    """A sheet of LibreOffice, as small as it may be."""
    names = headings(rows)
    lines: list[Sequence[Any]] = [names, *([one.get(name) for name in names] for one in rows)]
    table = "".join(f"<table:table-row>{_cells(line)}</table:table-row>" for line in lines)
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Hoja1">'
        f"{table}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.2" '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    parts = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    _zip(path, {name: text.encode() for name, text in parts.items()})
    return path


def _cells(values: Iterable[Any]) -> str:
    return "".join(_cell(value) for value in values)


def _cell(value: Any) -> str:
    if value in {None, ""}:
        return "<table:table-cell/>"
    if isinstance(value, int | float | Decimal):
        kind = f'office:value-type="float" office:value="{value}"'
    elif isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        value = f"{value:%d/%m/%Y}"
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def _zip(path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
