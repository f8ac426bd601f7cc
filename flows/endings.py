"""How runs end: in a state with a name, and never in a stack trace for what was foreseen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from prefect.client.schemas.objects import State
from prefect.states import Failed

from planilla.common.errors import PlanillaError
from planilla.common.exit_codes import COULD_NOT, DONE, SOME_OPEN, SOME_WRONG

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


def brought(holder: list[T], state: State[Any]) -> T:
    """What a run in this process has brought; raises `PlanillaError` when it could not."""
    if not holder:
        raise PlanillaError(state.message or f"the flow ended as {state.name}")
    return holder[0]
