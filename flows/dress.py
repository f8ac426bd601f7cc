"""How a step of the engine looks in Prefect: a task without arguments, so that no row is seen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from prefect import Task
from prefect.client.schemas.objects import State
from prefect.states import Failed

from planilla.common.errors import PlanillaError


async def as_task(name: str, work: Callable[[], Awaitable[Mapping[str, int]]]) -> Mapping[str, int]:
    """Run a step as a task; never retried: what may be tried again, the ledger knows."""
    refused: list[PlanillaError] = []

    async def step() -> dict[str, int] | State[Any]:
        try:
            return dict(await work())
        except PlanillaError as error:  # foreseen: a message, and no stack trace in the logs
            refused.append(error)
            return Failed(message=str(error))

    dressed: Task[[], Coroutine[Any, Any, Any]] = Task(
        step, name=name, task_run_name=name, retries=0, persist_result=False
    )
    running: Any = dressed(return_state=True)
    state: State[Any] = await running
    if refused:
        raise refused[0]
    counts: Mapping[str, int] = await state.aresult()
    return counts
