"""Money: `Decimal`, rounded half to even, never through a float."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")
PESOS = "PES"
"""The currency of accounts, and so of every payment (api.md 4)."""


def cents(amount: Decimal) -> Decimal:
    """The amount with 2 decimals, half to even (the service's totals; api.md 3)."""
    return amount.quantize(CENT, ROUND_HALF_EVEN)


def rate(cotizacion: Decimal | None) -> Decimal | None:
    """Pesos for one of another currency; 0 and 1 are what is written for none."""
    given = cotizacion is not None and cotizacion > 0 and cotizacion != 1
    return cotizacion if given else None


def written(amount: Decimal) -> str:
    """An amount as it is written in Argentina: 1.234.567,89."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
