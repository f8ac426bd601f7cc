"""CSV as offices write it: any of three separators, any of four encodings, all cells text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain, islice, zip_longest
from pathlib import Path

import polars as pl

from planilla.common.errors import UnreadableFile
from planilla.reading.cells.grid import ROW, Grid
from planilla.reading.cells.sheet import CellKind
from planilla.reading.formats.grid_maker import Budget

SEPARATORS = ";,\t"
SAMPLE, SAMPLE_LINES = 1_000_000, 30
LONGEST_CELL = 1_000_000
PIECE = 50_000
QUOTE = '"'
TOLD = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)
END = "\x1eend"  # goes missing inside a cell whose quotes are never closed
NOT_TEXT = "No es un archivo de texto. Guárdelo desde Excel como .xlsx o como CSV."
UNCLOSED = "Hay comillas que se abren y no se cierran (cerca de la fila {row}). Ciérrelas."
LENGTH = "length"
Record = list[str]


def read_delimited(path: Path) -> Grid:
    """The one sheet of a CSV; a record is a row, as a spreadsheet shows it."""
    text = decode(path, path.read_bytes())
    mark = separator(text)
    if told := TOLD.match(text):  # Excel obeys this line and does not count it
        mark, text = told[1], text[told.end() :]
    return text_grid(path, text, mark)


def text_grid(path: Path, text: str, mark: str) -> Grid:
    """The sheet of a text; raises `UnreadableFile`."""
    read = _quoted if QUOTE in text else _plain
    frame = read(path, text, mark)
    cells = frame.drop(LENGTH)
    blank, filled = pl.lit(CellKind.BLANK.value), pl.lit(CellKind.TEXT.value)
    column = pl.exclude(ROW)
    kinds = cells.with_columns(pl.when(column.is_null()).then(blank).otherwise(filled).name.keep())
    return Grid(path.name, cells, kinds, frame[LENGTH])


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
    lines = text[:SAMPLE].splitlines()[:SAMPLE_LINES]

    def score(mark: str) -> tuple[int, int]:
        counts = [_outside_quotes(line, mark) for line in lines if line.strip()]
        used = [count for count in counts if count]
        common = max(set(used), key=used.count, default=0)
        return (used.count(common) if common else 0, common)

    return max(SEPARATORS, key=score)


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _plain(path: Path, text: str, mark: str) -> pl.DataFrame:
    """Without quotes a line is a record, and polars splits them all at once."""
    lines = pl.DataFrame(pl.Series("line", _lines(text), dtype=pl.String)).with_row_index(ROW, 1)
    lines = lines.with_columns(
        pl.col("line").str.count_matches(mark, literal=True).cast(pl.Int64).add(1).alias(LENGTH)
    ).filter(pl.col("line").str.replace_all(mark, "", literal=True).str.strip_chars() != "")
    width = max(lines[LENGTH].to_list(), default=0)
    Budget(path).take(path.name, len(lines), width)
    if not width:
        return _piece([])
    names = [f"c{place}" for place in range(width)]
    cells = pl.col("line").str.split_exact(mark, width - 1).struct.rename_fields(names)
    rows = lines.select(pl.col(ROW).cast(pl.Int64), LENGTH, cells.alias("cells"))
    return _blanked(rows.unnest("cells"))


def _quoted(path: Path, text: str, mark: str) -> pl.DataFrame:
    pieces = []
    budget = Budget(path)
    numbered = enumerate(_records(path, text, mark), start=1)
    while rows := list(islice(numbered, PIECE)):
        kept = [(number, record) for number, record in rows if any(map(str.strip, record))]
        budget.take(path.name, len(kept), max((len(record) for _, record in kept), default=0))
        pieces.append(_piece(kept))
    return _blanked(pl.concat(pieces, how="diagonal")) if pieces else _piece([])


def _records(path: Path, text: str, mark: str) -> Iterator[Record]:
    """Every record but the mark put at the end; raises `UnreadableFile`."""
    csv.field_size_limit(LONGEST_CELL)
    lines = chain(io.StringIO(text, newline=""), [END])
    held: Record | None = None
    count = 0
    try:
        for record in csv.reader(lines, delimiter=mark, strict=False):
            if held is not None:
                yield held
            held, count = record, count + 1
    except csv.Error as error:
        raise UnreadableFile(path, f"El archivo CSV está dañado ({error}).") from error
    if held != [END]:
        raise UnreadableFile(path, UNCLOSED.format(row=count))


def _piece(rows: list[tuple[int, Record]]) -> pl.DataFrame:
    columns = list(zip_longest(*(record for _, record in rows), fillvalue=None))
    cells = {f"c{place}": column for place, column in enumerate(columns)}
    return pl.DataFrame(
        {
            ROW: [number for number, _ in rows],
            LENGTH: [len(record) for _, record in rows],
            **cells,
        },
        schema={ROW: pl.Int64, LENGTH: pl.Int64, **dict.fromkeys(cells, pl.String)},
    )


def _lines(text: str) -> list[str]:
    """Lines as the csv module ends them, which is not where `splitlines` does."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _blanked(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells of spaces alone are null."""
    cells = pl.exclude(ROW, LENGTH)
    return frame.with_columns(pl.when(cells.str.strip_chars() != "").then(cells).name.keep())
