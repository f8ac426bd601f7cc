"""The sheets inside of an .xlsx, and what a quick look over each one tells.

calamine makes a whole table of a sheet, from its first cell to its last, however
far away that is: a blank typed into the last row costs gigabytes. A look over the
XML, a piece at a time, says beforehand how much of that table is filled.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree  # its expat stops entity bombs

from planilla.reading.formats.unpacking import pieces

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SUSPECT = re.compile(rb"<(?:\w+:)?f[ />]|\bt=[\"']e[\"']")
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
NUMBERED = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"'](\d+)[\"'][^>]*>")
NUMBER = re.compile(rb"\br=[\"'](\d+)[\"']")
PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
FAR_COLUMN = re.compile(rb"\br=[\"']([A-Z]{2,3})[0-9]")
FAR_ROW = re.compile(rb"\br=[\"'][A-Z]{1,3}([0-9]{6,7})[\"']")
# the same where it is written as every program does: they begin with letters that are quickly found
PLAINLY = (
    re.compile(rb"<row\b[^>]*?\br=[\"'](\d+)[\"'][^>]*>"),
    re.compile(rb" r=\"([A-Z]{2,3})[0-9]"),
    re.compile(rb" r=\"[A-Z]{1,3}([0-9]{6,7})\""),
)
HARMLESS = 2_000_000  # cells of a table that may be empty: some 64 MB for a second
EMPTY_FOR_ONE = 4


@dataclass(frozen=True)
class Look:
    """What a sheet holds: hidden rows, whether errors or formulas, how far its cells reach."""

    hidden: frozenset[int]
    suspect: bool
    cells: int
    last_row: int
    last_column: int

    @property
    def sparse(self) -> bool:
        """Whether its table would be nearly empty."""
        table = self.last_row * self.last_column
        return table > HARMLESS + EMPTY_FOR_ONE * self.cells


def pass_by(piece: bytes) -> None:
    """Look for nothing more."""
    del piece


def look(archive: zipfile.ZipFile, part: str, also: Callable[[bytes], None] = pass_by) -> Look:
    """Look over one sheet; `also` is given each piece of it, too."""
    hidden: set[int] = set()
    suspect = False
    cells = last_row = 0
    columns = {b"Z"}
    for piece in pieces(archive, part):
        also(piece)
        numbered, far_column, far_row = _patterns(piece)
        last_row = max((last_row, *map(int, numbered.findall(piece))))
        if b"hidden=" in piece:
            hidden.update(_hidden(piece))
        suspect = suspect or _suspect(piece)
        cells += piece.count(b"<c ") + piece.count(b":c ")
        columns.update(far_column.findall(piece))
        last_row = max((last_row, *map(int, set(far_row.findall(piece)))))
    last = max(columns, key=lambda letters: (len(letters), letters)).decode()
    return Look(frozenset(hidden), suspect, cells, last_row, column_number(last))


def _patterns(piece: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes], re.Pattern[bytes]]:
    """Patterns for the numbers of rows, for far columns and for far rows."""
    plain = b":row" not in piece and b"r='" not in piece
    if plain and piece.count(b'r="') == piece.count(b' r="'):
        return PLAINLY
    return NUMBERED, FAR_COLUMN, FAR_ROW


def _suspect(piece: bytes) -> bool:
    """Whether a formula or an error is there."""
    signs = (b"<f", b":f", b't="e"', b"t='e'")
    return any(sign in piece for sign in signs) and SUSPECT.search(piece) is not None


def _hidden(piece: bytes) -> Iterator[int]:
    for row in ROW.finditer(piece):
        number = NUMBER.search(row[1])
        if number and HIDDEN.search(row[1]):
            yield int(number[1])


def sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    """The names of the sheets' parts, in the order of the workbook."""
    book = book_part(archive)
    targets = {key: target for _, key, target in relations(archive, book)}
    root = ElementTree.fromstring(archive.read(book))  # noqa: S314
    return [targets[e.attrib[RELATION]] for e in root.iter() if local(e.tag) == "sheet"]


def book_part(archive: zipfile.ZipFile) -> str:
    """The name of the workbook's own part."""
    return next(
        target for kind, _, target in relations(archive, "") if kind.endswith("/officeDocument")
    )


def relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    """Kind, id and target (as a name in the archive) of what a part refers to."""
    folder, _, name = part.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    root = ElementTree.fromstring(archive.read(f"{prefix}_rels/{name}.rels"))  # noqa: S314
    for one in root:
        target = one.attrib["Target"]
        where = target[1:] if target.startswith("/") else prefix + target
        yield one.attrib["Type"], one.attrib["Id"], where


def place_of(reference: str) -> tuple[int, int]:
    """Row and column from 0 of a cell such as `B7`; raises `ValueError`."""
    found = PLACE.fullmatch(reference)
    if found is None:
        raise ValueError(f"no cell: {reference}")
    return int(found[2]) - 1, column_number(found[1]) - 1


def column_number(letters: str) -> int:
    """The number of a column from 1: 27 for `AA`."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]
