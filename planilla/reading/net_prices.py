"""The price without IVA of rows that say the one with it: in the rows, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from planilla.reading.make_fault import Faults
from planilla.reading.rows import Rows, Values
from schemas.priced import GROSS, NET, NetPrices

SENT = "{column}: {value} es {net} sin IVA, que es el precio que se envía."


def with_net_values(
    values: Mapping[str, Values], prices: Mapping[int, Decimal]
) -> Mapping[str, Values]:
    """The columns with these net prices, by the positions of their rows."""
    net = list(Rows(values, {}).column(NET))
    for position, price in prices.items():
        net[position] = price
    return {**values, NET: Values.of(net)}


def net_prices_told(
    priced: NetPrices, of: pl.Series, rows: Rows, numbers: Sequence[int], faults: Faults
) -> Mapping[int, str]:
    """What rows say of the net price that is sent, by their number; what is wrong is a fault.

    Of a comprobante with a wrong cell nothing is worked out. `of` tells whose each row is.
    """
    wrong = pl.Series([number in faults.rows for number in numbers], dtype=pl.Boolean)
    unfit = set(of.filter(wrong))
    for position, code, words in priced.told:
        if of[position] not in unfit:
            faults.add(numbers[position], GROSS, code, **words)
    gross = rows.column(GROSS)
    notes = {}
    for position, price in priced.prices.items():
        if of[position] in unfit or price == gross[position]:
            continue
        number = numbers[position]
        words = {"column": faults.heading(GROSS), "value": faults.shown(number, GROSS)}
        notes[number] = SENT.format(**words, net=f"{price:f}".replace(".", ","))
    return notes
