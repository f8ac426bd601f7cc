"""A blank `cotizacion` of a foreign currency, filled in with the official rate of the row's day.

What a row is known by does not change with it: a rate that another ledger is told differently
makes no other sale of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl

from planilla.reading.typed_rows import Typed

NAME = "cotizacion"
PESOS = "PES"
TAKEN = (
    "La cotización no estaba en la fila: se tomó la oficial de {moneda} del {day:%d/%m/%Y}, {rate}."
)
Rates = Callable[[str, date], Decimal | None]


def with_rates(typed: Typed, rates: Rates) -> tuple[Typed, Mapping[int, str]]:
    """The rows with the rates that are known, and what each row so filled says, by its number."""
    rows, faults = typed.rows, typed.faults
    blank = rows.blank(NAME)
    monedas, days = rows.column("moneda"), rows.column("fecha")
    found: dict[int, Decimal] = {}
    told: dict[int, str] = {}
    for position in blank.arg_true():
        moneda, day, number = monedas[position], days[position], typed.numbers[position]
        if moneda in {None, PESOS} or not isinstance(day, date) or number in faults.rows:
            continue
        rate = rates(str(moneda), day)
        if rate is not None:
            found[position] = rate
            shown = f"{rate:f}".replace(".", ",")
            told[number] = TAKEN.format(moneda=moneda, day=day, rate=shown)
    if not found:
        return typed, {}
    values = [found.get(n, one) for n, one in enumerate(rows.column(NAME))]
    own = [found.get(n) for n in range(len(values))]
    column = pl.coalesce(pl.Series(NAME, own, typed.frame[NAME].dtype), pl.col(NAME))
    frame = typed.frame.with_columns(column.alias(NAME))
    return replace(typed, rows=rows.replaced({NAME: values}), frame=frame), told
