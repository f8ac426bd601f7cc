"""A rule of several columns or rows: a pandera check that carries its fault code and words.

A rule is an expression, true where something is wrong; where it cannot tell (null), nothing
is. It is a check of the column in which the fault is told, so that pandera's failure cases
name that column and its rows, and it may read any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

WHOLE, FIRST = "_whole", "_first"


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule in one column; `words` fill the braces of its message.

    `place` is its column's among those of its block; where no column whose name begins with
    `start` has a value, other than false, it has nothing to say.
    """

    column: str
    code: str
    wrong: pl.Expr
    words: Mapping[str, Any] = field(default_factory=dict)
    place: int = 0
    start: str = ""


Wrong = Callable[[Any, str], pl.Expr]
Words = Callable[[str], Mapping[str, Any]]


def fault(
    *columns: str,
    code: str,
    each_row: bool = False,
    block: str = "",
    start: str = "",
    words: Words | None = None,
) -> Callable[[Wrong], Any]:
    """A rule of a sheet: its method gives, for a column, the expression of what is wrong.

    It is asked of the first row of a comprobante, or with `each_row` of every one, and only
    where all cells of the comprobante are right. Rules of one `block` are told column by
    column. `words` gives for a column what fills the braces of the message: values, or
    expressions.
    """

    def made(method: Wrong) -> Any:
        def passing(cls: Any, data: PolarsData) -> pl.LazyFrame:
            return data.lazyframe.select(~_at(method(cls, data.key), each_row=each_row))

        passing.__name__ = method.__name__
        passing.__doc__ = method.__doc__
        passing.rules = lambda: [  # type: ignore[attr-defined]
            Rule(
                column,
                code,
                _at(method(None, column), each_row=each_row),
                words(column) if words else {},
                _place(column, columns),
                start.format(column=column),
            )
            for column in columns
        ]
        passing.block = block  # type: ignore[attr-defined]
        return pa.check(*columns, error=code)(passing)

    return made


def _at(wrong: pl.Expr, *, each_row: bool) -> pl.Expr:
    where = pl.col(WHOLE) if each_row else pl.col(WHOLE) & pl.col(FIRST)
    return (where & wrong).fill_null(False)


def _place(column: str, columns: tuple[str, ...]) -> int:
    number = re.search(r"_(\d)_", column)
    return int(number[1]) if number else columns.index(column)


@cache
def rules_of(model: type[pa.DataFrameModel]) -> tuple[Rule, ...]:
    """The rules of a model, in the order in which they are told of a row."""
    found: list[tuple[tuple[int, int, int], Rule]] = []
    blocks: dict[str, int] = {}
    for number, method in enumerate(_methods(model)):
        block = blocks.setdefault(method.block or str(number), number)
        for rule in method.rules():
            found.append(((block, rule.place, number), rule))
    return tuple(rule for _, rule in sorted(found, key=lambda one: one[0]))


def _methods(model: type) -> Iterator[Any]:
    for part in reversed(model.__mro__):
        for one in vars(part).values():
            method = getattr(one, "__func__", None)
            if hasattr(method, "rules"):
                yield method
