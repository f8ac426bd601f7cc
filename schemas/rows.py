"""What a row must be once its cells are typed: pandera over the columns that a file has.

All faults of a file come out at once. Rules that need several columns or rows are in the
models (`schemas.comprobantes`, `schemas.pagos`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from schemas.checks import DTYPES, checks_of
from schemas.column import Column


def frame_of(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Column]) -> pl.DataFrame:
    """Typed rows as a frame of the columns that they have, in the declared order."""
    own = set(chain.from_iterable(rows))
    names = [name for name in columns if name in own]
    return pl.DataFrame(
        [
            pl.Series(name, [row.get(name) for row in rows], DTYPES[columns[name].kind])
            for name in names
        ]
    )


def checked(column: Column) -> bool:
    """Whether there is anything to be checked of a column's values, once they are typed."""
    return bool(checks_of(column))


@lru_cache
def row_schema(columns: tuple[Column, ...]) -> pa.DataFrameSchema:
    """The schema of the typed rows: one column a declared one, in any order."""
    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                DTYPES[column.kind], checks=checks_of(column), nullable=True, required=False
            )
            for column in columns
        }
    )


@cache
def ready(columns: tuple[Column, ...]) -> None:
    """Have loaded what pandera loads at its first use, which takes a while: one column will do."""
    one = next(filter(checked, columns), None)
    if one is not None:
        failures(pl.DataFrame(schema={one.name: DTYPES[one.kind]}), {one.name: one})


def failures(frame: pl.DataFrame, columns: Mapping[str, Column]) -> list[tuple[int, str, str]]:
    """Each failing cell as (position in the frame, column, code); blanks are not looked at."""
    try:
        row_schema(tuple(columns.values())).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.select("index", "column", "check")
        return [(int(index), column, code) for index, column, code in cases.iter_rows()]
    return []
