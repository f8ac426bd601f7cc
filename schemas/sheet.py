"""A sheet's model: its columns, its rules, and what a frame is told by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.column import Column, by_name
from schemas.declare import columns_of
from schemas.rule import Rule, rules_of

Found = tuple[int, str, str, Mapping[str, Any]]
"""The position of a row, a column, a fault's code and its words."""


class Sheet(pa.DataFrameModel):
    """What all sheets of rows that belong together by their referencia have."""

    @classmethod
    def columns(cls) -> Mapping[str, Column]:
        """The declared columns by name, in their order."""
        return _columns(cls)

    @classmethod
    def column(cls, name: str) -> Column:
        """One of them."""
        return _columns(cls)[name]

    @classmethod
    def told(cls, frame: pl.DataFrame) -> list[Found]:
        """What the rules say of a prepared frame, row by row in their order."""
        return sorted(_found(cls, frame), key=lambda one: one[0])


@cache
def _columns(model: type[pa.DataFrameModel]) -> Mapping[str, Column]:
    return by_name(columns_of(model))


def _found(model: type[pa.DataFrameModel], frame: pl.DataFrame) -> Iterator[Found]:
    names = tuple(name for name in frame.columns if frame[name].null_count() < len(frame))
    asked = [rule for rule in rules_of(model) if any(n.startswith(rule.start) for n in names)]
    said = frame.select(one.wrong.alias(str(n)) for n, one in enumerate(asked))
    for rule, wrong in zip(asked, said, strict=True):
        if wrong.any():
            rows = wrong.arg_true()
            yield from _in_words(rule, rows.to_list(), frame)


def _in_words(rule: Rule, rows: Sequence[int], frame: pl.DataFrame) -> Iterator[Found]:
    told = {n: one for n, one in rule.words.items() if isinstance(one, pl.Expr)}
    same = {n: one for n, one in rule.words.items() if n not in told}
    if not told:
        yield from ((row, rule.column, rule.code, same) for row in rows)
        return
    words = frame[rows].select(**told)
    for row, one in zip(rows, words.iter_rows(named=True), strict=True):
        yield row, rule.column, rule.code, same | one
