"""Finding out what became of an attempt whose end nobody saw, or that was refused.

Both questions are free: what is under our number, and what is under our
reference. Absence counts only once the attempt ended long enough ago.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from planilla.common.errors import Unknown
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.lot_mates import REFUSED, absent_too
from planilla.dispatch.lookup.same_reference import meaning
from planilla.dispatch.lookup.shown_state import at_arca_evidence, refuse_unfinished
from planilla.dispatch.messages import (
    NOT_SHOWN,
    NUMBERING,
    NUMBERS_TAKEN,
    QUEUE_OF_OTHERS,
    UNPROVED,
)
from planilla.dispatch.numbers import Numbering, NumberingWentBack, NumbersTaken
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.outcome_table import (
    Finding,
    Next,
    about_number,
    after_lookup,
    judge,
    says_queue,
    trouble_in,
)
from planilla.dispatch.settling import Absence, settled
from planilla.dispatch.stopped_this_run import LaneStops
from planilla.dispatch.turn import Turn
from planilla.dispatch.waits import Times
from planilla.dispatch.what_goes_next import TurnEnd
from planilla.ledger.awaited import Awaited
from planilla.model.comprobante_key import Key
from planilla.model.operation import Lease, Operation, Reason, Refusal, State
from planilla.service.answers import Held
from planilla.service.tusfacturas import TusFacturas


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look-up showed of an attempt, and what would follow from it.

    `proved` says that what is not shown is absent, `alert` what AFIP/ARCA's trouble is.
    """

    step: Next
    finding: Finding
    shown: Sequence[Held]
    proved: bool
    alert: str | None


