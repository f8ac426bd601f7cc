"""Whoever answers the reviews: by the service's books, or wrongly."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from planilla.common.errors import PlanillaError
from planilla.ledger import rows
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.model.operation import Operation, Reason, State
from planilla.review.questions import ANSWERS
from planilla.review.record_answers import Decision, decide
from tests.double import Double, Issued
from tests.simulation.books import Intended, counted, sold
from tests.simulation.sheets import sale_of

Given = tuple[str, Decimal | None]


class Person:
    """Ana, who looks into the books before she answers; or does not."""

    def __init__(self, double: Double, intended: Intended, dice: Random) -> None:
        self._double, self._intended, self._dice = double, intended, dice

    def answer(self, ledger: Ledger, *, rightly: bool) -> list[str]:
        """Answer all that waits; what was asked and what was said."""
        told = []
        for waiting in ledger.reviews.waiting():
            word, paid = self._truth(ledger, waiting) if rightly else self._wrong(ledger, waiting)
            try:
                decide(ledger, waiting, Decision("Ana", word, paid_elsewhere=paid))
            except PlanillaError as error:
                told.append(f"{waiting.id} {waiting.reason}: {word} not taken ({error})")
            else:
                told.append(f"{waiting.id} {waiting.reason}: {word}")
        return told

    def _wrong(self, ledger: Ledger, waiting: Operation) -> Given:
        """Any of the other answers; what follows is on her."""
        right, paid = self._truth(ledger, waiting)
        words = [one.word for one in ANSWERS[waiting.reason] if one.word != right]
        if not words or self._dice.random() < 0.5:
            return right, paid
        sale = self._sale(waiting)
        if sale is not None:
            spoilt = self._intended
            (spoilt.paid_wrongly if waiting.kind is Kind.PAY else spoilt.wronged).add(sale)
        return self._dice.choice(words), paid

    def _sale(self, waiting: Operation) -> int | None:
        if waiting.kind is Kind.ISSUE:
            return sale_of(rows.dump(waiting.body))
        one = self._comprobante(waiting)
        return sold(one) if one else None

    def _truth(self, ledger: Ledger, waiting: Operation) -> Given:
        match waiting.reason:
            case Reason.DUPLICATE:
                return "seen", None
            case Reason.CONTENT:
                return ("ours" if self._is_ours(waiting) else "not-ours"), None
            case Reason.QUEUE:
                return self._in_queue(waiting), None
            case Reason.AGAIN:
                return ("refuse" if self._file_again(ledger, waiting) else "approve"), None
            case Reason.TWIN | Reason.MENDED:
                return ("refuse" if self._asked_elsewhere(ledger, waiting) else "approve"), None
            case Reason.READING:
                return "keep", None
            case Reason.PAYMENT:
                return ("applied" if self._is_paid(waiting) else "not-applied"), None
            case Reason.BALANCE:
                return self._of_balance(ledger, waiting)
            case Reason.LINE:
                return "same-money", None
            case Reason.EXCESS | Reason.BRAKE | Reason.CHANGED | Reason.MAIL:
                return ("not-sent" if waiting.reason is Reason.MAIL else "refuse"), None
        raise AssertionError(waiting.reason)

    def _is_ours(self, waiting: Operation) -> bool:
        number = int(waiting.evidence.get("number") or 0)
        named = self._double.issued(waiting.external_reference)
        mine = self._sale(waiting)
        return any(one.numero == number and sold(one) == mine for one in named)

    def _in_queue(self, waiting: Operation) -> str:
        reference = waiting.external_reference
        queue = self._double.books.queue
        alive = any(one.reference == reference and one.alive for one in queue)
        return "queued" if alive or self._double.issued(reference) else "not-queued"

    def _asked_elsewhere(self, ledger: Ledger, waiting: Operation) -> bool:
        mine = self._sale(waiting)
        if counted(self._double)[mine]:
            return True
        others = ledger.operations.unsettled(waiting.scope)
        return any(
            one.id < waiting.id and one.state is not State.REJECTED and self._sale(one) == mine
            for one in others
        )

    def _file_again(self, ledger: Ledger, waiting: Operation) -> bool:
        """Whether anything of its file is there already: one answer is for all of it."""
        there = counted(self._double)
        alike = [
            one
            for one in ledger.reviews.waiting()
            if one.reason is waiting.reason and one.file_id == waiting.file_id
        ]
        return any(there[self._sale(one)] for one in alike)

    def _is_paid(self, waiting: Operation) -> bool:
        one = self._comprobante(waiting)
        paid = [p for p in self._double.books.payments if p.issued is one and p.by == "pagar"]
        return any(p.amount == waiting.total for p in paid)

    def _of_balance(self, ledger: Ledger, waiting: Operation) -> Given:
        one = self._comprobante(waiting)
        if one is None or self._is_paid(waiting):
            return "refuse", None
        return "accept", self._double.books.paid(one) - ledger.payments.paid(waiting)

    def _comprobante(self, waiting: Operation) -> Issued | None:
        wanted = waiting.tipo, waiting.punto_venta, waiting.number
        issued = self._double.books.issued
        return next((o for o in issued if (o.tipo, o.punto_venta, o.numero) == wanted), None)
