"""What a column of a spreadsheet is, as the reader, the template and the guide want it.

The columns of what is emitted and paid are declared as fields of a pandera model
(`schemas.comprobantes`, `schemas.pagos`), from which these are taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

IGNORE = "ignore"
"""What a person says of a heading instead of a column: it does not matter."""
REOPEN = "ask"
"""The same: nobody has said anything yet, after all, and the next file with it asks again."""


class ColumnKind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    INTEGER = "integer"
    DIGITS = "digits"  # an identity number: digits kept as text, dashes dropped
    MONEY = "money"
    DECIMAL = "decimal"
    DATE = "date"
    CODE = "code"  # a code of `Column.table`, or one of its names


class Scope(StrEnum):
    """Whose value it is: one for all rows of a referencia, or each row's own."""

    COMPROBANTE = "comprobante"
    CONCEPTO = "concepto"


@dataclass(frozen=True, slots=True)
class Bound:
    """Between which numbers a value is, and the fault `code` of one that is not.

    `above` is less than any of them; `low` and `high` are the least and the greatest.
    """

    code: str
    above: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column a person may write.

    `decimals` bounds MONEY and DECIMAL; with `rounds`, a number with more is
    rounded half to even instead of refused (only for a figure that is compared
    and not sent), and with `rounds_aloud`, too, where the row of a file says so (in a
    frame it is a fault). `default` is the text a blank stands for; None when a blank
    means absent, or when it is worked out from other cells. `max_length` is in
    characters, or in digits for INTEGER and DIGITS. `table` is a key of
    `schemas.tables.TABLES`. A number without a `bound` is not below zero; `only` is the
    one value that a text may have, with the fault's code.
    `help` and `example` are in Spanish, for the template and the guide.
    `instead_of` is a required column that need not be there where this one is.
    `once_length` and `once_decimals` are what an earlier release read, where that was more.
    """

    name: str
    kind: ColumnKind
    help: str
    example: str = ""
    required: bool = False
    default: str | None = None
    scope: Scope = Scope.COMPROBANTE
    decimals: int = 2
    rounds: bool = False
    rounds_aloud: bool = False
    min_length: int = 0
    max_length: int | None = None
    table: str | None = None
    aliases: tuple[str, ...] = ()
    bound: Bound | None = None
    only: tuple[str, str] | None = None
    once_length: int | None = None
    once_decimals: int | None = None
    instead_of: str | None = None

    def as_once(self) -> Column:
        """As wide as any release read it."""
        return replace(
            self,
            max_length=self.once_length or self.max_length,
            decimals=self.once_decimals or self.decimals,
        )


def lacking(columns: Mapping[str, Column], given: Collection[str]) -> tuple[str, ...]:
    """The required columns that are not given, nor one that stands instead of them."""
    instead = {one.instead_of for name, one in columns.items() if name in given}
    there = {*given, *instead}
    return tuple(name for name, one in columns.items() if one.required and name not in there)


def by_name(columns: Iterable[Column]) -> Mapping[str, Column]:
    """The columns, by name."""
    return {column.name: column for column in columns}
