"""The fields of a table, each a polars column; what cannot be read is gathered on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

import polars as pl

from planilla.reading.cast import UNREADABLE
from planilla.reading.cells.grid import ROW
from planilla.reading.cells.numbers import Doubt, convention, number
from planilla.reading.cells.sheet import CellKind
from planilla.reconcile.matching.frames import RATE
from planilla.reconcile.matching.spellings import Read, by_spelling
from planilla.reconcile.sources.amounts import amounts
from planilla.reconcile.sources.days import days
from planilla.reconcile.sources.recognising import Places
from planilla.reconcile.sources.table import Table
from schemas.faults import WHOLE_ROW, Fault
from schemas.messages import MESSAGES
from schemas.sources.declaration import Declaration
from schemas.sources.messages import MESSAGES as OF_STATEMENTS
from schemas.spelling import plain

JOINT = " · "
DIGITS_MARKS = r"(?i)^\s*(?:CUIT|CUIL|CDI|DNI)\b|[-./:\s]"
INTEGER = r"^\s*0*([0-9]{1,12})(?:\.0+)?\s*$"
OPTIONS = {"tipo": "FACTURA A, FACTURA B …", "moneda": "PES, DOL …"}
MOST_RATE = 10**9
UNREADABLE_LETTERS = {kind.value: code for kind, code in UNREADABLE.items()}

Result = TypeVar("Result", pl.Series, pl.DataFrame)
Cast = Callable[[pl.DataFrame], pl.DataFrame]
Bad = tuple[int, int, str, str]  # row, place (-1: the whole row), text, code


def dated(declaration: Declaration) -> bool:
    """Whether every row that says something has a date: what has none is no movement."""
    return declaration.yields == "payments" and "fecha" in declaration.needed


class Fields:
    """The fields of some rows of one table."""

    def __init__(self, table: Table, declaration: Declaration, places: Places) -> None:
        self.table = table
        self.declaration = declaration
        self.places = places
        # their values are under the wrong headings: nothing else is said of them
        uneven = [row for row in table.uneven if not (table.alone.get(row) and dated(declaration))]
        self.bad: list[Bad] = [(row, -1, "", "CELDAS_CORRIDAS") for row in uneven]
        if uneven:
            self.keep(~self.rows.is_in(uneven))

    @property
    def rows(self) -> pl.Series:
        """The row numbers, as the person sees them."""
        return self.table.text[ROW]

    def keep(self, mask: pl.Series) -> None:
        """Go on with some of the rows only."""
        cut = self.table
        text, kinds = cut.text.filter(mask), cut.kinds.filter(mask)
        self.table = replace(cut, text=text, kinds=kinds)

    def quietly(self, read: Callable[[], Result]) -> Result:
        """What is read only to know a row by: a cell that cannot be read is not told."""
        told = list(self.bad)
        values = read()
        self.bad = told
        return values

    def forget(self, rows: pl.Series) -> None:
        """Say nothing of rows that turned out to be none."""
        gone = set(rows)
        self.bad = [bad for bad in self.bad if bad[0] not in gone]

    def kept(self) -> pl.Series:
        """Which rows the declaration's filters keep."""
        mask = pl.repeat(True, len(self.rows), eager=True)
        for field, values in self.declaration.only.items():
            words = self.words(field)
            wanted = {plain(value) for value in values}
            spellings = [word for word in words.unique() if plain(word or "") in wanted]
            mask &= words.is_in(spellings, nulls_equal=True)
        return mask

    def words(self, field: str) -> pl.Series:
        """A field's text; of several columns all that are filled, joined."""
        if (constant := self.declaration.constants.get(field)) is not None:
            return pl.repeat(constant, len(self.rows), dtype=pl.String, eager=True)
        places = self.places.get(field, ())
        for place in places:
            self._tell(place, self._cells(place).select(code=_unreadable()))
        columns = [pl.col(f"c{place}").str.strip_chars() for place in places]
        if not columns:
            return self._none(pl.String)
        joined = pl.concat_str(columns, separator=JOINT, ignore_nulls=True)
        return self.table.text.select(pl.when(joined != "").then(joined).alias(field))[field]

    def money(self, field: str, *, exact: bool = False) -> pl.Series:
        """Amounts of two decimals."""
        mark = self.declaration.decimal
        return self._read(field, lambda cells: amounts(cells, mark, exact=exact), pl.Decimal(18, 2))

    def rate(self, field: str, *, beside: str) -> pl.Series:
        """Rates of up to six decimals, null where there is none, or no way to read it.

        `beside` is the column of amounts that shows which mark is the decimal one.
        """
        texts = [text for place in self.places.get(beside, ()) for text in self._texts(place)]
        mark = self.declaration.decimal or convention(texts)

        def read(text: str, kind: CellKind) -> Read:
            value = Decimal(text) if kind is CellKind.NUMBER else number(text, mark)
            if isinstance(value, Doubt) or value >= MOST_RATE:
                return None, None
            return round(value, 6), None

        return self._read(field, lambda cells: by_spelling(cells, read, RATE), RATE)

    def _texts(self, place: int) -> list[str]:
        cells = self._cells(place).filter(kind=CellKind.TEXT.value)
        return cells["text"].drop_nulls().to_list()

    def days(self, field: str) -> pl.Series:
        """Dates."""
        return self._read(field, lambda cells: days(cells, self.declaration.dates), pl.Date)

    def code(self, field: str) -> pl.Series:
        """Codes of the table `tipo` or `moneda`."""

        def read(text: str, _: CellKind) -> Read:
            found = self.declaration.meaning(field, text)
            return found, None if found else "NO_ESTA_EN_LA_TABLA"

        if (constant := self.declaration.constants.get(field)) and field not in self.places:
            meant = self.declaration.meaning(field, constant)
            return pl.repeat(meant, len(self.rows), dtype=pl.String, eager=True)
        return self._read(field, lambda cells: by_spelling(cells, read, pl.String), pl.String)

    def whole(self, field: str, most: int, code: str) -> pl.Series:
        """Whole numbers from 0 to `most`; `code` tells one that is greater."""
        value = pl.col("text").str.extract(INTEGER).cast(pl.Int64)

        def read(cells: pl.DataFrame) -> pl.DataFrame:
            return cells.select(
                value=pl.when(value <= most).then(value),
                code=pl.when(pl.col("text").is_not_null() & value.is_null())
                .then(pl.lit("NO_ES_ENTERO"))
                .when(value > most)
                .then(pl.lit(code)),
            )

        return self._read(field, read, pl.Int64)

    def digits(self, field: str) -> pl.Series:
        """A document's digits, without zeros before them; null for none."""
        bare = pl.col("text").str.replace_all(DIGITS_MARKS, "")
        ok = bare.str.contains(r"^[0-9]*$") & pl.col("kind").is_in(["t", "n"])

        def read(cells: pl.DataFrame) -> pl.DataFrame:
            stripped = bare.str.strip_chars_start("0")
            return cells.select(
                value=pl.when(ok & (stripped != "")).then(stripped),
                code=pl.when(pl.col("text").is_not_null() & ~ok).then(pl.lit("DOCUMENTO")),
            )

        return self._read(field, read, pl.String)

    def need(self, field: str, values: pl.Series) -> None:
        """Tell the rows in which a field is blank that may not be."""
        told = {row for row, _, _, _ in self.bad}
        place = next(iter(self.places.get(field, ())), -1)
        missing = self.rows.filter(values.is_null())
        self.bad += [(row, place, "", "FALTA") for row in missing if row not in told]

    def refuse(self, field: str, mask: pl.Series, code: str) -> None:
        """Tell the rows of a mask as wrong in a field that has a column."""
        for place in self.places.get(field, ())[:1]:
            texts = self.table.text.filter(mask).select(ROW, f"c{place}").iter_rows()
            self.bad += [(row, place, text or "", code) for row, text in texts]

    def faults(self) -> tuple[Fault, ...]:
        """What could not be read, in the order of the file; one for each cell."""
        return tuple(self._fault(*bad) for bad in sorted(dict.fromkeys(self.bad)))

    def _read(self, field: str, cast: Cast, dtype: Any) -> pl.Series:
        """The first filled cell of a field, cast; a bad one is told."""
        result, taken = self._none(dtype), pl.repeat(False, len(self.rows), eager=True)
        for place in self.places.get(field, ()):
            cells = self._cells(place)
            unreadable = cells.select(code=_unreadable())["code"]
            free = ~taken & cells["text"].is_not_null()
            readable = pl.DataFrame({"ok": free & unreadable.is_null()})["ok"]
            blanked = cells.with_columns(text=pl.when(readable).then("text"))
            read = cast(blanked)
            codes = read.select(code=pl.coalesce(pl.col("code"), unreadable))
            self._tell(place, codes.with_columns(code=pl.when(free).then("code")))
            result = pl.select(pl.when(free).then(read["value"]).otherwise(result))[:, 0]
            taken |= free
        return result

    def _cells(self, place: int) -> pl.DataFrame:
        name = f"c{place}"
        return pl.DataFrame({"text": self.table.text[name], "kind": self.table.kinds[name]})

    def _none(self, dtype: Any) -> pl.Series:
        return pl.repeat(None, len(self.rows), dtype=dtype, eager=True)

    def _tell(self, place: int, codes: pl.DataFrame) -> None:
        wrong = self.table.text.select(ROW, text=f"c{place}").hstack(codes)
        for row, text, code in wrong.filter(pl.col("code").is_not_null()).iter_rows():
            self.bad.append((row, place, text or "", code))

    def _fault(self, row: int, place: int, text: str, code: str) -> Fault:
        message, fix = (MESSAGES | OF_STATEMENTS)[code]
        field = next((name for name, own in self.places.items() if place in own), "")
        filled = {"value": text, "decimals": 2, "options": OPTIONS.get(field, "")}
        column = WHOLE_ROW if place < 0 else self.table.headings[place]
        return Fault(row, column, text, code, message.format(**filled), fix.format(**filled))


def _unreadable() -> pl.Expr:
    return pl.col("kind").replace_strict(UNREADABLE_LETTERS, default=None, return_dtype=pl.String)
