"""The input's own columns, as they go into a workbook again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from planilla.reading.cells.numbers import DOUBTFUL, convention, number, strip
from planilla.reading.cells.sheet import CellKind, Sheet
from planilla.writing.cell_values import (
    GENERAL,
    as_it_came,
    format_of_numbers,
    format_with,
    number_format,
)
from planilla.writing.sheet_layout import fitting_width
from planilla.writing.styles import DATE, TEXT, TIME, Look, Value
from schemas.column import Column, ColumnKind
from schemas.headings import is_result, match

MONEY_KINDS = {ColumnKind.MONEY}
LOOKS = {f: Look(number_format=f) for f in (TEXT, DATE, TIME, GENERAL)}
AMOUNT_KINDS = {ColumnKind.MONEY, ColumnKind.DECIMAL}


class InputColumns:
    """Every column of a sheet but those that a result workbook adds.

    `numero_emitido` may be both: in a list it names the comprobante. It is left out
    unless `asked_too`. `headings` are as the file writes them; `referencia` is the
    place of that column among them, if the file has it.
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
        asked = next((i for i in known if is_result(sheet.headings[i])), None)
        self._asked = None if asked is None else sheet.text[f"c{asked}"].to_list()
        self._column_kinds = [columns[name].kind if name else None for name in names]
        self._text: list[list[str | None]] = [sheet.text[f"c{i}"].to_list() for i in places]
        self._kinds: list[list[str]] = [sheet.kinds[f"c{i}"].to_list() for i in places]
        self._signs = [list(sheet.signs.get(i, ())) for i in places]
        self._looks = [self._look(column) for column in range(len(places))]
        self._marks = [self._mark(column) for column in range(len(places))]

    def widths(self) -> list[float]:
        """A width for each column, from its heading and its first rows."""
        pairs = zip(self.headings, self._text, strict=True)
        return [fitting_width(h, (text or "" for text in texts)) for h, texts in pairs]

    def numero_emitido(self, position: int) -> str:
        """What a row says under that heading, where it names a comprobante; else a blank."""
        return "" if self._asked is None else self._asked[position] or ""

    def cells(self, position: int) -> list[tuple[Value, Look]]:
        """A row's values and looks, each with the type it had; identity numbers as text."""
        return [self._cell(column, position) for column in range(len(self.headings))]

    def cells_apart(self, position: int) -> list[tuple[Value, Look]]:
        """The same, to stand without the other rows.

        "1.234" as text means what the rest of its column proves, so where the
        column is cut short it becomes the number that it was read as.
        """
        return [
            self._proved(column, position) or self._cell(column, position)
            for column in range(len(self.headings))
        ]

    def _cell(self, column: int, position: int) -> tuple[Value, Look]:
        kind, text = self._kinds[column][position], self._text[column][position]
        if kind == CellKind.NUMBER and self._column_kinds[column] is ColumnKind.DIGITS:
            kind = CellKind.TEXT
        value = as_it_came(text, kind)
        look = self._looks[column]
        wanted = number_format(value, look.number_format)
        if isinstance(value, Decimal) and (sign := self._sign(column, position)):
            return value, Look(number_format=format_with(sign))
        return value, look if wanted == look.number_format else LOOKS[wanted]

    def _sign(self, column: int, position: int) -> str | None:
        """What the number shows beside it in the file."""
        signs = self._signs[column]
        return signs[position] if signs else None

    def _proved(self, column: int, position: int) -> tuple[Value, Look] | None:
        mark, text = self._marks[column], self._text[column][position]
        if mark is None or text is None or self._kinds[column][position] != CellKind.TEXT:
            return None
        if not DOUBTFUL.fullmatch(strip(text)[0]):
            return None
        value = number(text, mark)
        return (value, self._looks[column]) if isinstance(value, Decimal) else None

    def _of_kind(self, column: int, kind: CellKind) -> Iterator[str]:
        pairs = zip(self._text[column], self._kinds[column], strict=True)
        return (text for text, own in pairs if text is not None and own == kind)

    def _look(self, column: int) -> Look:
        money = self._column_kinds[column] in MONEY_KINDS
        numbers = self._of_kind(column, CellKind.NUMBER)
        return Look(number_format=format_of_numbers(numbers, money=money))

    def _mark(self, column: int) -> str | None:
        if self._column_kinds[column] not in AMOUNT_KINDS:
            return None
        return convention(self._of_kind(column, CellKind.TEXT))
