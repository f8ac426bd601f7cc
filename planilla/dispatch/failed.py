"""A request that ended in trouble: what becomes of its operation, and of what would follow it."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from planilla.common.calendar import now
from planilla.common.errors import Misconfigured, NotSent, Refused, ServiceError
from planilla.dispatch.messages import IN_DOUBT, NO_SERVICE
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.outcome_table import refused_by
from planilla.dispatch.stopped_this_run import Halts
from planilla.ledger.awaited import Awaited
from planilla.ledger.changes import Changes
from planilla.model.operation import Lease, Operation, State
from planilla.service.refusal_texts import Reach, trouble_of

OUTAGE = frozenset({Reach.OUTAGE})


@dataclass(frozen=True, slots=True)
class Failure:
    """What an operation becomes: its state, the journal's note, and the columns."""

    target: State
    event: str
    changes: Changes


def failure_of(error: ServiceError, target: State) -> Failure:
    """What a request that ended in `error` leaves, where nothing else is known of it."""
    texts = error.messages if isinstance(error, Refused) else (IN_DOUBT,)
    changes: Changes = {
        "ended_at": now(),
        "refusal": refused_by(error),
        "errors": (NO_SERVICE,) if target is State.PENDING else texts,
    }
    return Failure(target, f"{type(error).__name__}: {error}", changes)


class Failing:
    """Records what failed, and sees to it that it is not tried in vain with others.

    `waited_out` are the troubles for which everything waits, as for an outage; `at` is
    whose trouble the breaker is told that it is.
    """

    def __init__(
        self,
        ledger: Awaited,
        breaker: Breaker,
        halts: Halts,
        waited_out: Set[Reach] = OUTAGE,
        at: str = "",
    ) -> None:
        self._ledger = ledger
        self._breaker = breaker
        self._halts = halts
        self._waited_out = waited_out
        self._at = at

    async def failed(
        self, sent: Operation, lease: Lease, error: ServiceError, failure: Failure
    ) -> Operation:
        """The outcome, on disk before anything follows from it; raises `Misconfigured`."""
        moved = await self.recorded(sent, lease, error, failure)
        self.heed([sent], error)
        return moved

    async def recorded(
        self, sent: Operation, lease: Lease, error: ServiceError, failure: Failure
    ) -> Operation:
        """The outcome alone, where several have the same."""
        return await self._ledger.move(
            sent, lease, failure.target, failure.event, error.raw, **failure.changes
        )

    def heed(self, sent: Iterable[Operation], error: ServiceError) -> None:
        """What is not the row's keeps the others back, too; raises `Misconfigured`."""
        if isinstance(error, Misconfigured):
            raise error
        if isinstance(error, NotSent):
            self._breaker.hit(error)
        texts = error.messages if isinstance(error, Refused) else ()
        for operation in sent:
            self._halts.mind(operation, texts)
        trouble = trouble_of(texts)
        if trouble is not None and trouble.reach in self._waited_out:
            self._breaker.trip(f"{self._at}«{error}»")  # the service's own words
