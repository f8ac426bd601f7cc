"""A CSV by columns, a piece at a time: a statement may have a million rows.

The same separators, encodings and row numbers as `planilla.workbook.delimited`,
but only the columns that are asked for are kept.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

import polars as pl

from planilla.errors import UnreadableFile
from planilla.matching.sources.table import HEADING_ROWS, ROW, Book, BoundBook, Table
from planilla.workbook.delimited import END, LONGEST_CELL, TOLD, decode, separator
from planilla.workbook.read import SIGNATURES, TEXTS, open_grids
from planilla.workbook.sheet import Kind

PIECE = 50_000
QUOTE = '"'
UNCLOSED = "Hay comillas que se abren y no se cierran (cerca de la fila {row}). Ciérrelas."
Record = list[str]


def open_book(path: Path) -> Book:
    """A file, open; raises `UnreadableFile` in words for its owner."""
    if path.suffix.lower() in TEXTS and path.is_file():
        content = path.read_bytes()
        if content.strip() and not content.lstrip().startswith((b"<", *SIGNATURES)):
            text = decode(path, content)
            told = TOLD.match(text)  # Excel obeys this line and does not count it
            mark = told[1] if told else separator(text)
            return TextBook(path, text[told.end() :] if told else text, mark)
    return BoundBook(path, open_grids(path))


@dataclass(frozen=True)
class TextBook:
    """A CSV: one sheet, all cells text."""

    path: Path
    text: str
    mark: str

    def tops(self) -> list[list[Record]]:
        """The first rows."""
        return [list(islice(self._records(), HEADING_ROWS))]

    def table(self, sheet: int, heading: int, places: Iterable[int]) -> Table:  # noqa: ARG002
        """The columns at some places; wholly blank rows are left out."""
        wanted = list(places)
        headings = [cell.strip() for cell in next(islice(self._records(), heading, None))]
        read = self._quoted if QUOTE in self.text else self._plain
        text, uneven = read(heading, _width(headings), wanted)
        return Table(self.path, tuple(headings), text, _kinds(text), tuple(uneven))

    def _plain(self, heading: int, width: int, places: list[int]) -> tuple[pl.DataFrame, list[int]]:
        """Without quotes a line is a record, and polars splits them all at once."""
        lines = pl.Series("line", _lines(self.text)[heading + 1 :], dtype=pl.String)
        # after a separator at the end of a line there is nothing
        ended = pl.col("line").str.strip_chars_end(f"{self.mark} \t\xa0")
        filled = ended.str.count_matches(self.mark, literal=True) + 1
        cells = pl.col("cells")
        rows = (
            pl.DataFrame(lines)
            .with_row_index(ROW, heading + 2)
            .filter(ended.str.strip_chars() != "")
            .with_columns(cells=pl.col("line").str.split(self.mark), filled=filled)
            .select(
                pl.col(ROW).cast(pl.Int64),
                *(cells.list.get(place, null_on_oob=True).alias(f"c{place}") for place in places),
                uneven=(cells.list.len() < width) | (pl.col("filled") > width),
            )
        )
        return _blanked(rows.drop("uneven")), rows.filter("uneven")[ROW].to_list()

    def _quoted(
        self, heading: int, width: int, places: list[int]
    ) -> tuple[pl.DataFrame, list[int]]:
        pieces, uneven = [_piece([], places)], []
        numbered = enumerate(islice(self._records(), heading + 1, None), start=heading + 2)
        while rows := list(islice(numbered, PIECE)):
            kept = [(number, record) for number, record in rows if any(map(str.strip, record))]
            uneven += [number for number, record in kept if _is_uneven(record, width)]
            pieces.append(_piece(kept, places))
        return pl.concat(pieces), uneven

    def _records(self) -> Iterator[Record]:
        """Every record but the mark put at the end; raises `UnreadableFile`."""
        csv.field_size_limit(LONGEST_CELL)
        lines = chain(io.StringIO(self.text, newline=""), [END])
        held: Record | None = None
        count = 0
        try:
            for record in csv.reader(lines, delimiter=self.mark, strict=False):
                if held is not None:
                    yield held
                held, count = record, count + 1
        except csv.Error as error:
            message = f"El archivo CSV está dañado ({error})."
            raise UnreadableFile(self.path, message) from error
        if held != [END]:
            raise UnreadableFile(self.path, UNCLOSED.format(row=count))


def _width(record: Record) -> int:
    """How many cells up to the last filled one: a separator at the end of a line is nothing."""
    width = len(record)
    while width and not record[width - 1].strip():
        width -= 1
    return width


def _is_uneven(record: Record, width: int) -> bool:
    return len(record) != width and (len(record) < width or _width(record) > width)


def _piece(rows: list[tuple[int, Record]], places: list[int]) -> pl.DataFrame:
    records = [record for _, record in rows]
    across = list(zip_longest(*records, fillvalue=""))
    columns = {f"c{p}": across[p] if p < len(across) else [""] * len(rows) for p in places}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    numbers = pl.Series(ROW, [number for number, _ in rows], dtype=pl.Int64)
    return _blanked(frame.insert_column(0, numbers))


def _lines(text: str) -> list[str]:
    """Lines as the csv module ends them, which is not where `splitlines` does."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _blanked(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells of spaces alone are null."""
    cells = pl.exclude(ROW)
    return frame.with_columns(pl.when(cells.str.strip_chars() != "").then(cells).name.keep())


def _kinds(text: pl.DataFrame) -> pl.DataFrame:
    blank, filled = pl.lit(Kind.BLANK.value), pl.lit(Kind.TEXT.value)
    cells = pl.exclude(ROW)
    return text.with_columns(pl.when(cells.is_null()).then(blank).otherwise(filled).name.keep())
