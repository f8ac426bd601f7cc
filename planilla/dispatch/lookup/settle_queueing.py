"""Finding out what became of a queueing whose end nobody saw, or that was refused.

A queued one has no number: it is asked for by its reference. Found, it is there; not
found, it was refused, or nobody can tell, and then it is for a person.
"""

from __future__ import annotations

from collections.abc import Sequence

from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.same_reference import meaning
from planilla.dispatch.lookup.shown_state import refuse_unfinished
from planilla.dispatch.messages import IN_DOUBT, QUEUE_IN_DOUBT
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.settling import Absence, settled
from planilla.dispatch.turn import Turn
from planilla.dispatch.waits import Times
from planilla.ledger.awaited import Awaited
from planilla.model.operation import Lease, Operation, Reason, Refusal, State
from planilla.service.answers import Held
from planilla.service.refusal_texts import Trouble, trouble_of


class QueueSettlement:
    """Settles queueings in doubt; none is sent again because it was not found."""

    def __init__(self, ledger: Awaited, adoption: Adoption, breaker: Breaker, times: Times) -> None:
        self._ledger = ledger
        self._adoption = adoption
        self._breaker = breaker
        self._times = times

    async def settle(self, operation: Operation, turn: Turn) -> Operation:
        """Found under our reference: it is there. Not found: refused, or for a person."""
        return await settled(self, operation, turn, self._breaker, self._times)

    async def ask(
        self,
        operation: Operation,
        turn: Turn,
        absence: Absence,  # noqa: ARG002
    ) -> tuple[Sequence[Held], bool]:
        """What has our reference; and whether searches would show it, were it there."""
        named = await turn.service.by_reference(operation.external_reference)
        if named and (held := meaning(operation, named).held).issued:
            refuse_unfinished(held)
        return named, bool(named) or await self._adoption.sight.of(operation, turn.service)

    async def conclude(
        self,
        operation: Operation,
        turn: Turn,
        shown: tuple[Sequence[Held], bool],
        absence: Absence,
    ) -> Operation | None:
        """What is shown is taken in; what is not was refused, or is for a person."""
        named, shows = shown
        if named:
            return await self._adoption.take_in(operation, named, turn.lease)
        trouble = trouble_of(operation.errors)
        refused = operation.refusal is not None and absence.settled and shows
        if trouble is None and (operation.refusal is Refusal.SERVICE or refused):
            return await self._ledger.move(
                operation, turn.lease, State.REJECTED, "not in the queue"
            )
        return await self._in_doubt(operation, turn.lease, trouble) if absence.settled else None

    async def _in_doubt(
        self, operation: Operation, lease: Lease, trouble: Trouble | None
    ) -> Operation:
        """It is not shown, and nobody can tell whether it is there."""
        said = tuple(text for text in operation.errors if text != IN_DOUBT)
        why = (trouble.told,) if trouble is not None else ()
        return await self._ledger.move(
            operation,
            lease,
            State.REVIEW,
            "queueing in doubt",
            reason=Reason.QUEUE,
            errors=(QUEUE_IN_DOUBT, *why, *said),
        )
