"""Processes of a world, from their beginning to their end of one kind or another."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextvars import Context
from typing import TYPE_CHECKING, Any

from planilla.batch.run_result import Outcome
from planilla.common.errors import PlanillaError
from tests.simulation.commands import COMMANDS
from tests.simulation.invariants import Broken
from tests.simulation.process import PROCESS, Doom, Process

if TYPE_CHECKING:
    from tests.simulation.world import File, World

LONGEST_RUN = 6 * 3600.0  # of virtual time: a run ends, whatever the service does
Begun = tuple[Process, asyncio.Task[Any], "File | None"]


class Running:
    """Begins processes in a world, and hears what they say at their end."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._many = 0
        self.graves: list[Process] = []

    async def runs(self, runs: Sequence[Mapping[str, Any]]) -> None:
        """Several at once; raises `Broken` for an end that there must not be."""
        begun = [self._begin(**run) for run in runs]
        for process, task, file in begun:
            await self._over(process, task, file)

    def _begin(
        self,
        command: str,
        computer: int = 0,
        file: str = "",
        doom: Sequence[Any] | None = None,
        after: float = 0.0,
    ) -> Begun:
        where = self._world.computers[computer % len(self._world.computers)]
        found = self._world.files.get(file)
        if found is not None and command in ("emit", "queue", "pay"):
            found.command = command
        self._many += 1
        death = None if doom is None else Doom(doom[1], doom[0], doom[2])
        name = f"{self._many} {command} {file} on {where.name}"
        process = Process(where, name, death, self._world.note)
        where.processes.append(process)
        context = Context()
        context.run(PROCESS.set, process)
        settings, path = self._world.settings(where), found.path if found else None

        async def begun() -> Any:
            await asyncio.sleep(after)
            return await COMMANDS[command](settings, path, self._world.person)

        task = asyncio.get_running_loop().create_task(begun(), context=context)
        process.kept.append(task)
        return process, task, found

    async def _over(self, process: Process, task: asyncio.Task[Any], file: File | None) -> None:
        """Wait for its end, of one kind or another, and see what it said."""
        ended = asyncio.get_running_loop().create_task(process.ended.wait())
        done, _ = await asyncio.wait(
            {task, ended}, timeout=LONGEST_RUN, return_when=asyncio.FIRST_COMPLETED
        )
        ended.cancel()
        if not process.alive:
            self._world.deaths += 1
            self.graves.append(process)
            return
        if not done:
            raise Broken(f"{process.name} does not end in {LONGEST_RUN:g} s")
        process.computer.leave(process)
        error = task.exception()
        if isinstance(error, PlanillaError):
            self._world.note(f"{process.name} could not: {error}")
        elif error is not None:
            raise Broken(f"{process.name} ends with {error!r}") from error
        else:
            self._told(process, task.result(), file)

    def _told(self, process: Process, said: object, file: File | None) -> None:
        if not isinstance(said, Outcome):
            self._world.note(f"{process.name} says {said}")
            return
        rows = {str(k): v for k, v in sorted(said.rows.items())}
        self._world.note(
            f"{process.name} says {rows} {said.trouble or ''} {said.outage} {said.busy}"
        )
        if file is not None and said.files:
            file.told = tuple(said.rows)
            if sum(said.rows.values()) != len(file.rows):
                raise Broken(f"{process.name}: {len(file.rows)} rows, and states for {rows}")
