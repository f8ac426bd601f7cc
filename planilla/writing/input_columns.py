"""The input's own columns, as they go into a workbook again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

import polars as pl

from planilla.reading.cells.numbers import (
    DOUBTFUL,
    convention,
    in_doubt,
    number,
    parts_thousands,
    strip,
)
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.writing.cell_values import as_it_came, format_of_numbers
from planilla.writing.sheet_layout import MEASURED_ROWS, fitting_width
from planilla.writing.styles import Value
from schemas.column import Column, ColumnKind
from schemas.headings import is_result, match

MONEY_KINDS = {ColumnKind.MONEY}
AMOUNT_KINDS = {ColumnKind.MONEY, ColumnKind.DECIMAL}
ROWS_AT_ONCE = 1_000  # that are Python's values, and not the frame's
AS_TEXT = {CellKind.BLANK, CellKind.TEXT, CellKind.ERROR, CellKind.FORMULA}


class InputColumns:
    """Every column of a sheet but those that a result workbook adds.

    `numero_emitido` may be both: in a list it names the comprobante. It is left out
    unless `asked_too`. `headings` are as the file writes them; `referencia` is the
    place of that column among them, if the file has it; `names` are what the columns were
    read as, None for what was not; `number_formats` are the formats of the columns' numbers.
    """

    def __init__(
        self, sheet: Sheet, columns: Mapping[str, Column], *, asked_too: bool = False
    ) -> None:
        known = {place: name for name, place in match(sheet.headings, columns).places.items()}
        kept = known if asked_too else ()
        places = [i for i, h in enumerate(sheet.headings) if i in kept or not is_result(h)]
        self.headings = [sheet.headings[i] for i in places]
        names = [known.get(i) for i in places]
        self.referencia = names.index("referencia") if "referencia" in names else None
        self.names = names
        asked = next((i for i in known if is_result(sheet.headings[i])), None)
        self._asked = None if asked is None else sheet.text[f"c{asked}"]
        self._column_kinds = [columns[name].kind if name else None for name in names]
        self._columns = [f"c{i}" for i in places]
        self._text, self._kinds = sheet.text, sheet.kinds
        self._signs = [(at, sheet.signs[i]) for at, i in enumerate(places) if i in sheet.signs]
        self._as_text = [self._is_text(place) for place in range(len(places))]
        self.number_formats = [self._number_format(column) for column in range(len(places))]

    def widths(self) -> list[float]:
        """A width for each column, from its heading and its first rows."""
        first = self._text.head(MEASURED_ROWS)
        return [
            fitting_width(heading, (text or "" for text in first[name].to_list()))
            for heading, name in zip(self.headings, self._columns, strict=True)
        ]

    def empty(self) -> list[bool]:
        """Whether each column has nothing in any row."""
        blank = CellKind.BLANK.value
        return [bool((self._kinds[name].cast(pl.String) == blank).all()) for name in self._columns]

    def numero_emitido(self, position: int) -> str:
        """What a row says under that heading, where it names a comprobante; else a blank."""
        return "" if self._asked is None else self._asked[position] or ""

    def signs(self, position: int) -> list[tuple[int, str]]:
        """Which numbers of a row show a sign beside them (`cells.signs`), by their columns."""
        return [(at, sign) for at, own in self._signs if (sign := own[position])]

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The values of each row, each with the type it had; identity numbers as text."""
        for start in range(0, len(self._text), ROWS_AT_ONCE):
            text = self._text.slice(start, ROWS_AT_ONCE)
            kinds = self._kinds.slice(start, ROWS_AT_ONCE)
            yield from self._rows(text, kinds)

    def rows_apart(self, positions: Sequence[int]) -> Iterator[tuple[Value, ...]]:
        """The same of some rows, to stand without the others.

        "1.234" as text means what the rest of its column proves, so where the
        column is cut short it becomes the number that it was read as.
        """
        for start in range(0, len(positions), ROWS_AT_ONCE):
            some = list(positions[start : start + ROWS_AT_ONCE])
            for row in self._rows(self._text[some], self._kinds[some]):
                yield tuple(map(self._proved, range(len(row)), row))

    def _rows(self, text: pl.DataFrame, kinds: pl.DataFrame) -> Iterator[tuple[Value, ...]]:
        columns = [self._values(place, text, kinds) for place in range(len(self._columns))]
        return zip(*columns, strict=True) if columns else iter([()] * len(text))

    def _values(self, place: int, text: pl.DataFrame, kinds: pl.DataFrame) -> Sequence[Value]:
        name = self._columns[place]
        texts = text.get_column(name).to_list()
        if self._as_text[place]:
            return texts
        own = kinds.get_column(name).to_list()
        if self._column_kinds[place] is ColumnKind.DIGITS:
            own = [CellKind.TEXT if kind == CellKind.NUMBER else kind for kind in own]
        return list(map(as_it_came, texts, own))

    def _is_text(self, place: int) -> bool:
        """Whether the values of a column are its texts; which of a blank is none."""
        found = set(self._kinds[self._columns[place]].cast(pl.String).unique())
        if self._column_kinds[place] is ColumnKind.DIGITS:
            found.discard(CellKind.NUMBER)
        return found <= AS_TEXT

    def _proved(self, place: int, value: Value) -> Value:
        if not isinstance(value, str) or self._conventions[place] is None:
            return value
        mark, sure = self._conventions[place], self._parting[place]
        if not DOUBTFUL.fullmatch(strip(value)[0]) or (in_doubt(value, mark) and not sure):
            return value
        read = number(value, mark)
        return read if isinstance(read, Decimal) else value

    def _of_kind(self, place: int, kind: CellKind) -> pl.Series:
        name = self._columns[place]
        texts = self._text[name]
        return texts.filter(self._kinds[name].cast(pl.String) == kind.value).drop_nulls()

    def _number_format(self, place: int) -> str:
        money = self._column_kinds[place] in MONEY_KINDS
        return format_of_numbers(self._of_kind(place, CellKind.NUMBER), money=money)

    @cached_property
    def _parting(self) -> list[bool]:
        """Whether the numbers of each column of amounts part their thousands."""
        return [
            mark is not None
            and parts_thousands(self._of_kind(place, CellKind.TEXT).to_list(), mark)
            for place, mark in enumerate(self._conventions)
        ]

    @cached_property
    def _conventions(self) -> list[str | None]:
        """How the numbers of each column of amounts are written as text."""
        return [
            convention(self._of_kind(place, CellKind.TEXT).to_list())
            if kind in AMOUNT_KINDS
            else None
            for place, kind in enumerate(self._column_kinds)
        ]
