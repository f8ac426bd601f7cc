"""A running planilla, which may die at any await and at any named point.

What it does is done on a stack of its own (a greenlet). At its death that stack is left as
it is and never gone back to, so that nothing of it is undone in order: no `finally`, no
`__exit__`. The system closes its files: connections first, locks with them.
"""

from __future__ import annotations

import asyncio
from asyncio.tasks import _leave_task
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from greenlet import getcurrent, greenlet

if TYPE_CHECKING:
    from tests.simulation.computer import Computer

PROCESS: ContextVar[Process | None] = ContextVar("process", default=None)


@dataclass(frozen=True, slots=True)
class Doom:
    """When a process dies: at its n-th step, or at the n-th pass of a point.

    With `power` its computer goes down with it, and all that runs there.
    """

    n: int
    point: str = ""
    power: bool = False


@dataclass(eq=False)
class Process:
    """One run of a command on a computer."""

    computer: Computer
    name: str
    doom: Doom | None = None
    note: Callable[[str], None] = lambda _: None
    alive: bool = True
    steps: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    died_at: str = ""
    kept: list[Any] = field(default_factory=list)

    def step(self, run: Callable[[], None]) -> None:
        """Do what one of its tasks does until the next await, unless it is dead."""
        if not self.alive:
            return
        self.steps += 1
        doom = self.doom
        if doom is not None and not doom.point and self.steps >= doom.n:
            self._fall(f"step {self.steps}")
            return
        stack = greenlet(run)
        stack.switch()
        if not stack.dead:  # it died in the middle, and its task with it
            self.kept.append(stack)
            loop = asyncio.get_running_loop()
            current = asyncio.current_task(loop)
            if current is not None:
                _leave_task(loop, current)

    def reach(self, point: str) -> None:
        """It passes a named point, which may be its last."""
        if not self.alive:
            return
        self.passed[point] += 1
        doom = self.doom
        if doom is not None and doom.point == point and self.passed[point] == doom.n:
            self._fall(f"{point}:{doom.n}")
            here = getcurrent()
            assert here.parent is not None
            here.parent.switch()

    def kill(self, why: str) -> None:
        """It ends from outside, where it stands."""
        if self.alive:
            self.alive, self.died_at = False, why
            self.note(f"{self.name} dies: {why}")
            self.computer.bereave(self)
            self.ended.set()

    def _fall(self, where: str) -> None:
        doom = self.doom
        if doom is not None and doom.power:
            self.computer.power_cut(self, where)
        else:
            self.kill(where)


def current() -> Process | None:
    """Whose code is running."""
    return PROCESS.get()


def reach(point: str) -> None:
    """The process that is running passes a point."""
    process = PROCESS.get()
    if process is not None:
        process.reach(point)
