"""The ledger as an event loop uses it: what is read is one hop to a thread.

What several lanes write in one moment goes to the disk together (`group_commit`).
A move gives the operation back as it then is, so that nobody has to read it again. What is
known of a lane is kept as long as the lease under which it was read: nobody else may write
it meanwhile, and a lease that changes hands has another fence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar, Unpack

from planilla.common.errors import LeaseLost
from planilla.ledger.changes import Changes
from planilla.ledger.hooks import Hooks
from planilla.ledger.leases import Leases
from planilla.ledger.operations import Operations
from planilla.ledger.payments import Payments
from planilla.ledger.queued import Queued
from planilla.ledger.read_lanes import Lanes
from planilla.ledger.reviews import Reviews
from planilla.model.asked import Kind
from planilla.model.operation import Lane, Lease, Operation, State

P = ParamSpec("P")
T = TypeVar("T")


def in_thread(call: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """A call that waits for the disk, for those who must not."""

    async def called(*args: P.args, **options: P.kwargs) -> T:
        return await asyncio.to_thread(call, *args, **options)

    return called


class Awaited:
    """What those ask who work operations under a lease; everything raises `LedgerError`."""

    def __init__(
        self,
        operations: Operations,
        lanes: Lanes,
        queue: Queued,
        leases: Leases,
        payments: Payments,
        reviews: Reviews,
        hooks: Hooks,
    ) -> None:
        self.run = operations.run
        self.take = in_thread(leases.take)
        self.renew = in_thread(leases.renew)
        self.release = in_thread(leases.release)

        self.get = in_thread(operations.get)
        self.some = in_thread(operations.some)
        self.unsettled = in_thread(operations.unsettled)
        self.behind = in_thread(operations.behind)
        self.holding = in_thread(operations.holding)
        self.by_references = in_thread(operations.by_references)
        self.latest = in_thread(operations.latest)
        self.revisions = in_thread(operations.revisions)
        self.issued = in_thread(operations.issued)
        self.owner_of = in_thread(operations.owner_of)
        self.numbered = in_thread(operations.numbered)

        self.inside = in_thread(queue.inside)
        self.in_queue = in_thread(queue.count)
        self.to_send = in_thread(queue.to_send)
        self.asked = in_thread(queue.asked)
        self.tried_again = in_thread(queue.tried_again)

        self.known_of = in_thread(payments.known)
        self.answers = in_thread(reviews.of)
        self.unasked_hooks = in_thread(hooks.unasked)
        self.why = in_thread(hooks.why)

        self._leases = leases
        self._operations = operations
        self._lanes = lanes
        self._read: dict[Lane, tuple[int, int | None]] = {}  # lane: fence, the last number then
        self._high: dict[Lane, int] = {}  # lane: the highest number written by this process
        self._moved: set[int] = set()  # since each one's turn began

    # An operation's turn

    async def at_turn(self, operation_id: int) -> tuple[Operation, int]:
        """An operation as its turn begins, and how many its scope has in the queue."""
        self._moved.discard(operation_id)
        return await asyncio.to_thread(self._operations.beside_the_queue, operation_id)

    async def current(self, operation: Operation) -> Operation:
        """An operation as it is now, which was read as its turn began.

        Only who has the lease moves one: it is read again if this process has moved it.
        """
        return await self.get(operation.id) if operation.id in self._moved else operation

    async def begin(
        self,
        operation: Operation,
        lease: Lease,
        number: int | None,
        evidence: Mapping[str, Any] | None = None,
    ) -> Operation:
        """As `Operations.begin`; what is begun may leave at once."""
        beginning = self._operations.beginning(operation, lease, number, evidence)
        sent: Operation = await self._operations.changes.ask(beginning)
        self._moved.add(operation.id)
        await self._still_ours(lease)
        return sent

    async def begin_lot(
        self, lot: Sequence[Operation], lease: Lease, first: int
    ) -> Sequence[Operation]:
        """As `Operations.begin_lot`."""
        beginning = self._operations.beginning_lot(lot, lease, first)
        sent: Sequence[Operation] = await self._operations.changes.ask(beginning)
        self._moved.update(operation.id for operation in sent)
        await self._still_ours(lease)
        return sent

    async def _still_ours(self, lease: Lease) -> None:
        """Raise `LeaseLost` where the disk took so long that another process has taken over.

        It finds the intent, and settles it. A lease that nobody has taken is lengthened.
        """
        while not self._leases.is_long(lease):
            if not await self.renew(lease):
                raise LeaseLost(f"{lease.scope}: another process has taken it")

    async def move(
        self,
        operation: Operation,
        lease: Lease,
        target: State,
        event: str,
        detail: str = "",
        **changes: Unpack[Changes],
    ) -> Operation:
        """As `Operations.move`."""
        moving = self._operations.moving(operation, lease, target, event, detail, **changes)
        moved: Operation = await self._operations.changes.ask(moving)
        self._now_is(moved)
        return moved

    async def conclude(
        self,
        operation: Operation,
        lease: Lease,
        event: str,
        detail: str,
        **changes: Unpack[Changes],
    ) -> tuple[Operation | None, Operation | None]:
        """Done, as `move`; or nothing, and the other comprobante that has its CAE."""
        moving = self._operations.moving(operation, lease, State.DONE, event, detail, **changes)
        change = self._operations.unless_owned(moving, operation, changes.get("cae", ""))
        moved: Operation | None
        owner: Operation | None
        moved, owner = await self._operations.changes.ask(change)
        if moved is not None:
            self._now_is(moved)
        return moved, owner

    def _now_is(self, moved: Operation) -> None:
        self._moved.add(moved.id)
        done = moved.state is State.DONE and moved.kind is Kind.ISSUE
        if done and moved.number is not None:
            self._reached(moved.lane, moved.number)

    async def note(self, operation: Operation, lease: Lease, event: str, detail: str) -> None:
        """As `Operations.note`."""
        await self._operations.changes.ask(self._operations.noting(operation, lease, event, detail))

    # How far a lane has come

    async def last_number(self, lane: Lane, lease: Lease) -> int | None:
        """As `Lanes.last_number`; read from the disk once a lease."""
        if self._read.get(lane, (0, None))[0] != lease.fence:
            last = await asyncio.to_thread(self._lanes.last_number, lane)
            self._read[lane] = lease.fence, last
        return self._known(lane, lease)

    async def read_up_to(self, lane: Lane, number: int, lease: Lease) -> None:
        """As `Lanes.read_up_to`; nothing is written that is known to be there."""
        known = self._known(lane, lease)
        if known is None or known < number:
            await asyncio.to_thread(self._lanes.read_up_to, lane, number)
            self._reached(lane, number)

    def _known(self, lane: Lane, lease: Lease) -> int | None:
        """What was read under the lease, or has been written since: it only grows."""
        fence, read = self._read.get(lane, (0, None))
        known = (read if fence == lease.fence else None, self._high.get(lane))
        return max((number for number in known if number is not None), default=None)

    def _reached(self, lane: Lane, number: int) -> None:
        self._high[lane] = max(self._high.get(lane, 0), number)
