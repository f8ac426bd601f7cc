"""Asking: each question once at most, and each answer kept as soon as it is there."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from planilla.check.kept_answers import Fact, NotTold, keep
from planilla.check.questions import COUNTING, OF_A_RECEIVER, About, Question
from planilla.common.errors import Misconfigured, NotSent, Refused, ServiceError, Unknown
from planilla.ledger.ledger import Ledger
from planilla.service.refusal_texts import trouble_of
from planilla.service.tusfacturas import TusFacturas
from planilla.settings.connection import Connect, Services

IN_A_ROW = 3  # so many without an answer: the rest would cost, and tell nothing either


@dataclass
class Answers:
    """What is known, by the questions' names; `sent` is what was asked, whatever came back.

    `lost` are the questions about receivers that have no answer, `reason` is why the last
    of them has none.
    """

    known: dict[str, Fact]
    sent: Counter[About] = field(default_factory=Counter)
    lost: set[str] = field(default_factory=set)
    reason: str = ""

    @property
    def counted(self) -> int:
        """How many of those that were asked are taken from the plan."""
        return sum(self.sent[about] for about in COUNTING)


async def ask_all(
    questions: Sequence[Question],
    connect: Connect,
    ledger: Ledger,
    today: date,
    concurrency: int,
    answers: Answers,
) -> None:
    """Ask, the first alone: a service that cannot be reached is asked nothing else.

    Raises `LedgerError` where an answer cannot be kept; what was kept before stays.
    """
    asking = _Asking(connect, ledger, today, answers, deque(questions))
    answers.lost |= {q.name for q in questions if q.about in OF_A_RECEIVER}
    await asking.work(most=1)
    hands = [asyncio.create_task(asking.work()) for _ in range(concurrency)]
    try:
        await asyncio.gather(*hands)
    finally:
        for hand in hands:
            hand.cancel()


@dataclass
class _Asking:
    connect: Connect
    ledger: Ledger
    today: date
    answers: Answers
    waiting: deque[Question]
    silent: Counter[About] = field(default_factory=Counter)

    async def work(self, most: int | None = None) -> None:
        """Ask what waits, until nothing does or nobody answers."""
        services = Services(self.connect)
        try:
            while self.waiting and most != 0:
                question = self.waiting.popleft()
                await self._one(question, services.of(question.credentials))
                most = None if most is None else most - 1
        finally:
            await services.close()

    async def _one(self, question: Question, service: TusFacturas) -> None:
        answers = self.answers
        if self.silent[question.about] >= IN_A_ROW:
            return
        answers.sent[question.about] += 1
        try:
            fact = await _asked(question, service)
        except NotSent as error:
            answers.sent[question.about] -= 1
            self._stop(error)
        except Misconfigured as error:
            self._stop(error)
        except Refused as error:
            await self._refused(question, error)
        except Unknown as error:
            self._not_told(question, error)
        else:
            self.silent[question.about] = 0
            answers.lost.discard(question.name)
            await self._keep(question, fact)

    async def _refused(self, question: Question, error: Refused) -> None:
        if question.about in OF_A_RECEIVER and trouble_of(error.messages) is not None:
            self._stop(error)  # the account's, or ARCA's: every other would be refused too
            return
        self._not_told(question, error)
        if question.about in OF_A_RECEIVER:
            await self._keep(question, NotTold(str(error)))

    async def _keep(self, question: Question, fact: Fact) -> None:
        self.answers.known[question.name] = fact
        await asyncio.to_thread(keep, self.ledger, question, fact, self.today)

    def _not_told(self, question: Question, error: ServiceError) -> None:
        self.silent[question.about] += 1
        self.answers.reason = str(error)

    def _stop(self, error: ServiceError) -> None:
        self.answers.reason = str(error)
        self.waiting.clear()


async def _asked(question: Question, service: TusFacturas) -> Fact:
    if question.about is About.ALERTAS:
        return await service.estado.alertas()
    if question.about is About.CONSUMO:
        return await service.estado.consumo()
    if question.about is About.REQUIERE_FEC and question.fecha is not None:
        return await service.padron.requiere_fec(question.cuit, question.fecha)
    return await service.padron.afip_info(question.cuit)
