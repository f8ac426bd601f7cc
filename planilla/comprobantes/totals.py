"""What a comprobante adds up to, exactly (api.md 3; checked against its worked totals).

Unit prices have 3 decimals and totals 2, half to even. Rounding happens at the
end of each part that is added: the net of each rate, its IVA, and the total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from planilla.money import cents

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Line:
    """One concept: `discount` and `rate` in per cent, `rate` below 0 bears no IVA."""

    quantity: Decimal
    price: Decimal
    discount: Decimal
    rate: Decimal

    @property
    def net(self) -> Decimal:
        """Its amount without IVA, not rounded."""
        return self.quantity * self.price * (1 - self.discount / HUNDRED)


def net_total(lines: Iterable[Line]) -> Decimal:
    """The first subtotal: all concepts without IVA."""
    return sum((line.net for line in lines), Decimal(0))


def total(lines: Iterable[Line], discount: Decimal, taxes: Decimal) -> Decimal:
    """The total with IVA, to the cent.

    `discount` is the general one, without IVA on the first subtotal, spread over
    the rates by their share of it; `taxes` are the tributos and internal taxes.
    """
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    for line in lines:
        bases[line.rate] += line.net
    whole = sum(bases.values(), Decimal(0))
    result = taxes
    for rate, base in bases.items():
        kept = base - (discount * base / whole if whole else Decimal(0))
        result += cents(kept)
        if rate > 0:
            result += cents(kept * rate / HUNDRED)
    return cents(result)
