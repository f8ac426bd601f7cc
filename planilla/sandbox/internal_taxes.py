"""Internal taxes: one alícuota a comprobante, told by the products and summed in its head.

Source: the vendor's reference of the fields ("impuestos_internos", and its two sisters), and
its example of a purchase, whose head has a base of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from planilla.sandbox.asked import Problem

CENT = Decimal("0.01")
CODE = "TFC-7002"


def internal_tax_problems(comprobante: dict[str, Any]) -> Iterator[Problem]:
    """What does not agree between the products, and between base, alícuota and amount."""
    charged = _amount(comprobante.get("impuestos_internos"))
    base = _amount(comprobante.get("impuestos_internos_base"))
    rate = _amount(comprobante.get("impuestos_internos_alicuota"))
    of_products = {_rate_of(line) for line in comprobante["detalle"]} - {Decimal(0)}
    if len(of_products | ({rate} - {Decimal(0)})) > 1:
        yield CODE, "Solo se permite una alicuota de impuestos internos por comprobante."
    if of_products and not (charged and base and rate):
        text = "Si los conceptos llevan impuestos internos se debe indicar la suma de estos,"
        yield CODE, f"{text} su base y su alicuota."
    if (base or rate) and (base * rate / 100).quantize(CENT, ROUND_HALF_EVEN) != charged:
        yield CODE, "Los impuestos internos no son su base por su alicuota."


def _rate_of(line: dict[str, Any]) -> Decimal:
    return _amount(line["producto"].get("impuestos_internos_alicuota"))


def _amount(value: object) -> Decimal:
    return Decimal(str(value or 0))
