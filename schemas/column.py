"""What a column of a spreadsheet is, declared once for reading, checks, template and guide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


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
class Column:
    """One column a person may write.

    `decimals` bounds MONEY and DECIMAL; with `rounds`, a number with more is
    rounded half to even instead of refused (only for a figure that is compared
    and not sent). `default` is the text a blank stands for; None when a blank
    means absent, or when it is worked out from other cells. `max_length` is in
    characters, or in digits for INTEGER and DIGITS. `table` is a key of
    `schemas.tables.TABLES`.
    `help` and `example` are in Spanish, for the template and the guide.
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
    min_length: int = 0
    max_length: int | None = None
    table: str | None = None
    aliases: tuple[str, ...] = ()


def by_name(columns: Iterable[Column]) -> Mapping[str, Column]:
    """The columns, by name."""
    return {column.name: column for column in columns}


EMISOR = Column(
    "emisor_cuit",
    ColumnKind.DIGITS,
    "Su CUIT, el del emisor. Solo hace falta si dos de sus CUIT tienen el mismo punto de venta.",
    min_length=11,
    max_length=11,
    aliases=("CUIT emisor", "CUIT del emisor", "Emisor"),
)
"""Whose a row is, in every sheet of an office that issues for several CUITs."""
