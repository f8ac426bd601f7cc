"""What a typed frame of another program is told: as pandera says it, and as `emit` would.

typing ─► groups agree ─► defaults ─► each cell ─► rules of whole comprobantes ─► linked notes
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol

import pandera.polars as pa
import polars as pl
from pandera.constants import CHECK_OUTPUT_KEY
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from schemas.checks import DTYPES, checks_of, typing_checks
from schemas.column import Column, Scope, lacking
from schemas.context import Context
from schemas.faults import WHOLE_ROW
from schemas.filled import OF_ANOTHER, firsts, naming_another, with_defaults
from schemas.partly import NOT_EVEN_PARTLY, asked_partly
from schemas.rule import WHOLE, Rule

REFERENCIA = "referencia"
SUM = re.compile(r"\s*(?:sub)?total(?:es)?(?: general)?\s*:?\s*", re.IGNORECASE)
CODES = {"not_nullable": "FALTA"}


Found = tuple[int, str, str, Mapping[str, Any]]
"""The position of a row, a column, a fault's code and its words."""


class Model(Protocol):
    """What a verdict needs of a sheet."""

    def columns(self) -> Mapping[str, Column]: ...
    def groups(self, frame: pl.DataFrame) -> pl.Series: ...
    def prepared(
        self, frame: pl.DataFrame, context: Context, groups: pl.Series
    ) -> pl.DataFrame: ...
    def priced(
        self, frame: pl.DataFrame, groups: pl.Series, given: pl.DataFrame
    ) -> tuple[pl.DataFrame, Sequence[tuple[int, str, str]]]: ...
    def judges_partly(self) -> bool: ...
    def told(self, frame: pl.DataFrame, asks: Callable[[Rule, int], bool]) -> Sequence[Found]: ...
    def links(self, frame: pl.DataFrame) -> Mapping[int, str]: ...
    def rule_checks(self) -> Mapping[str, Sequence[pa.Check]]: ...
    def to_schema(self) -> pa.DataFrameSchema: ...


def verdict(
    model: Model, frame: pl.DataFrame, context: Context
) -> tuple[pl.DataFrame, SchemaErrors | None]:
    """The frame with its blanks filled, and what is wrong with it."""
    columns, told = model.columns(), _Told(frame)
    frame = frame.with_columns(pl.col(pl.String).replace("", None))
    told.by(_schema(columns, frame.columns, typing=True), frame)
    if told.unfit:
        return frame, told.errors(model.to_schema())
    known = told.without_failing(frame)
    groups = model.groups(known)
    whole = [n for n, one in columns.items() if one.scope is Scope.COMPROBANTE and n in frame]
    filled = _inherited(known, groups, whole, told)
    filled, missed = model.priced(with_defaults(filled, columns), groups, frame)
    blank = _of_nothing(frame, filled, columns)
    told.by(_schema(columns, filled.columns, typing=False), filled)
    told.whole_rows(blank)
    fit = ~told.wrong().to_frame("w").select(pl.col("w").any().over(groups)).to_series()
    for position, column, code in missed if fit.any() else ():
        own = pl.int_range(len(frame), eager=True) == position
        told.here(column, code, own & fit)
    fit = ~told.wrong().to_frame("w").select(pl.col("w").any().over(groups)).to_series()
    _partly(model, filled, groups, told, context)
    ready = model.prepared(filled.with_columns(fit.alias(WHOLE)), context, groups)
    told.by(_rules(model, ready), ready)
    _whole_comprobantes(model, ready, groups, told)
    return filled, told.errors(model.to_schema())


def _schema(
    columns: Mapping[str, Column], given: Collection[str], *, typing: bool
) -> pa.DataFrameSchema:
    """What typing makes sure of, in the columns that there must be; or what each cell must be.

    Of the `given` columns one may stand instead of another.
    """
    checks = typing_checks if typing else checks_of
    needed = lacking(columns, given)
    return pa.DataFrameSchema(
        {
            name: pa.Column(
                DTYPES[one.kind],
                checks(one.as_once()),
                nullable=typing or not one.required,
                required=one.name in needed,
            )
            for name, one in columns.items()
        }
    )


def _rules(model: Model, frame: pl.DataFrame) -> pa.DataFrameSchema:
    """The checks of several columns and rows."""
    return pa.DataFrameSchema(
        {
            name: pa.Column(checks=list(checks), nullable=True)
            for name, checks in model.rule_checks().items()
            if name in frame
        }
    )


def _inherited(
    frame: pl.DataFrame, groups: pl.Series, whole: Sequence[str], told: _Told
) -> pl.DataFrame:
    """A blank cell of the whole takes the group's value; two values that differ are a fault.

    But for the comprobantes that a note corrects, of which each row may name another.
    """
    if groups.n_unique() == len(frame):
        return frame
    own = firsts(frame, whole, groups)
    another = naming_another(frame, own)
    for name in (one for one in OF_ANOTHER if one in own):
        kept = pl.when(another).then(pl.coalesce(frame[name], own[name])).otherwise(own[name])
        own = own.with_columns(kept.alias(name))
    for name in whole:
        told.here(name, "NO_ACUERDA", (frame[name] != own[name]).fill_null(False))
    return frame.with_columns(own)


