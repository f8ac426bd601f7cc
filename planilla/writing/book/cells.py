"""Typed cells of a sheet, row by row: what is text stays text, and nothing is lost in silence.

The library guesses by default: `=…` becomes a formula, `http…` a link; and what it does not
take it says by a return code. Here each cell has its type, and each code is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from inspect import unwrap
from typing import Any

from planilla.writing.book.formats import Style
from planilla.writing.book.links import file_link, inner_link
from planilla.writing.plain_text import CELL_LIMIT, plain
from planilla.writing.styles import PLAIN, Value
from planilla.writing.workbook_limits import FIRST_DAY, MOST_LINKS, held_exactly

SHORT = CELL_LIMIT // 2  # of these characters each is two UTF-16 units at most
PIXELS_OF_A_POINT = 4 / 3

Styles = Mapping[type, Style]
"""How the values of a column look, by their type."""


class Cells:
    """The cells of one sheet; columns count from 0, `row` is the row begun last, from 1."""

    def __init__(self, sheet: Any, style: Any) -> None:
        self._sheet = sheet
        self._style = style
        self._links = 0
        self.row = 0
        # its methods take places as A1, too: what they wrap takes numbers only, and is faster
        self._write_string = unwrap(type(sheet).write_string).__get__(sheet)
        self._write_number = unwrap(type(sheet).write_number).__get__(sheet)
        self._writers: dict[type, Callable[[int, Any, Style], None]] = {
            str: self.text,
            Decimal: self.number,
            int: self.number,
            bool: self.truth,
            date: self.day,
            datetime: self.day,
            type(None): self.blank,
        }

    def begin(self, height: float | None = None) -> int:
        """Begin the next row, in points if it is to be another height; gives its number."""
        self.row += 1
        if height is not None:
            pixels = round(height * PIXELS_OF_A_POINT)
            taken(self._sheet.set_row_pixels(self.row - 1, pixels))
        return self.row

    def text(self, column: int, value: str, style: Style) -> None:
        """A text as it is, cut with a `…` where a cell does not hold it; never a formula."""
        if not value.isprintable() or len(value) > SHORT:
            value = plain(value)
        if not value:
            self.blank(column, None, style)
        elif code := self._write_string(self.row - 1, column, value, style):
            taken(code)

    def number(self, column: int, value: Decimal | int, style: Style) -> None:
        """A number digit by digit; as text, where a workbook would change a digit."""
        if not held_exactly(value):
            self.text(column, str(value), style)
        elif code := self._write_number(self.row - 1, column, value, style):
            taken(code)

    def day(self, column: int, value: date, style: Style) -> None:
        """A date or a moment without a zone; as text, before those that a workbook counts."""
        if value.toordinal() >= FIRST_DAY.toordinal():
            taken(self._sheet.write_datetime(self.row - 1, column, value, style))
        else:
            time = " %H:%M" if isinstance(value, datetime) else ""
            self.text(column, f"{value:%d/%m/%Y{time}}", style)

    def truth(self, column: int, value: bool, style: Style) -> None:
        """Yes or no."""
        taken(self._sheet.write_boolean(self.row - 1, column, value, style))

    def blank(self, column: int, value: None, style: Style) -> None:  # noqa: ARG002 - as its kin
        """Only a look."""
        taken(self._sheet.write_blank(self.row - 1, column, None, style))

    def value(self, column: int, value: Value, style: Style) -> None:
        """A value by its type."""
        writer = self._writers.get(value.__class__)
        if writer is None:  # a text of a kind of its own, as an enumeration's
            self.text(column, str(value), style)
        else:
            writer(column, value, style)

    def values(self, values: Iterable[Value], styles: Iterable[Styles], first: int = 0) -> None:
        """Values side by side, each as its column's values of its type look; none is nothing."""
        writers = self._writers
        for column, (value, looks) in enumerate(zip(values, styles, strict=True), first):
            if value is not None:
                kind = value.__class__
                if kind in looks:
                    writers[kind](column, value, looks[kind])
                else:
                    self.text(column, str(value), looks[str])

    def line(
        self, values: Sequence[Value], styles: Sequence[Style], height: float | None = None
    ) -> None:
        """A row from its first column on, blanks with their looks."""
        self.begin(height)
        for column, (value, style) in enumerate(zip(values, styles, strict=True)):
            self.value(column, value, style)
        if not values and height is not None:
            # of a row without a cell the height would be lost
            self.blank(0, None, self._style(PLAIN))

    def link(self, column: int, text: str, target: str, style: Style) -> bool:
        """A link that shows a text; False, and nothing written, where a sheet takes no more.

        `target` is a URI or a path relative to the workbook, and is written as it is.
        """
        link = file_link(target) if self._links < MOST_LINKS else None
        if link is None:
            return False
        self._linked(column, link, style)
        self.text(column, text, style)
        return True

    def link_inside(self, column: int, value: Value, place: str, style: Style) -> bool:
        """The same, to a place of this workbook: `Sheet!A1`."""
        if self._links >= MOST_LINKS:
            return False
        self._linked(column, inner_link(place), style)
        self.value(column, value, style)
        return True

    def _linked(self, column: int, link: Any, style: Style) -> None:
        self._links += 1
        taken(self._sheet.write_url(self.row - 1, column, link, style))


def taken(code: object) -> None:
    """A cell that the library did not take would be missing: a mistake of ours."""
    if code:
        raise RuntimeError(f"a cell was not written: the library returns {code}")
