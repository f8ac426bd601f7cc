"""A column of another program's sheet, its values said as ours are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from planilla.model.sheet_declaration import SheetDeclaration
from planilla.reading.cells.sheet import CellKind, Sheet
from schemas.column import Column, ColumnKind
from schemas.spelling import plain

NUMBER = r"^\s*-?\d+(?:\.\d+)?\s*$"
NUMBERS = frozenset({ColumnKind.MONEY, ColumnKind.DECIMAL})


@dataclass(frozen=True)
class Read:
    """The cells of a column, under the file's `heading` at a `place`, -1 for none.

    `wrong` are those that no declared value, or not the declared form of dates, gives.
    """

    text: pl.Series
    kinds: pl.Series
    heading: str
    place: int = -1
    wrong: pl.Series | None = None

    @classmethod
    def blank(cls, length: int) -> Read:
        """Nothing in any row."""
        kinds = pl.Series([CellKind.BLANK.value], dtype=pl.String).new_from_index(0, length)
        return cls(pl.Series([None], dtype=pl.String).new_from_index(0, length), kinds, "")

    @classmethod
    def constant(cls, value: str, name: str, length: int) -> Read:
        """The same in every row."""
        kinds = pl.Series([CellKind.TEXT.value]).new_from_index(0, length)
        return cls(pl.Series([value]).new_from_index(0, length), kinds, name)

    def where(self, mask: pl.Series) -> Read:
        """Blank in the other rows."""
        none = Read.blank(len(self.text))
        return replace(
            self,
            text=self.text.zip_with(mask, none.text),
            kinds=self.kinds.zip_with(mask, none.kinds),
        )


def read_as_ours(sheet: Sheet, place: int, column: Column, declaration: SheetDeclaration) -> Read:
    """The cells of a place as the column is written in our own sheets."""
    text = sheet.text[f"c{place}"]
    kinds = sheet.kinds[f"c{place}"].cast(pl.String)
    found = Read(text, kinds, sheet.headings[place], place)
    if values := declaration.values.get(column.name):
        return _valued(found, values, whole=column.kind is ColumnKind.CODE)
    if column.kind is ColumnKind.DATE and declaration.date_format:
        return _dated(found, declaration.date_format)
    if column.kind in NUMBERS and declaration.decimal_point:
        points = text.str.contains(NUMBER).fill_null(value=False)
        number = pl.Series([CellKind.NUMBER.value]).new_from_index(0, len(text))
        return replace(found, text=text.str.strip_chars(), kinds=number.zip_with(points, kinds))
    return found


def _valued(found: Read, values: Mapping[str, str], *, whole: bool) -> Read:
    """Each cell by the values that were declared; with `whole` there are no others."""
    known = {plain(k): v for k, v in values.items()}
    cells = found.text.unique().drop_nulls().to_list()
    there = {cell: known[plain(cell)] for cell in cells if plain(cell) in known}
    mapped = found.text.replace_strict(there, default=None, return_dtype=pl.String)
    hit = mapped.is_not_null()
    text = mapped.zip_with(hit, found.text)
    text = text.set(text.eq("").fill_null(value=False), None)
    letters = pl.Series([CellKind.TEXT.value]).new_from_index(0, len(text))
    kinds = letters.zip_with(hit, found.kinds)
    kinds = kinds.set(text.is_null(), CellKind.BLANK.value)
    blank = found.kinds == CellKind.BLANK.value
    return replace(found, text=text, kinds=kinds, wrong=(~hit & ~blank) if whole else None)


def _dated(found: Read, written: str) -> Read:
    """Dates in the declared form; a true date of a workbook stays what it is."""
    days = found.text.str.strip_chars().str.to_date(written, strict=False)
    asked = (found.kinds != CellKind.BLANK.value) & (found.kinds != CellKind.DATE.value)
    good = asked & days.is_not_null()
    date = pl.Series([CellKind.DATE.value]).new_from_index(0, len(days))
    return replace(
        found,
        text=days.dt.strftime("%Y-%m-%d").zip_with(good, found.text),
        kinds=date.zip_with(good, found.kinds),
        wrong=asked & days.is_null(),
    )
