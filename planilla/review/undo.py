"""Undoing a payment that was registered: what a person annulled at the service, and says so.

The service's documents have no request that annuls a payment: that is done on its page.
Here it only stops counting, so that its money and its comprobante are open again. Should the
service still show it, the rule of the balance holds whatever is to be paid there.
"""

from __future__ import annotations

from planilla.common.calendar import now
from planilla.common.errors import InputRefused
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.model.operation import UNDONE, Operation, State
from planilla.review.record_answers import Decision

PALABRA = "anulado"
TOLD = (
    "Se anuló en el servicio, dijo {who}, {when:%d/%m/%Y %H:%M}. {note} No se registra aunque se "
    "presente otra vez: si es otro pago, use otra referencia."
)


def is_undo(word: str | None) -> bool:
    """Whether an answer says that a payment was annulled at the service."""
    return (word or "").strip().casefold() in {UNDONE, PALABRA}


def undo(ledger: Ledger, number: int, decision: Decision) -> Operation:
    """Record it; gives the payment. Raises `InputRefused` where there is none to undo."""
    payment = ledger.operations.some([number]).get(number)
    if payment is None or payment.kind is not Kind.PAY or payment.state is not State.DONE:
        raise InputRefused(
            f"operation {number} is no payment that was registered: nothing to undo",
            f"la operación {number} no es un pago registrado: no hay nada que deshacer",
        )
    if not decision.who.strip():
        raise InputRefused("say who decides (--who)", "falta quién lo decide")
    lease = ledger.leases.take(payment.scope)
    if lease is None:
        raise InputRefused(
            f"another process is working on {payment.scope}: try again later",
            f"se está trabajando en la operación {number}: déjelo para más tarde",
        )
    told = TOLD.format(who=decision.who, when=now(), note=decision.note)
    try:
        ledger.reviews.undo(payment, lease, decision.who, decision.note, " ".join(told.split()))
    finally:
        ledger.leases.release(lease)
    return payment
