"""What a cell of a column must be, as pandera checks that carry their fault code."""

from __future__ import annotations

from collections.abc import Callable

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

from schemas.column import Column, ColumnKind
from schemas.tables import TABLES

SCALE = 6
"""The decimals of every amount in a frame."""
DTYPES: dict[ColumnKind, pl.DataType] = {
    ColumnKind.TEXT: pl.String(),
    ColumnKind.CODE: pl.String(),
    ColumnKind.DIGITS: pl.String(),
    ColumnKind.INTEGER: pl.Int64(),
    ColumnKind.MONEY: pl.Decimal(30, SCALE),
    ColumnKind.DECIMAL: pl.Decimal(30, SCALE),
    ColumnKind.DATE: pl.Date(),
}
AMOUNTS = {ColumnKind.MONEY, ColumnKind.DECIMAL}
TEXTS = {ColumnKind.TEXT, ColumnKind.DIGITS}
WHOLE_FIGURES = 13
"""ARCA's amounts have 13 digits before the point."""


def checks_of(column: Column, *, typed: bool = True) -> list[pa.Check]:
    """The checks of a column's values; of those not `typed` here, also what typing makes sure of.

    Of two that one cell fails the first is told.
    """
    checks = [] if typed else typing_checks(column)
    if column.max_length is not None and column.kind in TEXTS:
        checks.append(pa.Check.str_length(max_value=column.max_length, error="LARGO"))
    if column.min_length and column.kind in TEXTS:
        checks.append(pa.Check.str_length(min_value=column.min_length, error="CORTO"))
    bound = column.bound
    if bound and bound.above is not None:
        checks.append(pa.Check.gt(bound.above, error=bound.code))
    elif bound and bound.low is not None and bound.high is not None:
        checks.append(pa.Check.in_range(bound.low, bound.high, error=bound.code))
    elif column.kind in AMOUNTS:
        checks.append(pa.Check.ge(0, error="NEGATIVO"))
    if column.only:
        value, code = column.only
        checks.append(pa.Check.isin([value], error=code))
    return checks


def typing_checks(column: Column) -> list[pa.Check]:
    """What a cell that was read is by then, and a frame of another program may not be."""
    if column.kind is ColumnKind.CODE:
        return [pa.Check.isin(list(TABLES[column.table or ""]), error="NO_ESTA_EN_LA_TABLA")]
    if column.kind is ColumnKind.DIGITS:
        return [pa.Check.str_matches(r"^[0-9]*$", error="DOCUMENTO")]
    if column.kind is ColumnKind.INTEGER:
        return [_passing("DEMASIADO_GRANDE", lambda cell: cell.abs() < 10**WHOLE_FIGURES)]
    if column.kind not in AMOUNTS:
        return []
    most = pl.lit(10 ** (WHOLE_FIGURES + SCALE), pl.Int128)
    checks = [_passing("DEMASIADO_GRANDE", lambda cell: cell.to_physical().abs() < most)]
    if not column.rounds:
        beyond = 10 ** (SCALE - column.decimals)
        checks.append(_passing("DECIMALES", lambda cell: cell.to_physical() % beyond == 0))
    return checks


def _passing(code: str, rule: Callable[[pl.Expr], pl.Expr]) -> pa.Check:
    def passing(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(rule(pl.col(data.key)))

    return pa.Check(passing, name=code, error=code)
