"""What a row that was not sent waits for, where that is a person's answer about another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from planilla.model.asked import Kind
from planilla.model.operation import Operation, State

BEHIND = (
    "Todavía no se envió: espera que una persona responda por {name} (planilla review). Después "
    "sigue con la próxima corrida."
)


class WaitsBehind:
    """What waits for a person in each scope, as the board goes by it (docs/design.md)."""

    def __init__(self, waiting: Iterable[Operation]) -> None:
        self._waiting: dict[str, list[Operation]] = defaultdict(list)
        for operation in waiting:
            self._waiting[operation.scope].append(operation)

    def told(self, operation: Operation) -> str:
        """What is to be answered first, in words; a blank when nothing is in its way."""
        if operation.state is not State.PENDING:
            return ""
        before = (one for one in self._waiting[operation.scope] if _stops(one, operation))
        first = next(before, None)
        if first is None:
            return ""
        if operation.kind is Kind.ISSUE:
            name = f"{first.comprobante}, referencia {first.referencia}"
        else:
            name = f"otro de {first.comprobante} por {first.total:.2f}".replace(".", ",")
        return BEHIND.format(name=name)


def _stops(one: Operation, operation: Operation) -> bool:
    """Whether one for review holds up another: an earlier date, or the lane for ARCA's own."""
    if operation.kind is not Kind.ISSUE or one.kind is not Kind.ISSUE:
        return one.kind is operation.kind and one.id < operation.id
    at_arca = bool(one.evidence.get("at_arca")) and one.lane == operation.lane
    return one.fecha < operation.fecha or at_arca
