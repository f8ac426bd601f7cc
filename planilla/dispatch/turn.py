"""One turn, the same for all kinds: an operation is brought to its end by small steps.

    pending ──► attempt   number, balance or nothing; intent; request; outcome
    sending ──► recovered somebody died between intent and outcome: it may have arrived
    unknown ──► settle    what became of it, as far as anything tells

What each kind does in an attempt, and how it settles, are its `Steps`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from planilla.common.calendar import now
from planilla.dispatch.messages import TRIES_SPENT
from planilla.dispatch.stopped_this_run import LaneStops
from planilla.dispatch.waits import Times
from planilla.dispatch.what_goes_next import TurnEnd
from planilla.ledger.awaited import Awaited
from planilla.model.operation import Lease, Operation, State
from planilla.service.tusfacturas import TusFacturas

OVER = frozenset({State.DONE, State.REJECTED, State.REVIEW})


@dataclass
class Turn:
    """An operation as its turn begins, and what it is worked with.

    `alone` says that no other of its day waits. `inside` is how many its scope has in the
    queue, None once that may have changed.
    """

    operation: Operation
    inside: int | None
    lease: Lease
    service: TusFacturas
    alone: bool


class Steps(Protocol):
    """What a kind of operation does in a turn; each step returns the operation as it then is.

    Any of them may raise `LaneStops`, `GaveUp`, `Misconfigured` and `LedgerError` kinds.
    """

    most_sends: float = math.inf
    """How often one operation is sent in a run; after that its lane waits for another."""
    stopped: str = "stopped"
    """The journal's word for an operation that cannot go on."""

    async def attempt(self, operation: Operation, turn: Turn) -> Operation:
        """Send it, if nothing speaks against it."""
        ...

    async def settle(self, operation: Operation, turn: Turn) -> Operation:
        """Find out what became of an attempt whose end nobody saw."""
        ...

    def told(self, operation: Operation, message: str) -> tuple[str, ...]:  # noqa: ARG002
        """What a person reads of one that cannot go on: `message`, and nothing said before."""
        return (message,)

    def end(self, operation: Operation) -> TurnEnd:
        """What one that is done, rejected or for review leaves to those behind it."""
        ...


class Turns:
    """The turns of one run."""

    def __init__(self, ledger: Awaited, times: Times) -> None:
        self._ledger = ledger
        self._times = times

    async def begun(
        self, operation_id: int, lease: Lease, service: TusFacturas, *, alone: bool
    ) -> Turn:
        """The turn of an operation, which is read from the disk."""
        operation, inside = await self._ledger.at_turn(operation_id)
        return Turn(operation, inside, lease, service, alone)

    async def work(self, turn: Turn, steps: Steps) -> TurnEnd:
        """Work on an operation until it settles or cannot."""
        operation, sends = turn.operation, 0
        try:
            while operation.state not in OVER:
                if operation.state is State.SENDING:
                    operation = await recovered(self._ledger, operation, turn.lease, self._times)
                elif operation.state is State.UNKNOWN:
                    operation = await steps.settle(operation, turn)
                elif sends >= steps.most_sends:
                    raise LaneStops(TRIES_SPENT.format(times=sends))
                else:
                    before = operation.attempts
                    operation = await steps.attempt(operation, turn)
                    sends += operation.attempts - before
                turn.inside = None
        except LaneStops as stop:
            await self._explain(turn, steps, str(stop))
            return stop.verdict
        return steps.end(operation)

    async def _explain(self, turn: Turn, steps: Steps, message: str) -> None:
        """Leave the reason, if there is one to tell, where it will be read; the state stays."""
        if not message:
            return
        operation = await self._ledger.get(turn.operation.id)
        if operation.state in {State.PENDING, State.UNKNOWN}:
            errors = steps.told(operation, message)
            await self._ledger.move(
                operation, turn.lease, operation.state, steps.stopped, errors=errors
            )


async def recovered(ledger: Awaited, operation: Operation, lease: Lease, times: Times) -> Operation:
    """Somebody died between intent and outcome: it may have arrived."""
    sent = operation.sent_at or now()
    if operation.lot:
        ended = lot_ends(sent, times)
    else:
        ended = min(now(), sent + timedelta(seconds=times.request))
    return await ledger.move(operation, lease, State.UNKNOWN, "recovered", ended_at=ended)


def lot_ends(sent: datetime, times: Times) -> datetime:
    """Until when the service may be at work on a lot of which no answer came."""
    return max(now(), sent + timedelta(seconds=times.lot))
