"""What the rows of one referencia have in common: a blank cell takes the value of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from planilla.reading.make_fault import Faults
from planilla.reading.rows import Rows, Values
from schemas.checks import DTYPES
from schemas.column import Column, Scope
from schemas.filled import ASSOCIATED, OF_ANOTHER, firsts, naming_another


def inherited(
    values: Mapping[str, Values],
    groups: Sequence[Sequence[int]],
    of: pl.Series,
    numbers: Sequence[int],
    columns: Mapping[str, Column],
    faults: Faults,
) -> Mapping[str, Values]:
    """A blank cell of the whole takes the group's value; two values that differ are a fault.

    But for the comprobantes that a note corrects, of which each row may name another.
    """
    whole = [name for name in values if columns[name].scope is Scope.COMPROBANTE]
    found = _found(values, whole, of, columns)
    referencias = Rows(values, {}).column("referencia")
    for name in whole:
        dtype = DTYPES[columns[name].kind]
        mine, theirs = values[name].series(name, dtype), found[name].series(name, dtype)
        leads: dict[int, int] = {}  # the row of each group whose value it is
        for position in (mine != theirs).fill_null(False).arg_true():
            group = of[position]
            if group not in leads:
                leads[group] = next(p for p in groups[group] if mine[p] is not None)
            words = {
                "referencia": referencias[position],
                "first": faults.shown(numbers[leads[group]], name),
                "other": numbers[leads[group]],
            }
            faults.add(numbers[position], name, "NO_ACUERDA", **words)
    return {**values, **found}


def _found(
    values: Mapping[str, Values],
    whole: Sequence[str],
    of: pl.Series,
    columns: Mapping[str, Column],
) -> Mapping[str, Values]:
    codes = pl.DataFrame({name: values[name].codes for name in whole})
    first = firsts(codes, whole, of)
    found = {name: replace(values[name], codes=first[name]) for name in whole}
    another = naming_another(_associated(values, columns), _associated(found, columns))
    if another.any():
        for name in (one for one in OF_ANOTHER if one in found):
            own = (
                pl.when(another).then(pl.coalesce(codes[name], first[name])).otherwise(first[name])
            )
            found[name] = replace(found[name], codes=pl.select(own).to_series())
    return found


def _associated(values: Mapping[str, Values], columns: Mapping[str, Column]) -> pl.DataFrame:
    names = [name for name in ASSOCIATED if name in values]
    return pl.DataFrame([values[name].series(name, DTYPES[columns[name].kind]) for name in names])
