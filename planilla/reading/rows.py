"""Typed rows by columns: what is written alike is one value; a row is made once it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar, overload

import polars as pl

Value = str | int | Decimal | date | None
Row = Mapping[str, Value]
T = TypeVar("T")


@dataclass(frozen=True)
class Values:
    """One column: its different values, and which of them each row has (null: none)."""

    known: Sequence[Value]
    codes: pl.Series

    @classmethod
    def of(cls, values: Sequence[Value]) -> Values:
        """Of a value for each row."""
        codes = [None if value is None else place for place, value in enumerate(values)]
        return cls(values, pl.Series(codes, dtype=pl.UInt32))

    def series(self, name: str, dtype: pl.DataType) -> pl.Series:
        """As a column of a frame."""
        return pl.Series(name, self.known, dtype).gather(self.codes)


class Rows(Sequence[Row]):
    """The rows of a file, by `columns`; `blanks` are what a blank cell stands for."""

    def __init__(self, columns: Mapping[str, Values], blanks: Mapping[str, Value]) -> None:
        self._columns = columns
        self._blanks = blanks
        self._names = (*columns, *(name for name in blanks if name not in columns))
        self._length = len(next(iter(columns.values())).codes) if columns else 0
        self._lists: dict[str, Sequence[Value]] = {}

    def __len__(self) -> int:
        """How many rows."""
        return self._length

    def __iter__(self) -> Iterator[Row]:
        """Row by row, each made anew."""
        values = [self.column(name) for name in self._names]
        return (dict(zip(self._names, row, strict=True)) for row in zip(*values, strict=True))

    @overload
    def __getitem__(self, position: int) -> Row: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Row]: ...
    def __getitem__(self, position: int | slice) -> Row | Sequence[Row]:
        """One row, by the names of its columns."""
        if isinstance(position, slice):
            return [self[place] for place in range(*position.indices(len(self)))]
        return {name: self.column(name)[position] for name in self._names}

    def column(self, name: str) -> Sequence[Value]:
        """A value for each row; None in each where there is no such column."""
        if name not in self._lists:
            known, codes = self._coded(name)
            self._lists[name] = [known[code] for code in codes.to_list()]
        return self._lists[name]

    def of(self, name: str, kind: type[T]) -> Sequence[T]:
        """A column of one type. Where a row has nothing, or is wrong, so is what stands there."""
        for value in self._coded(name)[0]:
            _typed(value, name, kind)
        return self.column(name)  # type: ignore[return-value]

    def mapped(self, name: str, to: Callable[[Value], str]) -> pl.Series:
        """A text for each row, made once of each value."""
        known, codes = self._coded(name)
        return pl.Series(name, [to(value) for value in known], pl.String).gather(codes)

    def blank(self, name: str) -> pl.Series:
        """Whether each row has nothing of its own in a column."""
        own = self._columns.get(name)
        if own is None:
            return pl.repeat(True, len(self), dtype=pl.Boolean, eager=True)
        return own.codes.is_null()

    def replaced(self, columns: Mapping[str, Sequence[Value]]) -> Rows:
        """The same rows with other values in some columns."""
        other = {name: Values.of(values) for name, values in columns.items()}
        return Rows({**self._columns, **other}, self._blanks)

    def _coded(self, name: str) -> tuple[Sequence[Value], pl.Series]:
        """The different values, blanks being the last, and which of them each row has."""
        blank = self._blanks.get(name)
        own = self._columns.get(name)
        if own is None:
            return [blank], pl.repeat(0, len(self), dtype=pl.UInt32, eager=True)
        return [*own.known, blank], own.codes.fill_null(len(own.known))


def text(row: Row, name: str) -> str:
    """A cell of a text column; blank where it has nothing."""
    return _of(row, name, str) or ""


def whole(row: Row, name: str) -> int:
    """A cell of a column of whole numbers that the row must have."""
    return _there(_of(row, name, int), name)


def amount(row: Row, name: str) -> Decimal:
    """A cell of a column of money or quantities that the row must have."""
    return _there(_of(row, name, Decimal), name)


def day(row: Row, name: str) -> date | None:
    """A cell of a column of dates."""
    return _of(row, name, date)


def _of(row: Row, name: str, kind: type[T]) -> T | None:
    return _typed(row.get(name), name, kind)


def _typed(value: Value, name: str, kind: type[T]) -> T | None:
    if value is None or isinstance(value, kind):
        return value
    raise TypeError(f"{name}: {type(value).__name__} where the schema has {kind.__name__}")


def _there(value: T | None, name: str) -> T:
    if value is None:
        raise TypeError(f"{name}: nothing where the row must have something")
    return value
