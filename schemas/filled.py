"""What a blank cell of a typed frame stands for: the others of its rows, or a default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from schemas.checks import DTYPES
from schemas.column import Column
from schemas.declare import typed


def firsts(frame: pl.DataFrame, names: Sequence[str], groups: pl.Series) -> pl.DataFrame:
    """Some columns, in each row the first value that any row of its group has."""
    of = frame.select(names).with_columns(groups.alias("_of"))
    return of.select(pl.col(n).drop_nulls().first().over("_of") for n in names)


def with_defaults(frame: pl.DataFrame, columns: Mapping[str, Column]) -> pl.DataFrame:
    """The frame with what a blank cell stands for, in each column that has a default."""
    return frame.with_columns(
        (pl.col(name).fill_null(pl.lit(blank)) if name in frame else pl.lit(blank))
        .cast(DTYPES[columns[name].kind])
        .alias(name)
        for name, blank in defaults(columns).items()
    )


def defaults(columns: Mapping[str, Column]) -> Mapping[str, str | int | Decimal]:
    """What a blank stands for, of the columns that say so."""
    return {name: typed(one) for name, one in columns.items() if one.default is not None}
