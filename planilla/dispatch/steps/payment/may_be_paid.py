"""Whether a payment may be sent, by what the service shows and what the ledger knows.

Nothing that is unexplained is paid on, and without a figure only what is explained by
nothing but what an unbroken ledger knows: any sum agrees with PAGO PARCIAL. Nothing is refused
as too much unless the service itself says how much is left: a figure of the account, a state
that says nothing is, or a total in pesos that the payment alone goes beyond. Everything else is
for a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from planilla.common.calendar import BUENOS_AIRES
from planilla.common.money import written
from planilla.dispatch.messages import (
    BALANCE_DIFFERS,
    CREDITED,
    IN_WHICH_PESOS,
    MAYBE_TOO_MUCH,
    NO_COMPROBANTE,
    NOT_FOLLOWED,
    NOT_WHOLE,
    TOO_MUCH,
)
from planilla.dispatch.steps.payment.balance_before_and_after import PARTLY, Balance
from planilla.ledger.changes import Changes
from planilla.ledger.payments import Known
from planilla.ledger.rows import dump
from planilla.model.operation import Operation, Reason, Refusal, State


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a payment is not sent: what it becomes, the journal's note, and the columns."""

    target: State
    event: str
    changes: Changes


def objection(payment: Operation, balance: Balance | None, known: Known) -> Objection | None:
    """What speaks against sending a payment; None when nothing does."""
    if balance is None:
        text = NO_COMPROBANTE.format(comprobante=payment.comprobante)
        return _refused("no such comprobante", text)
    if not _may_go_on(balance, known):
        return _for_review("balance differs", Reason.BALANCE, _differs(balance, known), balance)
    return _too_much(payment.total, balance, known)


def _may_go_on(balance: Balance, known: Known) -> bool:
    """Whether the balance is explained, or a person has accepted what nobody can tell."""
    if balance.blind:
        return known.agreed
    if balance.left is None and balance.status == PARTLY:
        return balance.explained and (known.followed or known.agreed)
    return balance.explained and (balance.sure or known.accepted)


def _differs(balance: Balance, known: Known) -> str:
    told = BALANCE_DIFFERS if balance.sure else IN_WHICH_PESOS
    if balance.explained and balance.sure:
        told = NOT_FOLLOWED
    text = told.format(seen=balance.in_words, paid=written(balance.paid))
    if known.broken is None:
        return text
    since = known.broken.astimezone(BUENOS_AIRES)
    return f"{text} {NOT_WHOLE.format(since=since)}"


def _too_much(importe: Decimal, balance: Balance, known: Known) -> Objection | None:
    left = Decimal(0) if balance.settled else balance.left
    certain = balance.sure and left is not None
    if left is None:
        left = balance.total - balance.paid
        certain = balance.sure and not balance.foreign and importe > balance.total
    if importe <= left:
        return None
    words = {
        "importe": written(importe),
        "total": balance.whole,
        "paid": written(balance.paid),
        "left": written(left),
    }
    if balance.credited:
        return _refused("paid off by a note", CREDITED.format(nota=balance.credit, **words))
    if certain:
        return _refused("too much", TOO_MUCH.format(**words))
    if known.approved:
        return None
    text = MAYBE_TOO_MUCH.format(seen=balance.in_words, **words)
    return _for_review("maybe too much", Reason.EXCESS, text, balance)


def _refused(event: str, text: str) -> Objection:
    return Objection(State.REJECTED, event, {"refusal": Refusal.OURS, "errors": (text,)})


def _for_review(event: str, reason: Reason, text: str, balance: Balance) -> Objection:
    evidence = dump(balance.as_evidence())
    return Objection(
        State.REVIEW, event, {"reason": reason, "evidence": evidence, "errors": (text,)}
    )
