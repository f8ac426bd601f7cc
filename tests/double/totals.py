"""What a comprobante comes to (api.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from tests.double.values import CENT, MILL, amount, rounded

DISCOUNTED_FIRST = Decimal(21)


def net(entry: Mapping[str, Any]) -> Decimal:
    """A concept without IVA: unit prices have 3 decimals, quantities 2."""
    price = rounded(amount(entry["producto"]["precio_unitario_sin_iva"]), MILL)
    quantity = rounded(amount(entry["cantidad"]), CENT)
    return price * quantity * (1 - amount(entry.get("bonificacion_porcentaje", 0)) / 100)


def rate(entry: Mapping[str, Any]) -> Decimal:
    return amount(entry["producto"]["alicuota"])


def subtotals(
    comprobante: Mapping[str, Any], discount_on: Literal["21", "first"] = "21"
) -> dict[Decimal, Decimal]:
    """The net amounts by rate, with the general `bonificacion` taken from the first of them."""
    found: dict[Decimal, Decimal] = {}
    for entry in comprobante["detalle"]:
        found[rate(entry)] = found.get(rate(entry), Decimal(0)) + net(entry)
    of_21 = discount_on == "21" and DISCOUNTED_FIRST in found
    first = DISCOUNTED_FIRST if of_21 else next(iter(found))
    found[first] -= amount(comprobante.get("bonificacion", 0))
    return found


def taxes(comprobante: Mapping[str, Any]) -> Decimal:
    """Tributos and internal taxes: they bear no IVA."""
    tributos = sum((amount(one["total"]) for one in comprobante.get("tributos", ())), Decimal(0))
    internal = sum(
        (
            net(one) * amount(one["producto"].get("impuestos_internos_alicuota", 0)) / 100
            for one in comprobante["detalle"]
        ),
        Decimal(0),
    )
    return tributos + (internal or amount(comprobante.get("impuestos_internos", 0)))


def exact_total(
    comprobante: Mapping[str, Any], discount_on: Literal["21", "first"] = "21"
) -> Decimal:
    """Not rounded. Exempt (-1) and not taxed (-2) bear no IVA; C and E are all at 0."""
    with_iva = sum(
        (
            value * (1 + max(alicuota, Decimal(0)) / 100)
            for alicuota, value in subtotals(comprobante, discount_on).items()
        ),
        Decimal(0),
    )
    return with_iva + taxes(comprobante) + amount(comprobante.get("exentos", 0))
