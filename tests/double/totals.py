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
    """Tributos and internal taxes: they bear no IVA. The head tells the sum of the latter."""
    tributos = sum((amount(one["total"]) for one in comprobante.get("tributos", ())), Decimal(0))
    return tributos + amount(comprobante.get("impuestos_internos", 0))


def internal_tax_says(comprobante: Mapping[str, Any]) -> str:
    """What is wrong with the internal taxes; empty when nothing is.

    The newest reference: who sends them by product tells their sum, base and the one alicuota
    in the head. The vendor's purchase has a base of its own, not the products' net.
    """
    names = ("impuestos_internos", "impuestos_internos_base", "impuestos_internos_alicuota")
    told, base, rate_of_head = (amount(comprobante.get(name, 0)) for name in names)
    rates = {amount(one["producto"].get(names[2], 0)) for one in comprobante["detalle"]}
    rates.discard(Decimal(0))
    if rates and 0 in (told, base, rate_of_head):
        return "Faltan los impuestos internos del comprobante, su base o su alicuota"
    if rate_of_head:
        rates.add(rate_of_head)
    if len(rates) > 1:
        return "Solo se admite una alicuota de impuestos internos"
    if base or rate_of_head:
        due = rounded(base * rate_of_head / 100)
        return "" if due == told else f"Los impuestos internos deben ser {due}"
    return ""


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
