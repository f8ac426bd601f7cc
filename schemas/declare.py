"""Declaring a field of a sheet's model: a function for each kind of cell.

Each gives a pandera field with all that is known of a column: whether it may be blank, its
limits as checks with their fault code, title, description, default, and in its metadata
what pandera has no word for. `columns_of` reads them back.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

from schemas.checks import checks_of
from schemas.column import Bound, Column, ColumnKind

Amount = Annotated[pl.Decimal, 30, 6]
"""Money, quantities and rates: exact, with room for more decimals than any column has."""


def declared(
    kind: ColumnKind,
    help_text: str,
    example: str = "",
    *,
    required: bool = False,
    default: str | None = None,
    aliases: tuple[str, ...] = (),
    **more: Any,
) -> Any:
    """A field whose cells are of this `kind`; `more` is what `Column` knows beside."""
    column = Column(
        "", kind, help_text, example, required=required, default=default, aliases=aliases, **more
    )
    field = pa.Field(
        nullable=not required,
        required=required,
        title=aliases[0] if aliases else None,
        description=help_text,
        default=typed(column) if default is not None else None,
        metadata={"kind": kind, "example": example, "aliases": aliases, **more},
    )
    field.checks = checks_of(column.as_once(), typed=False)
    return field


text = partial(declared, ColumnKind.TEXT)
code = partial(declared, ColumnKind.CODE)
digits = partial(declared, ColumnKind.DIGITS)
whole = partial(declared, ColumnKind.INTEGER)
money = partial(declared, ColumnKind.MONEY)
number = partial(declared, ColumnKind.DECIMAL)
day = partial(declared, ColumnKind.DATE)


PUNTO_VENTA = Bound("PUNTO_VENTA", low=1, high=99_999)
NUMERO = Bound("NUMERO", low=1, high=99_999_999)


def issuer() -> Any:
    """Whose a row is, in every sheet of an office that issues for several CUITs."""
    return digits(
        "Su CUIT, el del emisor. Solo hace falta si dos de sus CUIT tienen el mismo punto de "
        "venta.",
        min_length=11,
        max_length=11,
        aliases=("CUIT emisor", "CUIT del emisor", "Emisor"),
    )


def columns_of(model: type[pa.DataFrameModel]) -> tuple[Column, ...]:
    """The columns that a model declares, in its order."""
    return tuple(_column(name, one) for name, one in model.to_schema().columns.items())


def _column(name: str, field: pa.Column) -> Column:
    """A field as a `Column`."""
    default = None if field.default is None else str(field.default)
    return Column(
        name,
        help=field.description or "",
        required=not field.nullable,
        default=default,
        **(field.metadata or {}),
    )


def typed(column: Column) -> str | int | Decimal:
    """What a blank of a column stands for."""
    written = column.default or ""
    if column.kind in {ColumnKind.MONEY, ColumnKind.DECIMAL}:
        return Decimal(written)
    return int(written) if column.kind is ColumnKind.INTEGER else written
