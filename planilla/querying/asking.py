"""Asking the service for comprobantes: by number, by reference, by day; all free."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from planilla.dispatch.breaker import Breaker, GaveUp
from planilla.errors import Misconfigured, NotSent, Refused, Unknown
from planilla.querying.spans import Span
from planilla.service.answers import Held
from planilla.service.key import Key
from planilla.service.tusfacturas import TusFacturas

Question = Span | str | date
UNREADABLE = 3  # answers in a row that cannot be read: this question is left for another run


@dataclass
class Found:
    """What the service showed; `unasked` are the questions that nobody answered."""

    by_key: dict[Key, Held] = field(default_factory=dict)
    by_reference: dict[str, list[Held]] = field(default_factory=dict)
    by_day: list[Held] = field(default_factory=list)
    unasked: set[Question] = field(default_factory=set)
    trouble: str = ""


async def ask_all(
    questions: Sequence[Question],
    connect: Callable[[], TusFacturas],
    breaker: Breaker,
    concurrency: int,
) -> Found:
    """Ask everything, `concurrency` at once; what an outage left open is in `unasked`.

    Raises `Misconfigured`.
    """
    found = Found(unasked=set(questions))
    waiting: asyncio.Queue[Question] = asyncio.Queue()
    for question in questions:
        waiting.put_nowait(question)
    hands = [
        asyncio.create_task(_work(waiting, connect, breaker, found))
        for _ in range(min(concurrency, max(len(questions), 1)))
    ]
    try:
        await asyncio.gather(*hands)
    finally:
        for hand in hands:
            hand.cancel()
    return found


async def _work(
    waiting: asyncio.Queue[Question],
    connect: Callable[[], TusFacturas],
    breaker: Breaker,
    found: Found,
) -> None:
    service = connect()
    try:
        while not waiting.empty():
            question = waiting.get_nowait()
            try:
                await _answered(question, service, breaker, found)
            except GaveUp as reason:
                found.trouble = str(reason)
                return
    finally:
        await service.client.close()


async def _answered(
    question: Question, service: TusFacturas, breaker: Breaker, found: Found
) -> None:
    unreadable = 0
    while unreadable < UNREADABLE:
        await breaker.ready()
        try:
            await _ask(question, service, found)
        except Misconfigured:
            raise
        except (NotSent, Unknown, Refused) as error:
            unreadable += not isinstance(error, NotSent)
            found.trouble = str(error)
            breaker.hit(error)
            continue
        breaker.success()
        found.unasked.discard(question)
        return


async def _ask(question: Question, service: TusFacturas, found: Found) -> None:
    if isinstance(question, date):
        found.by_day += await service.by_day(question)
    elif isinstance(question, str):
        found.by_reference[question] = await service.by_reference(question)
    elif question.first == question.last:
        key = Key(question.tipo, question.punto_venta, question.first)
        held = await service.consulta(key)
        if held is not None:
            found.by_key[key] = held
    else:
        lane = Key(question.tipo, question.punto_venta)
        for held in await service.by_numbers(lane, question.first, question.last):
            if held.number is not None:
                found.by_key[Key(question.tipo, question.punto_venta, held.number)] = held
