"""A sheet's model: its columns, its rules, and what a frame is told by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import pandera.polars as pa
import polars as pl

from schemas.column import Column, by_name
from schemas.context import Context
from schemas.declare import columns_of
from schemas.rule import Rule, rules_of
from schemas.verdict import Found, verdict

Asks = Callable[[Rule, int], bool]
NOTHING = Context()


class Sheet(pa.DataFrameModel):
    """What all sheets of rows that belong together have."""

    @classmethod
    def columns(cls) -> Mapping[str, Column]:
        """The declared columns by name, in their order."""
        return _columns(cls)

    @classmethod
    def column(cls, name: str) -> Column:
        """One of them."""
        return _columns(cls)[name]

    @classmethod
    def groups(cls, frame: pl.DataFrame) -> pl.Series:
        """Which rows belong together: a number for each row, from 0 in their order."""
        raise NotImplementedError

    @classmethod
    def prepared(cls, frame: pl.DataFrame, context: Context, groups: pl.Series) -> pl.DataFrame:
        """The frame with what the rules read beside its columns."""
        raise NotImplementedError

    @classmethod
    def priced(
        cls, frame: pl.DataFrame, groups: pl.Series, given: pl.DataFrame
    ) -> tuple[pl.DataFrame, Sequence[tuple[int, str, str]]]:
        """The frame with the prices that others tell, and position, column and code of faults.

        `given` is the frame as it came; no such prices here.
        """
        del groups, given
        return frame, []

    @classmethod
    def rule_checks(cls) -> Mapping[str, Sequence[pa.Check]]:
        """The checks of several columns and rows, by the column in which they are told.

        In the order of the rules, which is not that in which pandera gathers them.
        """
        told: dict[tuple[str, str], int] = {}
        for place, rule in enumerate(rules_of(cls)):
            told.setdefault((rule.column, rule.code), place)
        checks = {
            name: sorted(own, key=lambda check, name=name: told[name, str(check.error)])  # type: ignore[misc]
            for name, own in cls.__checks__.items()
        }
        return dict(sorted(checks.items(), key=lambda one: told[one[0], str(one[1][0].error)]))

    @classmethod
    def judges_partly(cls) -> bool:
        """Whether rows are judged as far as may be where some of their cells cannot be read."""
        return False

    @classmethod
    def links(cls, frame: pl.DataFrame) -> Mapping[int, str]:
        """The groups of a prepared frame that do not stand because of another; none here."""
        del frame
        return {}

    @classmethod
    def validate(  # type: ignore[override]
        cls,
        check_obj: pl.DataFrame | pl.LazyFrame,
        *_: object,
        lazy: bool = False,
        context: Context = NOTHING,
        **__: object,
    ) -> pl.DataFrame:
        """A typed frame, as `emit` judges the same rows of a file in the same context.

        Columns are of the declared dtypes, blanks are null, and what is not there is blank. Gives
        the frame with blanks filled: of the others of its referencia, or by default. Raises
        `SchemaErrors`, whose `failure_cases` name row, column and code, one a cell; with
        `lazy=False` the first `SchemaError`. Told are all rules that `emit` has but those that
        a frame cannot show: how a cell was written, and whose point of sale a row's is.
        """
        frame = check_obj.collect() if isinstance(check_obj, pl.LazyFrame) else check_obj
        filled, errors = verdict(cls, frame, context)
        if errors is None:
            return filled.select(frame.columns)
        if not lazy:
            raise errors.schema_errors[0]
        raise errors

    @classmethod
    def told(cls, frame: pl.DataFrame, asks: Asks = lambda _rule, _row: True) -> list[Found]:
        """What the rules say of a prepared frame, row by row in their order.

        `asks` tells whether a rule is asked of a row.
        """
        return sorted(_found(cls, frame, asks), key=lambda one: one[0])


@cache
def _columns(model: type[pa.DataFrameModel]) -> Mapping[str, Column]:
    return by_name(columns_of(model))


def _found(model: type[pa.DataFrameModel], frame: pl.DataFrame, asks: Asks) -> Iterator[Found]:
    starts = {rule.start for rule in rules_of(model)}
    live = {start for start in starts if _has_values(frame, start)}
    asked = [rule for rule in rules_of(model) if rule.start in live]
    said = frame.select(one.wrong.alias(str(n)) for n, one in enumerate(asked))
    for rule, wrong in zip(asked, said, strict=True):
        if wrong.any():
            rows = [row for row in wrong.arg_true() if asks(rule, row)]
            yield from _in_words(rule, rows, frame) if rows else ()


def _has_values(frame: pl.DataFrame, start: str) -> bool:
    """Whether any column whose name begins so has a value that is not false."""
    own = [frame[name] for name in frame.columns if name.startswith(start)] if start else []
    return not start or any(
        one.any() if one.dtype == pl.Boolean else one.null_count() < len(one) for one in own
    )


def _in_words(rule: Rule, rows: Sequence[int], frame: pl.DataFrame) -> Iterator[Found]:
    told = {n: one for n, one in rule.words.items() if isinstance(one, pl.Expr)}
    same = {n: one for n, one in rule.words.items() if n not in told}
    if not told:
        yield from ((row, rule.column, rule.code, same) for row in rows)
        return
    words = frame[rows].select(**told)
    for row, one in zip(rows, words.iter_rows(named=True), strict=True):
        yield row, rule.column, rule.code, same | one
