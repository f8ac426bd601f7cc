"""Which cells of an .xlsx show a per cent sign or a currency: calamine gives the number alone.

A cell names its style by number. Sheets without a style that shows a sign cost nothing more,
and elsewhere the cells of those styles alone are looked at.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree  # its expat stops entity bombs

from planilla.reading.formats.grid_maker import Sign
from planilla.reading.formats.number_formats import BUILT_IN, sign_of
from planilla.reading.formats.xlsx_parts import book_part, local, place_of, relations

FEW = 16  # styles that are looked for one by one
PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")


def signs_of_styles(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """The sign that each style of cells shows, of those that show one, by the style's number."""
    parts = (part for kind, _, part in relations(archive, book_part(archive)) if _is_styles(kind))
    part = next(parts, None)
    if part is None or part not in archive.namelist():
        return {}
    root = ElementTree.fromstring(archive.read(part))  # noqa: S314
    signs = dict(BUILT_IN)
    for group in root:
        if local(group.tag) == "numFmts":
            forms = {int(one.get("numFmtId", -1)): one.get("formatCode", "") for one in group}
            signs |= {number: sign_of(form) for number, form in forms.items()}
    styles = [one for group in root if local(group.tag) == "cellXfs" for one in group]
    found = enumerate(signs.get(int(one.get("numFmtId", 0)), "") for one in styles)
    return {str(number): sign for number, sign in found if sign}


def _is_styles(kind: str) -> bool:
    return kind.endswith("/styles")


class SignsInSheet:
    """Gathers the cells of one sheet that have one of some styles, piece by piece of its XML."""

    def __init__(self, styles: Mapping[str, str]) -> None:
        self._styles = styles
        self._found: list[Sign] = []
        self._unplaced = False
        few = len(styles) <= FEW
        numbers = "|".join(styles) if few else r"\d+"
        self._written = [f"s={mark}{one}{mark}".encode() for one in styles for mark in "\"'"]
        self._written = self._written if few else [b" s="]
        self._plainly = re.compile(rf' r="([A-Z]{{1,3}}\d{{1,7}})" s="({numbers})"'.encode())
        self._tags = re.compile(rf"<(?:\w+:)?c\s[^>]*?\bs=[\"']({numbers})[\"'][^>]*>".encode())

    def take(self, piece: bytes) -> None:
        """Look over a piece, in which no tag is cut."""
        count = sum(piece.count(one) for one in self._written)
        if not count:
            return
        found = self._plainly.findall(piece)
        if len(found) != count:  # written otherwise than most programs do, or of a whole row
            found = list(self._by_tags(piece))
        for place, style in found:
            if sign := self._styles.get(style.decode()):
                self._found.append((*place_of(place.decode()), sign))

    def _by_tags(self, piece: bytes) -> Iterator[tuple[bytes, bytes]]:
        for tag in self._tags.finditer(piece):
            place = PLACE.search(tag[0])
            self._unplaced = self._unplaced or place is None
            if place is not None:
                yield place[1], tag[1]

    def found(self, archive: zipfile.ZipFile, part: str) -> list[Sign]:
        """Rows and columns from 0, and what each shows."""
        return list(self._each(archive, part)) if self._unplaced else self._found

    def _each(self, archive: zipfile.ZipFile, part: str) -> Iterator[Sign]:
        """Where cells do not say where they are: they follow each other."""
        row = column = -1
        with archive.open(part) as file:
            for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314
                tag = local(element.tag)
                if event == "start" and tag == "row":
                    row, column = int(element.get("r", row + 2)) - 1, -1
                elif event == "start" and tag == "c":
                    place = element.get("r")
                    column = place_of(place)[1] if place else column + 1
                    if sign := self._styles.get(element.get("s", "")):
                        yield row, column, sign
                elif event == "end" and tag == "row":
                    element.clear()
