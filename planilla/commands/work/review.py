"""Recording an answer, and what is shown of the questions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import typer
from rich.table import Table

from planilla.commands.work.console import Screen, visible
from planilla.common.errors import InputRefused
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Operation, Reason
from planilla.review.questions import ANSWERS
from planilla.review.record_answers import Decision, decide

ASKED = {
    Reason.BRAKE: "above the limit",
    Reason.BALANCE: "the balance is another",
    Reason.EXCESS: "is the payment more than what is left?",
    Reason.PAYMENT: "was the payment applied?",
    Reason.CONTENT: "is the service's comprobante ours?",
    Reason.QUEUE: "is it in the queue?",
    Reason.MAIL: "did the e-mail leave?",
    Reason.CHANGED: "did the file change before it was sent?",
    Reason.DUPLICATE: "another in the queue with its reference",
    Reason.LINE: "was the line of the statement registered already?",
    Reason.READING: "the row is read otherwise than before",
    Reason.MENDED: "is it a sale of before, its row mended?",
    Reason.AGAIN: "is it a whole file again?",
    Reason.CREDIT: "would credit more than the comprobante's total",
    Reason.TWIN: "there is an equal one with another referencia",
}
"""As docs/operation.md has them, which says where to look."""


def answer(ledger: Ledger, number: int, decision: Decision) -> None:
    """Record an answer to all that it is for; raises `InputRefused` when nothing is asked there."""
    for one in ledger.reviews.beside(_waiting(ledger, number)):
        answer_one(ledger, one.id, decision)


def answer_one(ledger: Ledger, number: int, decision: Decision) -> None:
    """Record one answer; raises `InputRefused` when nothing is asked there."""
    understood = decide(ledger, _waiting(ledger, number), decision)
    typer.echo(visible(f"{number}: {understood.word} ({decision.who})"))


def _waiting(ledger: Ledger, number: int) -> Operation:
    found = ledger.operations.some([number]).get(number)
    if found is None or not ANSWERS.get(found.reason):
        raise InputRefused(f"operation {number} does not wait for anybody")
    return found


def show(waiting: list[Operation], headings: Sequence[Sequence[str]] = ()) -> None:
    """The questions, and the answers each may have; `headings` are lines that stand first."""
    if not waiting and not headings:
        typer.echo("Nothing waits for a person.")
        return
    titles = ("id", "what", "referencia", "total", "question", "seen", "answers")
    table = Table(*titles, show_lines=True)
    for line in headings:
        table.add_row(*line)
    for one in waiting:
        words = " | ".join(answer.word for answer in ANSWERS.get(one.reason, ()))
        what = f"{one.kind} {one.comprobante}".strip()
        total = f"{one.moneda} {one.total:,.2f}"
        seen = " ".join(one.errors)
        question = ASKED.get(one.reason, "")
        table.add_row(str(one.id), what, one.referencia, total, question, seen, words)
    Screen().print(table)
    typer.echo("Answer with: planilla review ID ANSWER --who NAME --note TEXT")


def amount(text: str | None) -> Decimal | None:
    """Pesos as they were written; raises `InputRefused`."""
    if text is None:
        return None
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise InputRefused(f"--paid {text}: write an amount such as 1234.56") from None
    if not found.is_finite() or found < 0:
        raise InputRefused(f"--paid {text}: write an amount such as 1234.56")
    return found
