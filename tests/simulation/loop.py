"""An event loop whose clock jumps to the next timer, and whose tasks may die."""

from __future__ import annotations

import asyncio
from asyncio.events import Handle, TimerHandle
from collections.abc import Callable
from contextvars import Context
from random import Random
from typing import Any

from tests.simulation.clock import Clock
from tests.simulation.process import PROCESS

STALLS = 0.004  # of all that is done in threads, where anything stalls
MOST_STEPS = 2_000_000  # of one world


class Stuck(Exception):
    """Nothing will ever happen again, and somebody still waits; or nothing ever ends."""


class _Step(Handle):
    def _run(self) -> None:
        process = self._context.get(PROCESS)  # type: ignore[attr-defined]
        if process is None:
            super()._run()
        else:
            process.step(super()._run)


class _Timer(TimerHandle):
    def _run(self) -> None:
        process = self._context.get(PROCESS)  # type: ignore[attr-defined]
        if process is None:
            super()._run()
        else:
            process.step(super()._run)


class Loop(asyncio.BaseEventLoop):
    """All that is asked of an operating system's loop, without one.

    What would be done in a thread is done inside, up to `pause` seconds later: others go on
    meanwhile. Where there is a `stall`, a few such things take up to that long.
    """

    def __init__(self, clock: Clock, dice: Random, pause: float, stall: float = 0.0) -> None:
        super().__init__()
        self.clock = clock
        self.steps = 0
        self._dice = dice
        self._pause, self._stall = pause, stall
        self._selector = self
        self.troubles: list[dict[str, Any]] = []
        self.set_exception_handler(self._hear)
        self.set_task_factory(_task)  # type: ignore[arg-type]
        self._tasks_made = 0
        self._over = False

    def time(self) -> float:
        return self.clock.elapsed

    def _hear(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What nobody heard of; what a dead process was not told any more does not count."""
        if not self._over and "never retrieved" not in str(context.get("message")):
            self.troubles.append(context)

    # what BaseEventLoop wants of a selector

    def select(self, timeout: float | None) -> tuple[()]:
        if timeout is None:
            raise Stuck("everybody waits, and for nothing that will come")
        self.clock.advance(timeout)
        return ()

    def _process_events(self, event_list: object) -> None:  # noqa: ARG002 - asyncio's own
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Stuck("it does not end")

    def _write_to_self(self) -> None:
        pass

    # what is to be done

    def _call_soon(
        self, callback: Callable[..., Any], args: Any, context: Context | None
    ) -> Handle:
        handle = _Step(callback, args, self, context)
        if not self._over:
            self._ready.append(handle)  # type: ignore[attr-defined]
        return handle

    def call_at(  # type: ignore[override]
        self,
        when: float,
        callback: Callable[..., Any],
        *args: Any,
        context: Context | None = None,
    ) -> TimerHandle:
        import heapq

        timer = _Timer(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)  # type: ignore[attr-defined]
        timer._scheduled = True  # type: ignore[attr-defined]
        return timer

    def run_in_executor(  # type: ignore[override]
        self,
        executor: object,  # noqa: ARG002 - asyncio's own
        func: Callable[..., Any],
        *args: Any,
    ) -> asyncio.Future[Any]:
        future = self.create_future()

        def work() -> None:
            if future.cancelled():
                return
            try:
                result = func(*args)
            except BaseException as error:  # noqa: BLE001 - handed over, as a thread does
                if not future.cancelled():
                    future.set_exception(error)
            else:
                if not future.cancelled():
                    future.set_result(result)

        longest = self._pause
        if self._stall and self._dice.random() < STALLS:
            longest = self._stall
        self.call_later(self._dice.random() * longest, work)
        return future

    def bury(self) -> None:
        """The world is over: nothing that is left will be done."""
        self._over = True
        for task in asyncio.all_tasks(self):
            task._log_destroy_pending = False  # type: ignore[attr-defined]
        self._ready.clear()  # type: ignore[attr-defined]
        self._scheduled.clear()  # type: ignore[attr-defined]


class _Task(asyncio.Task[Any]):
    """Sets of tasks are gone through in the order in which they were made."""

    number = 0

    def __hash__(self) -> int:
        return self.number


def _task(loop: Loop, coro: Any, **options: Any) -> asyncio.Task[Any]:
    _Task.number = loop._tasks_made = loop._tasks_made + 1
    made = _Task(coro, loop=loop, **options)
    made.number = loop._tasks_made
    return made
