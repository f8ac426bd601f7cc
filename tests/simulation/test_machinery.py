"""The simulator itself: time jumps, the dead do nothing more, a power cut loses what it may."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextvars import Context
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import httpx
import pytest

from planilla.writing.report import Report
from tests.simulation.clock import Clock
from tests.simulation.computer import Computer
from tests.simulation.disk import Connection
from tests.simulation.loop import Loop, Stuck
from tests.simulation.making import plan
from tests.simulation.plan import Plan
from tests.simulation.process import PROCESS, Doom, Process, reach
from tests.simulation.seams import doubled
from tests.simulation.shrink import shrunk

START = datetime(2026, 12, 9, 12, tzinfo=UTC)


class Bench:
    """A computer and a loop."""

    def __init__(self, folder: Path) -> None:
        self.loop = Loop(Clock(START), Random(1), pause=0.004)
        self.computer = Computer("pc", folder, Random(1))
        self.left: list[Process] = []

    def run(self, work: Callable[[], Awaitable[object]], doom: Doom | None = None) -> Process:
        """A process that does some work until its end, or until an hour is over."""
        process = Process(self.computer, "one", doom)
        self.computer.processes.append(process)
        self.left.append(process)
        context = Context()
        context.run(PROCESS.set, process)

        async def done() -> object:
            return await work()

        async def watched() -> None:
            task = self.loop.create_task(done(), context=context)
            process.kept.append(task)
            ended = self.loop.create_task(process.ended.wait())
            await asyncio.wait({task, ended}, timeout=3600, return_when=asyncio.FIRST_COMPLETED)
            ended.cancel()

        self.loop.run_until_complete(watched())
        return process


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def _database(path: Path) -> Connection:
    connection = sqlite3.connect(path, factory=Connection, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    return connection


def _rows(path: Path) -> list[int]:
    connection = sqlite3.connect(path)
    try:
        return [row[0] for row in connection.execute("SELECT n FROM t ORDER BY n")]
    finally:
        connection.close()


def test_an_hour_of_waiting_takes_no_time(bench: Bench) -> None:
    async def work() -> None:
        await asyncio.sleep(3000)

    bench.run(work)
    assert bench.loop.clock.elapsed == pytest.approx(3000)


def test_whoever_waits_for_nothing_is_told_so(bench: Bench) -> None:
    async def work() -> None:
        await asyncio.Event().wait()

    with pytest.raises(Stuck):
        bench.loop.run_until_complete(work())


@pytest.mark.parametrize("doom", [Doom(1, "here"), Doom(2)])
def test_the_dead_run_no_finally(bench: Bench, doom: Doom) -> None:
    seen: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(1)
            reach("here")
            await asyncio.sleep(1)
            seen.append("went on")
        finally:
            seen.append("finally")

    process = bench.run(work, doom)
    assert not process.alive
    assert not seen


def test_the_dead_stop_in_the_middle_of_what_a_thread_would_do(bench: Bench) -> None:
    seen: list[str] = []

    def inside() -> None:
        try:
            seen.append("before")
            reach("here")
            seen.append("after")
        finally:
            seen.append("finally")

    async def work() -> None:
        await asyncio.to_thread(inside)

    bench.run(work, Doom(1, "here"))
    assert seen == ["before"]


def test_others_go_on_when_one_dies(bench: Bench) -> None:
    seen: list[str] = []

    async def dies() -> None:
        reach("here")

    async def goes_on() -> None:
        await asyncio.sleep(5)
        seen.append("done")

    bench.run(dies, Doom(1, "here"))
    bench.run(goes_on)
    assert seen == ["done"]


def test_a_death_undoes_what_was_not_committed(bench: Bench) -> None:
    path = bench.computer.home / "one.sqlite3"

    async def work() -> None:
        connection = _database(path)
        connection.execute("CREATE TABLE t (n INTEGER)")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t VALUES (1)")
        connection.commit()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t VALUES (2)")
        connection.commit()

    bench.run(work, Doom(2, "before-commit"))
    assert _rows(path) == [1]


@pytest.mark.parametrize(
    ("point", "kept"), [("before-acknowledgement", [1]), ("after-commit", [1, 2])]
)
def test_a_power_cut_keeps_what_was_acknowledged(bench: Bench, point: str, kept: list[int]) -> None:
    """What was written, and not yet acknowledged, may be lost: by these dice it is."""
    path = bench.computer.ledger
    bench.computer._dice = _Lowest()

    async def work() -> None:
        connection = _database(path)
        connection.execute("CREATE TABLE t (n INTEGER)")
        for n in (1, 2):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO t VALUES (?)", (n,))
            connection.commit()

    process = bench.run(work, Doom(2, point, power=True))
    assert not process.alive
    assert _rows(path) == kept


class _Lowest(Random):
    def choice(self, seq):  # type: ignore[no-untyped-def]
        return min(seq)


class _Nowhere:
    """As much of a world as the seams need."""

    clock = Clock(START)
    network = httpx.AsyncHTTPTransport()

    def __init__(self) -> None:
        self.strays: list[str] = []

    def reported(self, report: Report, destination: Path) -> None:
        raise NotImplementedError

    def strayed(self, where: str) -> None:
        self.strays.append(where)


@pytest.mark.parametrize("address", ["http://tusfacturas.test/", "http://192.0.2.1/"])
def test_whoever_tries_the_real_network_is_stopped_and_told(address: str) -> None:
    world = _Nowhere()
    with doubled(world, Random(1)), pytest.raises(httpx.ConnectError):
        httpx.get(address)
    assert world.strays


def test_a_failing_plan_is_made_small() -> None:
    """Here whatever drops a file twice fails."""

    def broken(one: Plan) -> str:
        runs = [step for step in one.steps if step.get("command") == "emit"]
        return "twice: 2" if len(runs) > 1 else ""

    whole = next(made for seed in range(99) if broken(made := plan(seed)) and len(made.steps) > 5)
    small = shrunk(whole, "twice: 1", broken)
    assert len(small.steps) == 2
