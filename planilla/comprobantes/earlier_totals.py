"""What a comprobante adds up to, exactly (api.md 3; checked against its worked totals).

Unit prices have 3 decimals and totals 2, half to even. Rounding happens at the
end of each part that is added: the net of each rate, its IVA, and the total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from planilla.common.money import cents
from planilla.reading.rows import Row
from schemas.totals import TAXES

HUNDRED = Decimal(100)
USUAL = Decimal(21)


class Line(NamedTuple):
    """One concept: `discount` and `rate` in per cent, `rate` below 0 bears no IVA."""

    quantity: Decimal
    price: Decimal
    discount: Decimal
    rate: Decimal

    @property
    def net(self) -> Decimal:
        """Its amount without IVA, not rounded."""
        return self.quantity * self.price * (1 - self.discount / HUNDRED)


def lines_of(rows: Iterable[Row]) -> list[Line]:
    """The concepts of typed rows."""
    return [
        Line(
            amount(row, "cantidad"),
            amount(row, "precio_unitario_sin_iva"),
            amount(row, "bonificacion_porcentaje"),
            amount(row, "alicuota"),
        )
        for row in rows
    ]


def amount(row: Row, name: str) -> Decimal:
    """A number of a row as a `Decimal`."""
    value = row[name]
    return value if isinstance(value, Decimal) else _written(str(value))


@lru_cache(maxsize=1024)
def _written(text: str) -> Decimal:
    return Decimal(text)


def taxes_of(head: Row) -> Decimal:
    """Tributos and internal taxes together."""
    return sum((one for one in map(head.get, TAXES) if isinstance(one, Decimal)), Decimal(0))


def subtotals(lines: Iterable[Line]) -> Mapping[Decimal, Decimal]:
    """The concepts without IVA, by rate, in the order in which the rates appear."""
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    for line in lines:
        bases[line.rate] += line.net
    return bases


def discounted_rate(lines: Sequence[Line]) -> Decimal:
    """The rate whose subtotal bears the general discount.

    The documents say «the first subtotal without IVA (usually the one at 21 %)»: it is
    that one if there is any, else that of the first concept.
    """
    rates = [line.rate for line in lines]
    return USUAL if USUAL in rates else rates[0]


def total(lines: Sequence[Line], discount: Decimal, taxes: Decimal) -> Decimal:
    """The total with IVA, to the cent.

    `discount` is the general one, without IVA, taken from one subtotal; `taxes` are the
    tributos and internal taxes.
    """
    discounted = discounted_rate(lines)
    kept = {
        rate: base - discount if rate == discounted else base
        for rate, base in subtotals(lines).items()
    }
    return added(kept, taxes)


def added(bases: Mapping[Decimal, Decimal], taxes: Decimal) -> Decimal:
    """What subtotals without IVA, by rate, come to with IVA and taxes."""
    result = taxes
    for rate, base in bases.items():
        result += cents(base)
        if rate > 0:
            result += cents(base * rate / HUNDRED)
    return cents(result)
