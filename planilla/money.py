"""Money: `Decimal`, rounded half to even, never through a float."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """The amount with 2 decimals, half to even (the service's totals; api.md 3)."""
    return amount.quantize(CENT, ROUND_HALF_EVEN)


def written(amount: Decimal) -> str:
    """An amount as it is written in Argentina: 1.234.567,89."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
