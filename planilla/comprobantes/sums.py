"""Whether a comprobante's sums hold: its total, its discount, what was paid of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from planilla.comprobantes.blocks import overpaid
from planilla.comprobantes.earlier_readings import total_by_shares
from planilla.comprobantes.rules import Context, amount_problems
from planilla.comprobantes.totals import (
    Line,
    added,
    amount,
    discounted_rate,
    lines_of,
    subtotals,
    taxes_of,
    total,
)
from planilla.reading.cast import Row
from planilla.reading.make_fault import Faults
from schemas.tables import EXENTO

ACCEPTED_DIFFERENCE = Decimal("0.01")


def judged_total(
    rows: Sequence[Row], own: Sequence[int], faults: Faults, context: Context
) -> Decimal | None:
    """The total of a comprobante, with what is wrong with its sums written down.

    None when the discount takes more than there is.
    """
    head, lines = rows[0], lines_of(rows)
    bases = subtotals(lines)
    discount, taxes = amount(head, "bonificacion"), taxes_of(head)
    if discount > sum(bases.values(), Decimal(0)):
        faults.add(own[0], "bonificacion", "BONIFICACION")
        return None
    computed = total(lines, discount, taxes) if discount else added(bases, taxes)
    told = head.get("total")
    agrees = isinstance(told, Decimal) and abs(told - computed) < ACCEPTED_DIFFERENCE
    mixed = bool(discount) and len(bases) > 1
    if mixed and not context.rules.newer and not agrees:
        computed = total_by_shares(lines, discount, taxes)
        agrees = isinstance(told, Decimal) and abs(told - computed) < ACCEPTED_DIFFERENCE
    if mixed and context.rules.newer:
        _mixed(lines, discount, computed, own[0], faults, agrees=agrees)
    elif told is not None and not agrees:
        faults.add(own[0], "total", "TOTAL", computed=computed)
    if computed <= 0:
        faults.add(own[0], "precio_unitario_sin_iva", "TOTAL_CERO")
    pesos = computed * amount(head, "cotizacion")
    payable = pesos if context.rules.newer else max(pesos, computed)  # issued by the older rule
    for column, code, words in (*amount_problems(head, pesos, context), *overpaid(head, payable)):
        faults.add(own[0], column, code, **words)
    return computed


def _mixed(
    lines: Sequence[Line],
    discount: Decimal,
    computed: Decimal,
    row: int,
    faults: Faults,
    *,
    agrees: bool,
) -> None:
    """Over several rates the service takes the general discount from one subtotal alone.

    Which one its documents only half say (api.md 3), so that the row has to say the total.
    """
    rate = discounted_rate(lines)
    words = {"subtotal": subtotal_name(rate)}
    if discount > subtotals(lines)[rate]:
        faults.add(row, "bonificacion", "BONIFICACION_SUBTOTAL", **words)
    elif not agrees:
        faults.add(row, "total", "BONIFICACION_MIXTA", computed=computed, **words)


def subtotal_name(rate: Decimal) -> str:
    """What a person calls the subtotal of a rate."""
    if rate < 0:
        return "exento" if rate == EXENTO else "no gravado"
    return f"al {rate.normalize():f} %".replace(".", ",")
