"""The kind of a client's document, where only its number is written."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from planilla.reading.rows import Value, Values
from schemas.column import Column
from schemas.filled import KIND, NUMBER, kind_of
from schemas.spelling import plain

DNI = range(7, 9)  # how many digits one of today has


def with_kinds(
    values: Mapping[str, Values], columns: Mapping[str, Column], heading: str
) -> Mapping[str, Values]:
    """The columns with the kind of each document that its number, or its heading, tells.

    What the file says itself stands. `heading` is that of the numbers: under one that names
    the DNI, 7 or 8 digits are one.
    """
    numbers, own = values.get(NUMBER), values.get(KIND)
    if KIND not in columns or numbers is None or (own and not own.codes.null_count()):
        return values
    known: list[Value] = [*own.known] if own else []
    told = [_kind(one, "dni" in plain(heading)) for one in numbers.known]
    named = list(dict.fromkeys(one for one in told if one))
    places = {one: len(known) + place for place, one in enumerate(named)}
    of = pl.Series([places.get(one) if one else None for one in told], dtype=pl.UInt32)
    codes = of.gather(numbers.codes)
    if own is not None:
        codes = pl.select(pl.coalesce(own.codes, codes)).to_series()
    return {**values, KIND: Values([*known, *named], codes)}


def _kind(number: Value, of_dni: bool) -> str | None:
    text = str(number)
    return kind_of(text) or ("DNI" if of_dni and len(text) in DNI else None)
