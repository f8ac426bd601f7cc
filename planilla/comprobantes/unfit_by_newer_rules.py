"""What an earlier release wrote down to be sent, and today's rules would not have let pass."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from planilla.comprobantes.earlier_totals import Line, discounted_rate, subtotals, total
from planilla.model.associated import associated
from schemas.messages import MESSAGES
from schemas.totals import SUBTOTALS


def unfit(comprobante: Mapping[str, Any]) -> str:
    """Why a body is not sent, in Spanish; a blank when it is fit.

    A row is told the same before it is registered (`schemas.comprobantes`); this is for what
    was registered before there were those rules.
    """
    if not all(one.get("cuit") for one in associated(comprobante)):
        return " ".join(MESSAGES["ASOCIADO_SIN_CUIT"])
    lines = [
        Line(
            _amount(one["cantidad"]),
            _amount(one["producto"]["precio_unitario_sin_iva"]),
            _amount(one["bonificacion_porcentaje"]),
            _amount(one["producto"]["alicuota"]),
        )
        for one in comprobante["detalle"]
    ]
    discount = _amount(comprobante["bonificacion"])
    if not discount or len(subtotals(lines)) == 1:
        return ""
    computed = total(lines, discount, _taxes(comprobante))
    if computed == _amount(comprobante["total"]):
        return ""
    words = {
        "subtotal": SUBTOTALS[int(discounted_rate(lines) * 10)],
        "computed": f"{computed:f}".replace(".", ","),
    }
    return " ".join(MESSAGES["BONIFICACION_MIXTA"]).format(**words)


def _taxes(comprobante: Mapping[str, Any]) -> Decimal:
    tributos = sum((_amount(one["total"]) for one in comprobante.get("tributos", ())), Decimal(0))
    return tributos + _amount(comprobante.get("impuestos_internos") or 0)


def _amount(value: object) -> Decimal:
    return Decimal(str(value))
