"""What a process runs: the sequence that the command of that name runs, on its computer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from planilla.batch.emit import emit
from planilla.batch.job import Job
from planilla.batch.pay import Pay
from planilla.batch.retry import retry
from planilla.batch.run_result import Outcome
from planilla.batch.sequence import work
from planilla.commands.work.requeue import targets_of
from planilla.query.query import Query, ask
from planilla.queue.ask_every_point import ask_queue
from planilla.queue.requeue import Action, requeue
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from tests.simulation.person import Person

Made = Callable[[Settings, Path | None, Person], Awaitable[Any]]


async def _emit(settings: Settings, file: Path | None, _: Person) -> Outcome:
    return await emit(_job(file), settings)


async def _queue(settings: Settings, file: Path | None, _: Person) -> Outcome:
    return await emit(_job(file), settings, queued=True)


async def _pay(settings: Settings, file: Path | None, _: Person) -> Outcome:
    return await work(_job(file), settings, Pay())


async def _query(settings: Settings, file: Path | None, _: Person) -> Outcome:
    assert file is not None
    return await ask(Query((file,), pdfs=False), settings)


async def _retry(settings: Settings, _file: Path | None, _: Person) -> object:
    done = await retry(settings)
    return f"{done.before} open before, {done.after} after"


async def _refresh(settings: Settings, _file: Path | None, _: Person) -> object:
    with open_ledger(settings) as ledger:
        news = await ask_queue(settings, ledger, force=True)
    return f"{dict(news.seen)} {news.trouble}"


async def _requeue(settings: Settings, _file: Path | None, _: Person) -> object:
    return await _by_hand(settings, Action.RETRY)


async def _drop(settings: Settings, _file: Path | None, _: Person) -> object:
    return await _by_hand(settings, Action.DROP)


async def _by_hand(settings: Settings, action: Action) -> object:
    with open_ledger(settings) as ledger:
        targets = targets_of(ledger, settings.issuers, [])
        done = await requeue(settings, ledger, targets, action)
    return f"{done.sent} sent {done.trouble}"


async def _answer(settings: Settings, _file: Path | None, person: Person) -> object:
    with open_ledger(settings) as ledger:
        return person.answer(ledger, rightly=True)


async def _answer_wrongly(settings: Settings, _file: Path | None, person: Person) -> object:
    with open_ledger(settings) as ledger:
        return person.answer(ledger, rightly=False)


COMMANDS: dict[str, Made] = {
    "emit": _emit,
    "queue": _queue,
    "pay": _pay,
    "query": _query,
    "retry": _retry,
    "refresh": _refresh,
    "requeue": _requeue,
    "drop": _drop,
    "answer": _answer,
    "answer wrongly": _answer_wrongly,
}


def _job(file: Path | None) -> Job:
    assert file is not None
    return Job((file,))
