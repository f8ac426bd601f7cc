"""What the dispatcher asks of whoever works an operation."""

from __future__ import annotations

from typing import Protocol

from planilla.common.errors import PlanillaError
from planilla.dispatch.what_goes_next import TurnEnd
from planilla.model.operation import Lease
from planilla.service.tusfacturas import TusFacturas


class Handler(Protocol):
    """Brings operations of a kind to the end of their turn."""

    @property
    def trouble(self) -> PlanillaError | None:
        """What whoever administers has to mend before the rest can be sent."""
        ...

    async def enter(self, lease: Lease, service: TusFacturas) -> None:
        """Called once when a scope has been leased, before its operations go."""
        ...

    async def turn(
        self, operation_id: int, lease: Lease, service: TusFacturas, *, alone: bool
    ) -> TurnEnd:
        """Work on an operation until it settles or cannot.

        `alone` says that no other of its day waits. Raises `Misconfigured` (stop
        everything), `GaveUp`, `LeaseLost` and `LedgerError`.
        """
        ...
