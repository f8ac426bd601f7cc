"""What a ledger is asked while a batch is worked: statements, transactions, calls in a thread."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from planilla.batch.batch_kind import BatchKind
from planilla.batch.emit import Emit
from planilla.batch.job import Job
from planilla.batch.sequence import work
from planilla.dispatch.handler import Handler
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.issue_or_queue import Emitting
from planilla.dispatch.waits import Times
from planilla.ledger.ledger import Ledger
from planilla.pdf.fetch import Fetcher
from planilla.settings.settings import Settings

WRITES = ("INSERT", "UPDATE", "DELETE")


class Threads(ThreadPoolExecutor):
    """The loop's threads, which count what is handed to them."""

    def __init__(self, counted: Counter[str]) -> None:
        super().__init__()
        self._counted = counted

    def submit(self, *args: Any, **options: Any) -> Future[Any]:
        """As an executor's own."""
        self._counted["threads"] += 1
        return super().submit(*args, **options)


@dataclass(frozen=True)
class WithoutPdf(Emit):
    """Issuing alone: nobody asks for a PDF while it goes on."""

    def handler(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        settings: Settings,  # noqa: ARG002
        fetcher: Fetcher,  # noqa: ARG002
        quota: Quota,
    ) -> Handler:
        """Issues, and tells nobody."""
        return Emitting(ledger, breaker, times, ledger.issuers, lambda _: None, quota)


@contextmanager
def counting(counted: Counter[str], home: Path) -> Iterator[None]:
    """Count what the ledger of that home is asked, for the block."""

    def own(connection: Connection) -> bool:
        return home in Path(connection.engine.url.database or "").parents

    def executed(connection: Connection, _: Any, statement: str, *__: Any) -> None:
        if own(connection):
            word = statement.split(None, 1)[0]
            counted["reads" if word == "SELECT" else "writes" if word in WRITES else ""] += 1

    def committed(connection: Connection) -> None:
        if own(connection):
            counted["transactions"] += 1

    event.listen(Engine, "after_cursor_execute", executed)
    event.listen(Engine, "commit", committed)
    try:
        yield
    finally:
        event.remove(Engine, "after_cursor_execute", executed)
        event.remove(Engine, "commit", committed)


def counted(job: Job, settings: Settings, kind: BatchKind, *steps: str) -> Counter[str]:
    """What is counted while a batch is sent, and in further steps, by how their names begin."""
    return asyncio.run(_counted(job, settings, kind, ("lanes", *steps)))


async def _counted(
    job: Job, settings: Settings, kind: BatchKind, steps: tuple[str, ...]
) -> Counter[str]:
    every: Counter[str] = Counter()
    asyncio.get_running_loop().set_default_executor(Threads(every))
    sending: Counter[str] = Counter()

    async def step(name: str, run: Callable[[], Awaitable[Any]]) -> Any:
        before = every.copy()
        found = await run()
        if name.startswith(steps):
            sending.update(every - before)
        return found

    with counting(every, settings.home):
        await work(job, settings, kind, step)
    return sending
