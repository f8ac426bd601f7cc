"""Recording what a person decided, and what follows from it.

An answer is given under the lease of what it is about, so that nobody works on
it meanwhile; it is kept with who and when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from planilla.common.calendar import now
from planilla.common.errors import InputRefused
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.model.operation import Operation, Queue, Refusal, State
from planilla.review.questions import ACCEPT, ANSWERS, NONE_AGAIN, OURS, REFUSE, Answer, find

NOT_APPROVED = "No se aprobó: {who}, {when:%d/%m/%Y %H:%M}. {note}"
NOT_PAID = (
    "{refused} No se registra aunque se presente otra vez: si es otro pago, use otra referencia."
)
NOT_AGAIN = (
    "{refused} Era todo un archivo otra vez: no se envía aunque se presente de nuevo. Si hay que "
    "hacerlo además, use otra referencia."
)
DECIDED = "Lo decidió {who}, {when:%d/%m/%Y %H:%M}: {answer}. {note}"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's answer; `paid_elsewhere` in pesos, where the service gives no figure."""

    who: str
    answer: str
    note: str = ""
    paid_elsewhere: Decimal | None = None


def decide(ledger: Ledger, operation: Operation, decision: Decision) -> Answer:
    """Record a decision; returns the answer as it was understood.

    Raises `InputRefused` when the answer does not fit the question, when
    another process is working on it, or when it no longer waits.
    """
    answer = find(operation.reason, decision.answer)
    if answer is None:
        answers = ANSWERS.get(operation.reason, ())
        known = ", ".join(answer.word for answer in answers)
        palabras = ", ".join(answer.palabra for answer in answers)
        raise InputRefused(
            f"operation {operation.id} can be answered with: {known or 'nothing'}",
            f"la operación {operation.id} se responde con: {palabras}",
        )
    if not decision.who.strip():
        raise InputRefused("say who decides (--who)", "falta quién lo decide (columna quien)")
    lease = ledger.leases.take(operation.scope)
    if lease is None:
        raise InputRefused(
            f"another process is working on {operation.scope}: try again later",
            f"se está trabajando en la operación {operation.id}: déjelo otra vez más tarde",
        )
    try:
        if answer is ACCEPT:
            elsewhere = _paid_elsewhere(ledger, operation, decision)
            ledger.payments.accept(operation.scope, elsewhere, decision.who)
        ledger.reviews.answer(
            operation,
            lease,
            answer.target,
            answer.word,
            decision.who,
            decision.note,
            **_changes(operation, answer, decision, ledger.operations.run),
        )
    finally:
        ledger.leases.release(lease)
    return answer


def _changes(
    operation: Operation, answer: Answer, decision: Decision, run: str
) -> Mapping[str, Any]:
    words = {"who": decision.who, "when": now(), "note": decision.note}
    changes: dict[str, Any] = {"errors": ()}
    if answer.queue is not None:
        changes["queue"] = answer.queue
    if answer.target is State.REJECTED:
        changes["errors"] = (NOT_APPROVED.format(**words).strip(),)
    final = NOT_AGAIN if answer is NONE_AGAIN else NOT_PAID
    if answer is NONE_AGAIN or (answer is REFUSE and operation.kind is Kind.PAY):
        changes["errors"] = (final.format(refused=changes["errors"][0]),)
        changes["refusal"] = Refusal.PERSON
    if answer.target is State.DONE:
        told = DECIDED.format(answer=answer.palabra, **words).strip()
        changes |= {"observations": (*operation.observations, told), "done_in_run": run}
    if answer.target is State.PENDING:
        changes |= {"refusal": None, "ended_at": None}
    if answer is OURS:
        changes |= _as_held(operation.evidence)
    return changes


def _as_held(evidence: Mapping[str, Any]) -> Mapping[str, Any]:
    """The columns of the comprobante that the service showed."""
    if not evidence.get("number"):
        raise InputRefused(
            "the service showed no number for it: nothing can be taken over",
            "el servicio no mostró su número: no se puede tomar como propio",
        )
    expiry = evidence.get("vencimiento_cae")
    return {
        "number": int(evidence["number"]),
        "cae": str(evidence.get("cae") or ""),
        "vencimiento_cae": date.fromisoformat(expiry) if expiry else None,
        "pdf_url": str(evidence.get("pdf_url") or ""),
        "afip_qr": str(evidence.get("afip_qr") or ""),
        "queue": Queue.NONE,
    }


def _paid_elsewhere(ledger: Ledger, operation: Operation, decision: Decision) -> Decimal:
    """What to take as paid elsewhere: by the account's figure, or as the person says."""
    evidence = operation.evidence
    known = ledger.payments.paid(operation) - ledger.payments.elsewhere(operation.scope)
    if evidence.get("left") is not None:
        return Decimal(evidence["total"]) - Decimal(evidence["left"]) - known
    if decision.paid_elsewhere is not None:
        return decision.paid_elsewhere
    raise InputRefused(
        f"operation {operation.id}: the service gives no figure for this client; say how much was "
        "paid elsewhere (--paid AMOUNT, or the column pagado_por_otro_lado)",
        f"el servicio no da la cifra de la operación {operation.id}: escriba en la columna "
        "pagado_por_otro_lado cuánto se pagó por otro lado",
    )
