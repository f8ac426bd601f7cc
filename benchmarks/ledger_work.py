"""What the ledger is asked for each operation that is sent: `python -m benchmarks.ledger_work`.

One lane of comprobantes, with their PDFs and without, and one of payments, against the
sandbox. Counted are the statements that read and that write, the transactions (each is a
wait for the disk) and the calls handed to a thread, from the lease to the last outcome.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from planilla.batch.batch_kind import BatchKind
from planilla.batch.emit import Emit
from planilla.batch.job import Job
from planilla.batch.pay import Pay
from planilla.batch.sequence import work
from planilla.dispatch.handler import Handler
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.issue_or_queue import Emitting
from planilla.dispatch.waits import Times
from planilla.ledger.ledger import Ledger
from planilla.model.operation import State
from planilla.pdf.fetch import Fetcher
from planilla.sandbox.server import Options, Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from tests.helpers import payment, row, write_csv

COUNT = 40
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
def counting(counted: Counter[str]) -> Iterator[None]:
    """Count what every engine is asked, for the block."""

    def executed(_: Any, __: Any, statement: str, *___: Any) -> None:
        word = statement.split(None, 1)[0]
        counted["reads" if word == "SELECT" else "writes" if word in WRITES else ""] += 1

    def committed(_: Any) -> None:
        counted["transactions"] += 1

    event.listen(Engine, "after_cursor_execute", executed)
    event.listen(Engine, "commit", committed)
    try:
        yield
    finally:
        event.remove(Engine, "after_cursor_execute", executed)
        event.remove(Engine, "commit", committed)


async def _counted(job: Job, kind: BatchKind, steps: tuple[str, ...]) -> Counter[str]:
    """What is counted during some steps of a batch, by the beginning of their names."""
    every: Counter[str] = Counter()
    asyncio.get_running_loop().set_default_executor(Threads(every))
    sending: Counter[str] = Counter()

    async def step(name: str, run: Callable[[], Awaitable[Any]]) -> Any:
        before = every.copy()
        found = await run()
        if name.startswith(steps):
            sending.update(every - before)
        return found

    with counting(every):
        await work(job, kind, step)
    return sending


def main() -> None:
    """Print one line a kind of batch, for each operation of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=COUNT, help="operations of each kind")
    count = options.parse_args().count
    with tempfile.TemporaryDirectory() as name, Sandbox(Options()) as box:
        folder = Path(name)

        settings = Settings(
            base_url=box.url,
            home=folder / "home",
            pace_seconds=0,
            concurrency=1,  # one step at a time
            one_set_serves_all=True,
            **box.credentials,  # type: ignore[arg-type]
        )

        def told(what: str, source: Path, kind: BatchKind, *steps: str) -> None:
            counted = asyncio.run(_counted(Job((source,), settings), kind, ("lanes", *steps)))
            each = ", ".join(
                f"{counted[n] / count:.1f} {n}"
                for n in ("reads", "writes", "transactions", "threads")
            )
            print(f"{what}: {each}")

        rows = [row(n, tipo="FACTURA A", referencia=f"P-{n:05d}") for n in range(count)]
        told("issued, with its PDF", write_csv(folder / "a.csv", rows), Emit(), "documents")
        rows = [row(n, tipo="FACTURA A", punto_venta=2) for n in range(count)]
        told("issued, without", write_csv(folder / "b.csv", rows), WithoutPdf())
        with open_ledger(settings) as ledger:
            done = ledger.operations.of_kind(Emit().kind, State.DONE)
        paid = [payment(one.number or 0, str(one.total)) for one in done if one.punto_venta == 1]
        told("paid", write_csv(folder / "c.csv", paid), Pay())


if __name__ == "__main__":
    main()
