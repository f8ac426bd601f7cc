"""CSV as offices write it: any of three separators, any of four encodings, all cells text."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from planilla.errors import UnreadableFile
from planilla.workbook.grid import BLANK, Cell, Grid
from planilla.workbook.sheet import Kind

SEPARATORS = ";,\t"
SAMPLE_LINES = 30
LONGEST_CELL = 1_000_000
TOLD = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)
END = "\x1eend"  # goes missing inside a cell whose quotes are never closed
LINE_ENDS = "\r\n"
NOT_TEXT = "No es un archivo de texto. Guárdelo desde Excel como .xlsx o como CSV."


def read_delimited(path: Path) -> Grid:
    """The one sheet of a CSV; a record is a row, as a spreadsheet shows it."""
    text = decode(path, path.read_bytes())
    mark = separator(text)
    if told := TOLD.match(text):  # Excel obeys this line and does not count it
        mark, text = told[1], text[told.end() :]
    csv.field_size_limit(LONGEST_CELL)
    lines = io.StringIO(f"{text.rstrip(LINE_ENDS)}\n{END}\n", newline="")
    try:
        records = list(csv.reader(lines, delimiter=mark, strict=False))
    except csv.Error as error:
        raise UnreadableFile(path, f"El archivo CSV está dañado ({error}).") from error
    if records.pop() != [END]:
        row = len(records) + 1
        raise UnreadableFile(
            path, f"Hay comillas que se abren y no se cierran (cerca de la fila {row}). Ciérrelas."
        )
    return Grid(path.name, [[_cell(value) for value in one] for one in records], ragged=True)


def decode(path: Path, content: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 with one, else Windows-1252."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in content and not wide:
        raise UnreadableFile(path, NOT_TEXT)
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(path, NOT_TEXT)


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
