"""Asking the service for comprobantes: by number, by reference, by day; all free."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from planilla.common.errors import Misconfigured, NotSent, Refused, Unknown
from planilla.dispatch.outage_breaker import Breaker, GaveUp
from planilla.model.comprobante_key import Key
from planilla.query.request_spans import Span
from planilla.service.answers import Held
from planilla.service.tusfacturas import TusFacturas
from planilla.settings.connection import Connect, Services

UNREADABLE = 3  # answers in a row that cannot be read: this question is left for another run


@dataclass(frozen=True, slots=True)
class Question:
    """What a company is asked about: numbers, an `external_reference`, or a day.

    `sets` are the credentials to ask with, by name: one after the other until it is found.
    """

    account: str
    about: Span | str | date
    sets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A comprobante that the service showed, and which company's it is."""

    account: str
    held: Held

    @property
    def name(self) -> tuple[str, str]:
        """What tells it from all others that have a number."""
        return self.account, self.held.comprobante


@dataclass
class Found:
    """What the service showed; `unasked` are the questions that nobody answered."""

    by_key: dict[tuple[str, Key], Shown] = field(default_factory=dict)
    by_reference: dict[str, list[Shown]] = field(default_factory=dict)
    by_day: list[Shown] = field(default_factory=list)
    unasked: set[Question] = field(default_factory=set)
    trouble: str = ""

    @property
    def every(self) -> list[Shown]:
        """Everything that was shown, each comprobante once."""
        named = [shown for many in self.by_reference.values() for shown in many]
        whole = [*self.by_key.values(), *named, *self.by_day]
        return list({(s.name, s.held.external_reference): s for s in whole}.values())


async def ask_all(
    questions: Sequence[Question],
    connect: Connect,
    breaker: Breaker,
    concurrency: int,
    found: Found,
) -> None:
    """Ask everything, `concurrency` at once, and put it into `found`.

    What an outage left open is in `unasked`. Raises `Misconfigured`; what had
    been answered before is in `found` all the same.
    """
    found.unasked = set(questions)
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


async def _work(
    waiting: asyncio.Queue[Question],
    connect: Connect,
    breaker: Breaker,
    found: Found,
) -> None:
    services = Services(connect)
    try:
        while not waiting.empty():
            question = waiting.get_nowait()
            try:
                await _answered(question, services, breaker, found)
            except GaveUp as reason:
                found.trouble = str(reason)
                return
    finally:
        await services.close()


async def _answered(question: Question, services: Services, breaker: Breaker, found: Found) -> None:
    for name in question.sets:
        shown = await _asked(question, services.of(name), breaker, found)
        if shown is None:
            return
        if shown:
            break
    found.unasked.discard(question)


async def _asked(
    question: Question, service: TusFacturas, breaker: Breaker, found: Found
) -> bool | None:
    """Whether one set of credentials shows it; None where nobody answered."""
    unreadable = 0
    while unreadable < UNREADABLE:
        await breaker.ready()
        try:
            shown = await _ask(question, service, found)
        except Misconfigured:
            raise
        except (NotSent, Unknown, Refused) as error:
            unreadable += not isinstance(error, NotSent)
            found.trouble = str(error)
            breaker.hit(error)
            continue
        breaker.success()
        return shown
    return None


async def _ask(question: Question, service: TusFacturas, found: Found) -> bool:
    """Put what is shown into `found`; whether anything was."""
    account, about = question.account, question.about
    if isinstance(about, date):
        days = await service.by_day(about)
        found.by_day += [Shown(account, held) for held in days]
        return bool(days)
    if isinstance(about, str):
        shown = [Shown(account, held) for held in await service.by_reference(about)]
        found.by_reference.setdefault(about, []).extend(shown)
        return bool(shown)
    numbers = await _numbers(about, service)
    for held in numbers:
        key = Key(about.tipo, about.punto_venta, held.number)
        found.by_key[account, key] = Shown(account, _as_asked(held, key))
    return bool(numbers)


async def _numbers(span: Span, service: TusFacturas) -> list[Held]:
    lane = Key(span.tipo, span.punto_venta)
    if span.first != span.last:
        held = await service.by_numbers(lane, span.first, span.last)
        return [one for one in held if one.number is not None]
    key = replace(lane, number=span.first)
    one = await service.consulta(key)
    if one is None or not one.issued:  # a number that is not fiscal names nothing
        return []
    if one.number not in {None, key.number}:
        raise Unknown("the service showed another comprobante than the one asked about")
    return [_as_asked(one, key)]


def _as_asked(held: Held, key: Key) -> Held:
    """The service does not always repeat what it was asked about (api.md 5)."""
    return replace(
        held,
        tipo=held.tipo or key.tipo,
        punto_venta=held.punto_venta or key.punto_venta,
        number=held.number or key.number,
    )
