"""How a step of the engine looks in Prefect: a task without arguments, so that no row is seen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from prefect import Task


async def as_task(name: str, work: Callable[[], Awaitable[Mapping[str, int]]]) -> Mapping[str, int]:
    """Run a step as a task; never retried: what may be tried again, the ledger knows."""

    async def step() -> dict[str, int]:
        return dict(await work())

    dressed: Task[[], Coroutine[Any, Any, dict[str, int]]] = Task(
        step, name=name, task_run_name=name, retries=0, persist_result=False
    )
    return await dressed()
