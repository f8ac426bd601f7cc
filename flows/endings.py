"""How runs end: in a state with a name, and never in a stack trace for what was foreseen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows.settings import of_the_command
from planilla.common.errors import PlanillaError
from planilla.common.exit_codes import COULD_NOT, DONE, SOME_OPEN, SOME_WRONG
from planilla.settings.settings import Settings

NAMES = {
    DONE: None,
    SOME_WRONG: "Con filas para corregir",
    SOME_OPEN: "Con pendientes",
    COULD_NOT: "No se pudo",
}
P = ParamSpec("P")
T = TypeVar("T")


def told(work: Callable[P, Coroutine[Any, Any, State[Any]]]) -> Callable[P, Any]:
    """What planilla raises on purpose ends the run in its one message."""

    @wraps(work)
    async def telling(*args: P.args, **kwargs: P.kwargs) -> State[Any]:
        try:
            return await work(*args, **kwargs)
        except PlanillaError as error:
            return Failed(name=NAMES[COULD_NOT], message=str(error))

    # prefect reads the parameters' types, and would look their names up in this module
    telling.__signature__ = signature(work, eval_str=True)  # type: ignore[attr-defined]
    return telling


def brought(flow: Any, settings: Settings, kind: type[T], **parameters: Any) -> T:
    """Run a flow in this process with a command's settings; gives what its state holds.

    A state's data stays in the process: nothing is persisted, and the server is told only the
    state's name and message. Raises `PlanillaError` when the flow could not do its work.
    """

    async def whole() -> tuple[State[Any], object]:
        state: State[Any] = await flow(**parameters, return_state=True)
        return state, await state.aresult(raise_on_failure=False)

    with of_the_command(settings):
        state, found = asyncio.run(whole())
    if not isinstance(found, kind):
        raise PlanillaError(state.message or f"the flow ended as {state.name}")
    return found
