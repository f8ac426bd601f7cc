"""Expressions that the rules share: a CUIT, half to even, Python asked once a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

import polars as pl

from schemas import cuit


def valid_cuit(column: str) -> pl.Expr:
    """Whether digits are a CUIT, by its prefix and its check digit."""
    return asked(pl.col(column), cuit.is_valid).fill_null(False)


def eleven(column: str) -> pl.Expr:
    """Whether there are as many digits as a CUIT has."""
    return pl.col(column).str.len_chars() == cuit.LENGTH


def known_prefix(column: str) -> pl.Expr:
    """Whether digits begin as those of a CUIT do."""
    return pl.col(column).str.slice(0, 2).is_in(cuit.PREFIXES)


def half_even(whole: pl.Expr, unit: int) -> pl.Expr:
    """How many `unit`s a whole number is, rounded half to even."""
    one = pl.lit(unit, pl.Int128)
    down = whole // one
    twice = (whole - down * one) * 2
    up = (twice > one) | ((twice == one) & (down % 2 == 1))
    return down + up.cast(pl.Int128)


def pesos(cents: pl.Expr) -> pl.Expr:
    """Whole cents as a decimal amount."""
    return cents.cast(pl.Decimal(38, 0)) * Decimal("0.01")


def asked(texts: pl.Expr, answer: Callable[[str], bool]) -> pl.Expr:
    """What Python says of each text, asked once a text; where there is none, nothing."""
    return texts.map_batches(partial(_each, answer), return_dtype=pl.Boolean)


def _each(answer: Callable[[str], bool], texts: pl.Series) -> pl.Series:
    known = {text: answer(text) for text in texts.drop_nulls().unique()}
    if not known:
        return pl.Series(texts.name, [None], pl.Boolean).new_from_index(0, len(texts))
    return texts.replace_strict(known, default=None, return_dtype=pl.Boolean)


def looked_up(column: str, table: Mapping[str, str | bool]) -> pl.Expr:
    """What a table says of a code; null where it does not know it."""
    kind = pl.Boolean if isinstance(next(iter(table.values())), bool) else pl.String
    return pl.col(column).replace_strict(table, default=None, return_dtype=kind)


IS_E = pl.col("_letra") == "E"
IS_FCE = pl.col("_fce") & pl.col("_rule_fce")


def has(name: str) -> pl.Expr:
    """Whether a column has a value."""
    return pl.col(name).is_not_null()


def number(column: str) -> str:
    """The number in the name of a column that stands several times."""
    return column.split("_")[1]
