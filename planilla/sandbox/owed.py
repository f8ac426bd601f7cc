"""What a comprobante leaves to pay: accounts are kept in pesos (api.md 4)."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

CENT = Decimal("0.01")


def in_pesos(comprobante: dict[str, Any]) -> Decimal:
    """The total of a comprobante as its client's account has it: in pesos (api.md 4)."""
    rate = Decimal(str(comprobante.get("cotizacion") or 1))
    return (Decimal(str(comprobante["total"])) * rate).quantize(CENT, ROUND_HALF_EVEN)


def left_of(held: dict[str, Any]) -> Decimal:
    """What is left to pay, in pesos; nothing of a credit note that settled something."""
    if "credits" in held:
        return Decimal(0)
    paid = sum((Decimal(str(pago["total"])) for pago in held["pagos"]), Decimal(0))
    return in_pesos(held["comprobante"]) - paid


def visible(held: dict[str, Any]) -> dict[str, Any]:
    """It with the payments that are not hidden for a test."""
    return {**held, "pagos": [pago for pago in held["pagos"] if pago.get("shown", True)]}
