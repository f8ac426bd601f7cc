"""Issuing up to 20 of one lane by one request (`facturacion/lotes`, api.md 5).

All intents are on disk before the request leaves, each with its number: whatever comes back,
or does not, each is settled by that number and its reference, as one that went alone. One that
the service itself refuses stops the whole lot, and who it was is found out by sending them
one by one. One that ARCA rejects drags all behind it, of which that is no verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from planilla.common.calendar import now
from planilla.common.errors import Misconfigured, Refused, ServiceError, Unknown
from planilla.common.failpoints import reach
from planilla.dispatch.failed import Failing, Failure, failure_of
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.lot_mates import REFUSED, keeps_number
from planilla.dispatch.lookup.proved_absent import Unproved
from planilla.dispatch.messages import IN_DOUBT, LOT_REFUSED
from planilla.dispatch.numbers import Numbering
from planilla.dispatch.outcome_table import after_request, refused_by
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.complete_body import Bodies
from planilla.dispatch.steps.issued_or_failed import IssuedOrFailed
from planilla.dispatch.stopped_this_run import LaneStops
from planilla.dispatch.turn import Turn, lot_ends
from planilla.dispatch.waits import Times
from planilla.ledger.awaited import Awaited
from planilla.ledger.changes import Changes
from planilla.ledger.rows import dump
from planilla.model.operation import LOT, Lane, Operation, Refusal, State
from planilla.service.answers import Issued
from planilla.service.lotes import MOST, Request
from planilla.service.refusal_texts import Reach, trouble_of
from schemas.tables import TIPOS

Sent = tuple[Operation, Mapping[str, Any]]
"""An operation and its whole body."""
DRAGGED = "dragged by an earlier one of its lot"


class Lots:
    """Puts together, sends and writes down the lots of one run."""

    def __init__(
        self,
        ledger: Awaited,
        adoption: Adoption,
        bodies: Bodies,
        quota: Quota,
        numbering: Numbering,
        failing: Failing,
        outcome: IssuedOrFailed,
        times: Times,
    ) -> None:
        self._ledger = ledger
        self._adoption = adoption
        self._bodies = bodies
        self._quota = quota
        self._numbering = numbering
        self._failing = failing
        self._outcome = outcome
        self._times = times
        self._alone: defaultdict[Lane, set[int]] = defaultdict(set)

    def over(self, operation: Operation) -> None:
        """One of a refused lot was rejected when it went alone: the others may be right."""
        if operation.state is State.REJECTED and operation.id in self._alone[operation.lane]:
            self._alone[operation.lane].clear()

    # Who goes

    async def behind(self, first: Operation, turn: Turn, following: int) -> Sequence[Sent]:
        """What may go in one lot behind `first`, in order, after the same looks as that.

        Empty where it goes alone. A look may show that `first`, too, is there already, or that
        its number is taken: the caller looks again.
        """
        if not TIPOS[first.tipo].in_lots or not self._may(first):
            return ()
        going: list[Sent] = []
        for one in takewhile(self._may, await self._ledger.behind(first, MOST - 1)):
            try:
                looked = await self._adoption.before_sending(
                    one, turn.lease, turn.service, following, alone=False
                )
                if looked.state is not State.PENDING:
                    continue  # it is there already, or a person has to say
                with_it = {first.id, *(other.id for other, _ in going)}
                number = following + len(with_it)
                await keeps_number(self._ledger, looked, number, with_it)
                body = await self._bodies.complete(looked, turn.lease)
            except (ServiceError, Unproved, LaneStops):
                break  # its own turn will tell; what is before it goes
            if body is None:
                continue
            if not self._quota.allows(looked):
                break
            going.append((looked, body))
        return going

    def _may(self, one: Operation) -> bool:
        """One that insists on a number, or was in trouble before, goes by itself.

        Of one in doubt only its own turn can tell whether what is behind it may go.
        """
        if one.state is not State.PENDING or one.asked_number is not None:
            return False
        untroubled = not one.attempts or bool(one.lot)
        return untroubled and one.id not in self._alone[one.lane]

    # Sending

    async def send(self, lot: Sequence[Sent], first: int, turn: Turn) -> Operation:
        """Issue all of them under `first` and what follows; the first one as it then is."""
        reach("before-intent")
        operations = [operation for operation, _ in lot]
        sent = await self._ledger.begin_lot(operations, turn.lease, first)
        self._numbering.counts_on(sent[0].lane)
        reach("after-intent")
        requests = [
            Request(body, number, operation.external_reference)
            for number, (operation, body) in enumerate(lot, start=first)
        ]
        try:
            answers, reply = await turn.service.lotes.lotes(requests)
        except ServiceError as error:
            reach("after-request")
            return await self._whole(sent, error, turn)
        reach("after-request")
        refused = _of_the_lot(answers)
        if refused is not None:
            refused.raw = reply.raw
            return await self._whole(sent, refused, turn)
        moved = await self._each(sent, answers, reply.raw, turn)
        reach("after-outcome")
        return moved

    async def _whole(self, sent: Sequence[Operation], error: ServiceError, turn: Turn) -> Operation:
        """There is no answer of their own: each is as much in doubt as one that went alone.

        A refusal of the lot speaks of one of them, and of which its sentence does not prove.
        What is not the row's is minded of the first: what becomes of it they learn by that; but
        what may be at ARCA alone no search shows, of any of them.
        """
        failure = behind = failure_of(error, after_request(error))
        trouble = trouble_of(error.messages) if isinstance(error, Refused) else None
        if isinstance(error, Refused) and trouble is None:
            failure = behind = _refused(failure, sent[0], error)
            self._alone[sent[0].lane].update(one.id for one in sent)
        elif trouble is not None and trouble.reach is not Reach.AT_ARCA:
            behind = replace(failure, changes={**failure.changes, "refusal": None})
        elif isinstance(error, Unknown):
            ended = lot_ends(sent[0].sent_at or now(), self._times)
            failure = behind = replace(failure, changes={**failure.changes, "ended_at": ended})
        moved = [
            await self._failing.recorded(
                one, turn.lease, error, failure if one is sent[0] else behind
            )
            for one in sent
        ]
        self._failing.heed(sent, error)
        reach("after-outcome")
        return moved[0]

    async def _each(
        self,
        sent: Sequence[Operation],
        answers: Sequence[Issued | ServiceError],
        raw: str,
        turn: Turn,
    ) -> Operation:
        """Each by its own answer, but for what follows one that was not issued."""
        moved: list[Operation] = []
        foreign: Misconfigured | None = None
        dragging = False
        for one, answer in zip(sent, answers, strict=True):
            told = raw if one is sent[0] else f"in the lot of {sent[0].numero_emitido}"
            if isinstance(answer, Issued):
                try:
                    moved.append(await self._outcome.issued(one, turn.lease, answer, told))
                except Misconfigured as error:
                    foreign = error
            elif dragging and isinstance(answer, Refused):
                moved.append(await self._dragged(one, answer, turn))
            else:
                moved.append(await self._outcome.failed(one, answer, turn))
            dragging = dragging or not isinstance(answer, Issued)
        if foreign is not None:
            raise foreign
        return moved[0]

    async def _dragged(self, one: Operation, error: Refused, turn: Turn) -> Operation:
        return await self._ledger.move(
            one,
            turn.lease,
            State.UNKNOWN,
            f"{DRAGGED}: {error}",
            error.raw,
            ended_at=now(),
            refusal=None,
            errors=(IN_DOUBT,),
        )


def _of_the_lot(answers: Sequence[Issued | ServiceError]) -> Refused | None:
    """What all of them were refused with, if alike: that is said of the lot."""
    first = answers[0]
    if not isinstance(first, Refused):
        return None
    alike = all(isinstance(one, Refused) and one.messages == first.messages for one in answers)
    return first if alike else None


def _refused(failure: Failure, first: Operation, error: Refused) -> Failure:
    """Nothing was issued, says the service; by its own codes, that is looked up at once."""
    at_once = refused_by(error) is Refusal.SERVICE
    lot = first.lot
    told: Changes = {
        "refusal": Refusal.SERVICE if at_once else None,
        "errors": (LOT_REFUSED.format(reason=error),),
        "evidence": dump({LOT: [lot.start, lot.stop - 1], REFUSED: True}),
    }
    return replace(failure, changes={**failure.changes, **told})
