"""What a cell means, asked once for each way in which it is spelled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from planilla.reading.cells.sheet import CellKind

Read = tuple[str | int | Decimal | date | None, str | None]
"""A value, or the code of what is wrong."""


def each_spelling(
    cells: pl.DataFrame, read: Callable[[str, CellKind], Read], dtype: Any = None
) -> pl.DataFrame:
    """`text`, `kind`, `read` and `code`, a row a distinct cell; blanks are left out."""
    distinct = cells.select("text", "kind").drop_nulls().unique()
    found = [read(text, CellKind(kind)) for text, kind in distinct.iter_rows()]
    return distinct.with_columns(
        pl.Series("read", [value for value, _ in found], dtype=dtype, strict=True),
        pl.Series("code", [code for _, code in found], dtype=pl.String),
    )


def by_spelling(
    cells: pl.DataFrame, read: Callable[[str, CellKind], Read], dtype: Any
) -> pl.DataFrame:
    """`value` and `code` of each cell, in its order."""
    known = each_spelling(cells, read, dtype)
    joined = cells.join(known, on=["text", "kind"], how="left", maintain_order="left")
    return joined.select(value="read", code="code")