def _partly(
    model: Model, filled: pl.DataFrame, groups: pl.Series, told: _Told, context: Context
) -> None:
    """What else is wrong where some cells cannot be read, as far as that can be told."""
    if not model.judges_partly() or not context.rules.newer:
        return
    wrong: dict[int, set[str]] = {}
    of = groups.to_list()
    for column, rows in told.by_column():
        for row in rows:
            wrong.setdefault(of[row], set()).add(column)
    some = [group for group, own in wrong.items() if own.isdisjoint(NOT_EVEN_PARTLY)]
    here = groups.is_in(some)
    if not here.any():
        return
    ready = model.prepared(filled.with_columns(here.alias(WHOLE)), context, groups)
    asks = asked_partly([wrong.get(n, set()) for n in range(max(of) + 1)], of)
    for row, column, code, _ in model.told(ready, asks):
        told.here(column, code, pl.int_range(len(filled), eager=True) == row)


def _of_nothing(
    frame: pl.DataFrame, filled: pl.DataFrame, columns: Mapping[str, Column]
) -> pl.Series:
    """Rows that say nothing of their comprobante, but perhaps that they are a sum."""
    needed = [n for n, one in columns.items() if one.required and one.scope is Scope.COMPROBANTE]
    if not needed:
        return pl.repeat(False, len(frame), dtype=pl.Boolean, eager=True)
    without = filled.select(pl.all_horizontal(pl.col(needed).is_null())).to_series()
    empty = frame.select(pl.all_horizontal(pl.col(needed).is_null())).to_series()
    if REFERENCIA not in frame:
        return without & empty
    names = frame[REFERENCIA].to_list()
    sums = [name is None or SUM.fullmatch(name) is not None for name in names]
    return without & empty & pl.Series(sums, dtype=pl.Boolean)


def _whole_comprobantes(model: Model, ready: pl.DataFrame, groups: pl.Series, told: _Told) -> None:
    """One bad row makes its whole comprobante wrong, and a note falls with what it corrects."""
    own = told.wrong()
    some = own.to_frame("w").select(pl.col("w").any().over(groups)).to_series()
    fallen = model.links(ready.with_columns((~some).alias(WHOLE)))
    told.here(REFERENCIA, "OTRA_FILA", some & ~own)
    for code in sorted(set(fallen.values())):
        rows = groups.is_in([group for group, one in fallen.items() if one == code])
        told.here("asociado_referencia", code, rows)


class _Told:
    """What a frame is told, in order."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self._errors: list[SchemaError] = []
        self._cells: list[pl.DataFrame] = []
        self.unfit = False

    def by(self, schema: pa.DataFrameSchema, frame: pl.DataFrame) -> None:
        """Whatever pandera says of a frame; `unfit` is one without a column, or of other types."""
        try:
            schema.validate(frame, lazy=True)
        except SchemaErrors as errors:
            cases = errors.failure_cases
            self.unfit = self.unfit or cases["index"].has_nulls()
            self._errors += errors.schema_errors
            self._cells.append(cases.with_columns(pl.col("check").replace(CODES)))

    def here(self, column: str, code: str, wrong: pl.Series) -> None:
        """One fault in a column of some rows."""
        if not wrong.any():
            return
        rows = pl.Series("index", wrong.arg_true(), pl.Int32)
        values = (
            self._frame[column].filter(wrong)
            if column in self._frame
            else pl.Series([None] * len(rows), dtype=pl.String)
        )
        cells = pl.DataFrame({"failure_case": values.cast(pl.String)})
        self._errors.append(
            SchemaError(  # type: ignore[no-untyped-call]
                pa.Column(name=column),
                self._frame,
                f"{column}: {code}",
                failure_cases=cells,
                check=code,
                check_output=pl.DataFrame({CHECK_OUTPUT_KEY: ~wrong}),
                reason_code=SchemaErrorReason.DATAFRAME_CHECK,
            )
        )
        self._cells.append(
            cells.select(
                "failure_case",
                pl.lit("DataFrameSchema").alias("schema_context"),
                pl.lit(column).alias("column"),
                pl.lit(code).alias("check"),
                pl.lit(None, pl.Int32).alias("check_number"),
                rows,
            )
        )

    def whole_rows(self, wrong: pl.Series) -> None:
        """Rows of nothing are told as such, and not each cell that they lack."""
        rows = wrong.arg_true()
        lacking = pl.col("index").is_in(rows.implode()) & (pl.col("check") == "FALTA")
        self._cells = [one.filter(~lacking) for one in self._cells]
        self.here(WHOLE_ROW, "SIN_DATOS", wrong)

    def wrong(self) -> pl.Series:
        """Which rows have been told something."""
        rows = [index for cells in self._cells for index in cells["index"].to_list()]
        return pl.int_range(len(self._frame), eager=True).is_in(sorted(set(rows)))

    def without_failing(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame less the cells that have been told something."""
        return frame.with_columns(
            pl.when(~pl.int_range(pl.len()).is_in(rows)).then(pl.col(name)).alias(name)
            for name, rows in self.by_column()
        )

    def by_column(self) -> Iterator[tuple[str, list[int]]]:
        """The rows that have been told something, by column."""
        for cells in self._cells:
            for (name,), one in cells.group_by("column"):
                yield str(name), one["index"].to_list()

    def errors(self, schema: pa.DataFrameSchema) -> SchemaErrors | None:
        """All of it, at most one fault a cell: the first."""
        cells = pl.concat(self._cells) if self._cells else None
        if cells is None or not len(cells):
            return None
        found = SchemaErrors(schema, self._errors, self._frame)
        if not self.unfit:
            cells = cells.unique(["index", "column"], keep="first", maintain_order=True)
        found.failure_cases = cells.sort("index", maintain_order=True)
        return found
