"""CSV as offices write it: any of three separators, any of four encodings, all cells text."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from planilla.errors import UnreadableFile
from planilla.workbook.grid import BLANK, Cell, Grid
from planilla.workbook.sheet import Kind

SEPARATORS = ";,\t"
SAMPLE_LINES = 30
LONGEST_CELL = 1_000_000


def read_delimited(path: Path) -> Grid:
    """The one sheet of a CSV; a record is a row, as a spreadsheet shows it."""
    text = decode(path, path.read_bytes())
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=False)
    try:
        rows = [[_cell(value) for value in record] for record in reader]
    except csv.Error as error:
        raise UnreadableFile(path, f"El archivo CSV está dañado ({error}).") from error
    return Grid(path.name, rows)


def decode(path: Path, content: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 with one, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if b"\x00" in content:
        raise UnreadableFile(
            path, "No es un archivo de texto. Guárdelo desde Excel como .xlsx o como CSV."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def separator(text: str) -> str:
    """The separator that splits the first lines most, and most evenly, outside of quotes."""
    lines = text.splitlines()[:SAMPLE_LINES]

    def score(mark: str) -> tuple[int, int]:
        counts = [_outside_quotes(line, mark) for line in lines if line.strip()]
        used = [count for count in counts if count]
        common = max(set(used), key=used.count, default=0)
        return (used.count(common) if common else 0, common)

    return max(SEPARATORS, key=score)


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _cell(value: str) -> Cell:
    return (value, Kind.TEXT) if value.strip() else BLANK
