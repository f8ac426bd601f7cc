"""Whether what the service does not show is absent: a search shows one point of sale only.

A set of credentials is of one point of sale, and its searches show that one (api.md 1).
A look-up for another is no look-up. Where one set serves several, or shows what is of
another than its own, a comprobante that the ledger knows there has to be shown first.
"""

from __future__ import annotations

from planilla.ledger.ledger import Ledger
from planilla.model.operation import Operation, Scope, place_of
from planilla.service.answers import Held
from planilla.service.tusfacturas import TusFacturas


class Sight:
    """What one run knows of which points of sale its credentials show."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._proved: set[tuple[str, int]] = set()
        self._doubted: set[str] = set()

    def see(self, scope: Scope, held: Held) -> None:
        """Take note of what a search for a scope has shown."""
        name, (_, point) = self._ledger.set_of(scope), place_of(scope)
        if held.punto_venta == point:
            self._proved.add((name, point))
        elif held.punto_venta is not None:
            self._doubted.add(name)

    async def of(self, operation: Operation, service: TusFacturas) -> bool:
        """Whether the searches show the point of sale of an operation.

        Raises `ServiceError` kinds when there was no answer.
        """
        own, point = service.own, operation.punto_venta
        if own.shows(point) and own.name not in self._doubted:
            return True
        if (own.name, point) not in self._proved:
            await self._prove(operation, service)
        return (own.name, point) in self._proved

    async def _prove(self, operation: Operation, service: TusFacturas) -> None:
        point = operation.punto_venta
        store = self._ledger.awaited
        known = await store.issued(operation.account, 1, points={point})
        for one in known:
            shown = await service.by_reference(one.external_reference)
            if any((held.punto_venta, held.number) == (point, one.number) for held in shown):
                self._proved.add((service.own.name, point))
