"""What a row must be once its cells are typed: a pandera schema from the declared columns.

Every check carries its fault code; the model is lazy, so that all faults of a
file come out at once. Rules that need several columns or rows are in
`planilla.comprobantes` and `planilla.pagos`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from schemas.column import Column, ColumnKind

POSITIVE = {"cantidad": "CANTIDAD", "unidad_bulto": "CANTIDAD", "importe": "IMPORTE_CERO"}
RANGES = {
    "punto_venta": (1, 99999, "PUNTO_VENTA"),
    "asociado_punto_venta": (1, 99999, "PUNTO_VENTA"),
    "numero": (1, 99999999, "NUMERO"),
    "asociado_numero": (1, 99999999, "NUMERO"),
    "bonificacion_porcentaje": (0, 100, "PORCENTAJE"),
}
DTYPES: dict[ColumnKind, pl.DataType] = {
    ColumnKind.TEXT: pl.String(),
    ColumnKind.CODE: pl.String(),
    ColumnKind.DIGITS: pl.String(),
    ColumnKind.INTEGER: pl.Int64(),
    ColumnKind.MONEY: pl.Decimal(30, 6),
    ColumnKind.DECIMAL: pl.Decimal(30, 6),
    ColumnKind.DATE: pl.Date(),
}
AMOUNTS = {ColumnKind.MONEY, ColumnKind.DECIMAL}
TEXTS = {ColumnKind.TEXT, ColumnKind.DIGITS}


def _checks(column: Column) -> list[pa.Check]:
    checks: list[pa.Check] = []
    if column.max_length is not None and column.kind in TEXTS:
        checks.append(pa.Check.str_length(max_value=column.max_length, error="LARGO"))
    if column.min_length and column.kind in TEXTS:
        checks.append(pa.Check.str_length(min_value=column.min_length, error="CORTO"))
    if column.name in POSITIVE:
        checks.append(pa.Check.gt(0, error=POSITIVE[column.name]))
    elif column.name in RANGES:
        low, high, code = RANGES[column.name]
        checks.append(pa.Check.in_range(low, high, error=code))
    elif column.kind in AMOUNTS:
        checks.append(pa.Check.ge(0, error="NEGATIVO"))
    if column.name == "operacion":
        checks.append(pa.Check.isin(["V"], error="OPERACION"))
    return checks


def checked(column: Column) -> bool:
    """Whether there is anything to be checked of a column's values, once they are typed."""
    return bool(_checks(column))


@lru_cache
def row_schema(columns: tuple[Column, ...]) -> pa.DataFrameSchema:
    """The schema of the typed rows: one column a declared one, in any order."""
    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                DTYPES[column.kind], checks=_checks(column), nullable=True, required=False
            )
            for column in columns
        }
    )


def failures(frame: pl.DataFrame, columns: Mapping[str, Column]) -> list[tuple[int, str, str]]:
    """Each failing cell as (position in the frame, column, code); blanks are not looked at."""
    try:
        row_schema(tuple(columns.values())).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.select("index", "column", "check")
        return [(int(index), column, code) for index, column, code in cases.iter_rows()]
    return []
