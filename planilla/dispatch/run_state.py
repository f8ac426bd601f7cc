"""What one call of the dispatcher has at hand: its order, its leases, who is to be woken."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import date

from planilla.dispatch.what_goes_next import Item, Order
from planilla.model.operation import Lease, Operation, Scope, State, is_of_queue
from schemas.linked import referencias


class RunState:
    """What one call of `run` has at hand."""

    def __init__(self) -> None:
        self.order = Order()
        self.leases: dict[Scope, Lease] = {}
        self.entered = False
        self.changes = 0
        self._days: Counter[tuple[Scope, date]] = Counter()
        self._changed = asyncio.Condition()

    def add(self, scope: Scope, found: Sequence[Operation]) -> None:
        """Put what is open in line; what waits for a person stops the later dates."""
        by_referencia = {operation.referencia: operation.id for operation in found}
        ordered = sorted(found, key=lambda o: (o.fecha, not _first(o), o.id))
        items = [
            Item(
                operation.id,
                scope,
                operation.lane,
                operation.fecha,
                needs=frozenset(
                    by_referencia[one]
                    for one in referencias(operation.depends_on, by_referencia.__contains__)
                    if one in by_referencia
                ),
                queued=is_of_queue(operation.lane),
            )
            for operation in ordered
        ]
        self._days.update((scope, operation.fecha) for operation in found)
        self.order.add(scope, items)

    def alone(self, item: Item) -> bool:
        """Whether this is the only one of its day: its reference is less to ask than the day."""
        return self._days[item.scope, item.fecha] == 1

    async def wake(self) -> None:
        """Something changed: whoever waits looks again."""
        async with self._changed:
            self.changes += 1
            self._changed.notify_all()

    async def changed_since(self, seen: int) -> None:
        """Wait until something has changed since `seen`."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.changes > seen)


def _first(operation: Operation) -> bool:
    """In doubt: nothing of its lane may move before it is settled. Or of a lot that may be so.

    One of a lot may go under no lower number while one before it has that.
    """
    return operation.state is not State.PENDING or bool(operation.lot)