class Settlement:
    """Settles unknown operations; `unexplained` counts a run's refusals that nothing explains."""

    def __init__(
        self,
        ledger: Awaited,
        adoption: Adoption,
        numbering: Numbering,
        breaker: Breaker,
        times: Times,
    ) -> None:
        self._ledger = ledger
        self._adoption = adoption
        self._numbering = numbering
        self._breaker = breaker
        self._times = times
        self.unexplained: Counter[int] = Counter()

    async def settle(self, operation: Operation, turn: Turn) -> Operation:
        """Find out what became of an attempt; nothing else of the lane moves meanwhile.

        Raises `LaneStops` where searches do not show, for `settle` seconds, the number below.
        """
        return await settled(self, operation, turn, self._breaker, self._times)

    async def ask(self, operation: Operation, turn: Turn, absence: Absence) -> Looked:
        """What is under its number and its reference, and whether that is all there is."""
        service, lasted = turn.service, absence.settled
        proved, own = await self._proof(operation, turn, settled=lasted)
        finding, shown = await self._find(operation, service, own)
        if finding is Finding.ABSENT and lasted:
            await self._is_absent(operation, service)
        absent = lasted and finding is Finding.ABSENT and operation.refusal is not None
        alert = await service.afip_alert() if absent else None
        step = self._next(operation, finding, settled=lasted, alert=alert)
        if step is Next.REJECT and about_number(operation.errors):
            step = await self._by_number(operation, turn) if lasted else Next.WAIT
        return Looked(step, finding, shown, proved, alert)

    async def conclude(
        self, operation: Operation, turn: Turn, shown: Looked, absence: Absence
    ) -> Operation | None:
        """What follows from a look-up; while AFIP/ARCA is in trouble, nothing is sent again."""
        step, lease = shown.step, turn.lease
        if shown.finding is Finding.ABSENT and step is not Next.WAIT and not shown.proved:
            if absence.settled and absence.spent():
                raise LaneStops(UNPROVED.format(number=operation.numero_emitido))
            step = Next.WAIT
        if step is Next.WAIT or (step is Next.SEND_AGAIN and shown.alert):
            if shown.alert:
                self._breaker.trip(f"AFIP/ARCA: «{shown.alert}»")
            return None
        if step in {Next.DONE, Next.REVIEW} and shown.shown:
            return await self._adoption.take_in(operation, shown.shown, lease)
        if step is Next.REJECT:
            if says_queue(operation.errors):
                await self._not_before_the_queue(operation, lease)
            rejected = await self._ledger.move(
                operation, lease, State.REJECTED, "not held by the service"
            )
            await absent_too(self._ledger, operation, lease)
            return rejected
        if step is Next.RENUMBER:
            anew = await self._numbered_anew(operation, lease, shown.shown)
            await absent_too(self._ledger, operation, lease)
            return anew
        moved = await self._not_there(operation, lease, step)
        if moved.state is State.PENDING:
            await absent_too(self._ledger, operation, lease)
        return moved

    async def _proof(
        self, operation: Operation, turn: Turn, *, settled: bool
    ) -> tuple[bool, Sequence[Held]]:
        """Whether what is not shown is absent, asked once that may count; what has our number."""
        if operation.number is None:
            return True, ()
        if not settled and operation.refusal is not Refusal.SERVICE:
            return False, ()
        last = await self._ledger.last_number(operation.lane, turn.lease)
        return await self._adoption.proof.of_attempt(operation, turn.service, last or 0)

    async def _is_absent(self, operation: Operation, service: TusFacturas) -> None:
        """Raise `LaneStops` where the searches would not show it if it were there."""
        refused = operation.refusal is Refusal.SERVICE
        if not refused and not await self._adoption.sight.of(operation, service):
            raise LaneStops(NOT_SHOWN.format(point=operation.punto_venta))

    def _next(
        self, operation: Operation, finding: Finding, *, settled: bool, alert: str | None
    ) -> Next:
        step = after_lookup(
            finding,
            operation.refusal,
            settled=settled,
            afip_in_order=not alert,
            repeated=self.unexplained[operation.id] > 1,
            trouble=trouble_in(operation),
        )
        # what refused a whole lot is no verdict on any one of it
        of_a_lot = step is Next.REJECT and operation.evidence.get(REFUSED)
        return Next.SEND_AGAIN if of_a_lot else step

    async def _find(
        self, operation: Operation, service: TusFacturas, own: Sequence[Held]
    ) -> tuple[Finding, Sequence[Held]]:
        """What the service holds under our number and under our reference (both free).

        `own` is what a search has shown under our number already.
        """
        named = await service.by_reference(operation.external_reference)
        if named:
            found = meaning(operation, named)
            if found.finding is not Finding.OURS:
                return Finding.OTHER_CONTENT, named
            refuse_unfinished(found.held)
            return Finding.OURS, named
        if operation.number is None:
            return Finding.ABSENT, ()
        key = Key(operation.tipo, operation.punto_venta, operation.number)
        under = own[0] if own else await _under(key, service)
        if under is None:
            return Finding.ABSENT, ()
        finding = judge(operation, under)
        if finding is Finding.OURS:
            refuse_unfinished(under)
        return finding, (under,)

    async def _by_number(self, operation: Operation, turn: Turn) -> Next:
        """A refusal of the number is no verdict on the data where the number is another."""
        self._numbering.doubt(operation.lane)
        key = Key(operation.tipo, operation.punto_venta)
        try:
            following = await self._numbering.next(
                operation.lane, turn.lease, operation.account, key, turn.service
            )
        except NumberingWentBack as gone:
            raise LaneStops(NUMBERING.format(detail=gone)) from gone
        except NumbersTaken as taken:
            raise LaneStops(NUMBERS_TAKEN) from taken
        return Next.REJECT if following == operation.number else Next.RENUMBER

    async def _numbered_anew(
        self, operation: Operation, lease: Lease, shown: Sequence[Held]
    ) -> Operation:
        self._numbering.taken(operation.lane)
        return await self._ledger.move(
            operation,
            lease,
            State.PENDING,
            "number taken",
            repr(shown),
            number=None,
            refusal=None,
        )

    async def _not_there(self, operation: Operation, lease: Lease, step: Next) -> Operation:
        """To be sent again; a trouble that is not the row's is told, or is for a person."""
        trouble = trouble_in(operation)
        if trouble is None:
            return await self._ledger.move(
                operation, lease, State.PENDING, "did not arrive", refusal=None
            )
        errors = (trouble.told, *operation.errors)
        if step is Next.LEFT_AT_ARCA:
            return await self._ledger.move(
                operation,
                lease,
                State.REVIEW,
                "at ARCA, and not shown by the service",
                errors=errors,
                reason=Reason.CONTENT,
                evidence=at_arca_evidence(operation),
            )
        return await self._ledger.move(
            operation, lease, State.PENDING, "not the row's", refusal=None, errors=errors
        )

    async def _not_before_the_queue(self, operation: Operation, lease: Lease) -> None:
        """No verdict on the data: others' comprobantes wait in the point of sale's queue."""
        message = QUEUE_OF_OTHERS
        await self._ledger.move(
            operation, lease, State.PENDING, "queue not empty", refusal=None, errors=(message,)
        )
        raise LaneStops(message, TurnEnd.HELD)


async def _under(key: Key, service: TusFacturas) -> Held | None:
    """The fiscal comprobante under a number: one of the queue that is shown there takes none."""
    held = await service.consulta(key)
    if held is None or held.issued:
        return held
    if not held.in_queue:
        raise Unknown(f"number {key.number} is shown with a status that says nothing")
    number = key.number or 0
    shown = await service.by_numbers(Key(key.tipo, key.punto_venta), number, number)
    return next((one for one in shown if one.issued), None)
