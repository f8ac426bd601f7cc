"""What an earlier ledger may have queued: each is asked for by its reference, which is free.

The search by day need not show the queue, and a queued one has no number to lock. So what
may have been asked for before this ledger's unbroken history began (`Ledger.history`), or
was tried, is queued only where its reference, and those of its revisions, show nothing;
and where the queue has issued it, searches must have shown the last number (`proof`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from planilla.common.calendar import now
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.steps.before_sending import FirstLook
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Lane, Lease, Operation
from planilla.service.tusfacturas import TusFacturas

log = logging.getLogger(__name__)
AT_ONCE = 8  # look-ups under way; the pace of the credentials holds for them as well


class Earlier:
    """What one run has looked for, so that it is not looked for again with the next lot."""

    def __init__(self, ledger: Ledger, adoption: Adoption, first: FirstLook) -> None:
        self._ledger = ledger
        self._adoption = adoption
        self._first = first
        self._lanes: set[Lane] = set()
        self._waited: set[str] = set()  # epochs
        self._asked: set[tuple[int, int]] = set()  # operations, at how many attempts

    async def proved(
        self, waiting: Sequence[Operation], lease: Lease, service: TusFacturas
    ) -> None:
        """Wait until searches show the last number of each tipo; raises as `FirstLook.look`."""
        for operation in self._doubtful(waiting):
            lane = Lane(
                f"{operation.scope}|{operation.tipo}"
            )  # the queue's own lane has no numbers
            if lane not in self._lanes:
                numbered = replace(operation, lane=lane)
                await self._first.look(numbered, lease, service, alone=True)
                self._lanes.add(lane)

    async def named(self, waiting: Sequence[Operation], lease: Lease, service: TusFacturas) -> None:
        """Take in what stands under their references; raises what any look-up ends in."""
        turns = asyncio.Semaphore(AT_ONCE)

        async def ask(operation: Operation) -> None:
            async with turns:
                await self._adoption.references(operation, lease, service)
            self._asked.add((operation.id, operation.attempts))

        doubtful = self._doubtful(waiting)
        if doubtful:
            await self._shown_by_now()
        ended = await asyncio.gather(*map(ask, doubtful), return_exceptions=True)
        for trouble in ended:
            if trouble is not None:
                raise trouble

    async def _shown_by_now(self) -> None:
        """Wait until what another ledger queued just before this one began can be shown.

        A queued one has no number below it that could prove a search; so an empty answer
        counts `settle` seconds after the history broke. A machine's first ledger waits for
        nothing: to lose a machine takes longer.
        """
        epoch = self._ledger.history.epoch
        if not epoch.told or epoch.name in self._waited:
            return
        settle = self._adoption.settle
        passed = max((now() - epoch.since).total_seconds(), 0.0)
        if passed < settle:
            log.info("waiting until what another ledger queued is shown: %.0f s", settle - passed)
            await asyncio.sleep(settle - passed)
        self._waited.add(epoch.name)

    def _doubtful(self, waiting: Sequence[Operation]) -> list[Operation]:
        whole = self._ledger.history.whole_for
        return [
            operation
            for operation in waiting
            if (operation.id, operation.attempts) not in self._asked
            and (operation.attempts or operation.revision or not whole(operation.fecha))
        ]
