"""planilla with one of its locks taken off: the simulator must find each of them out.

A mutant is all of planilla but for one rule: by its name with any seed or plan (`run --mutant`),
and each with a plan of its own that finds it out (`caught`).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from planilla.common.errors import LedgerError, Refused, ServiceError
from planilla.dispatch import settling, turn
from planilla.dispatch.failed import Failure
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.proved_absent import Proof
from planilla.dispatch.outcome_table import after_request
from planilla.dispatch.steps import issued_or_failed, lots, queueing
from planilla.dispatch.steps.payment import pay
from planilla.dispatch.waits import Times
from planilla.ledger.awaited import Awaited
from planilla.ledger.group_commit import Change, GroupCommit, Written
from planilla.ledger.leases import Leases
from planilla.model.asked import Kind
from planilla.model.operation import Lease, Operation, Queue, State
from planilla.service.answers import Held
from planilla.service.lotes import Request
from planilla.service.tusfacturas import TusFacturas
from tests.simulation.plan import Plan
from tests.simulation.seams import instead


def _pending(error: ServiceError) -> State:
    """What is not known to have arrived did not; a refusal stays one."""
    return after_request(error) if isinstance(error, Refused) else State.PENDING


def _whatever(_: ServiceError) -> State:
    """Not even a refusal is an answer. What is only in doubt the number would hold by itself."""
    return State.PENDING


def _forgetting(forgotten: Callable[[Operation], bool]) -> Callable[..., Any]:
    """Nobody remembers which of some operations were sent before a death."""

    async def recovered(
        ledger: Awaited, operation: Operation, lease: Lease, times: Times
    ) -> Operation:
        if forgotten(operation):
            return await ledger.move(operation, lease, State.PENDING, "forgotten")
        return await _as_recovered(ledger, operation, lease, times)

    return recovered


async def _as_it_is(_: Adoption, operation: Operation, *__: Any, **___: Any) -> Operation:
    """Nothing is looked up before it is sent."""
    return operation


def _at_once(_: Any) -> bool:
    """What is not shown is not there, however late the service may be."""
    return True


def _never(*_: Any) -> bool:
    return False


def _unnumbered(asked: Request) -> dict[str, Any]:
    """The service is left to choose the number."""
    sent = _as_sent(asked)
    return {**sent, "comprobante": {**sent["comprobante"], "numero": 0}}


async def _not_given_away(
    proof: Proof, operation: Operation, service: TusFacturas, _: int
) -> tuple[bool, Sequence[Held]]:
    """What is absent by searches is absent, though a higher number is known to be given away."""
    return await _of_attempt(proof, operation, service, 0)


def _of_each(failure: Failure, *_: Any) -> Failure:
    """What a lot was refused with is a verdict on each one of it."""
    return failure


async def _answered_first(commits: GroupCommit, change: Change) -> Any:
    """Who asked is answered before what was asked is on disk."""
    found: list[Any] = []

    def tried(connection: Connection) -> Written[Any]:
        found.append(change(connection))
        raise LedgerError("taken back")

    with contextlib.suppress(LedgerError):
        await asyncio.to_thread(commits.write, tried)
    if not found or found[0].refused is not None:
        return await _as_asked(commits, change)
    later = asyncio.get_running_loop().create_task(_as_asked(commits, change))
    _LATER.add(later)
    later.add_done_callback(_LATER.discard)
    return found[0].value


def _told_to_one(commits: GroupCommit, changes: Sequence[Change]) -> Sequence[Any]:
    """A commit that fails is told to the first of its group; the others take it for made."""
    made: list[Written[Any]] = []

    def noted(change: Change) -> Change:
        def write(connection: Connection) -> Written[Any]:
            made.append(change(connection))
            return made[-1]

        return write

    try:
        return _as_committed(commits, [noted(change) for change in changes])
    except LedgerError as error:
        if len(made) != len(changes):
            raise
        return [error, *made[1:]]


_LATER: set[asyncio.Task[Any]] = set()
_as_committed = GroupCommit._commit
_as_asked = GroupCommit.ask
_of_attempt = Proof.of_attempt
_as_sent = Request.as_sent
_as_recovered = turn.recovered
_payments = _forgetting(lambda operation: operation.kind is Kind.PAY)
_queueings = _forgetting(lambda operation: operation.queue is Queue.WANTED)
Spoil = tuple[Any, str, Any]

MUTANTS: Mapping[str, tuple[Spoil, ...]] = {
    "payments in doubt are sent again": ((pay, "after_request", _pending),),
    "queueings in doubt are sent again": ((queueing, "after_request", _pending),),
    "a death forgets a payment": ((turn, "recovered", _payments),),
    "a death forgets a queueing": ((turn, "recovered", _queueings),),
    "no look-up before sending": ((Adoption, "before_sending", _as_it_is),),
    "absence counts at once": ((settling.Absence, "counts", _at_once),),
    "leases are taken from the living": ((Leases, "_is_kept", _never),),
    "no number of its own": ((Request, "as_sent", _unnumbered),),
    "whatever fails is sent again": (
        (issued_or_failed, "after_request", _whatever),
        (lots, "after_request", _whatever),
    ),
    "a number given away may be absent": ((Proof, "of_attempt", _not_given_away),),
    "what a lot is refused with is of each": ((lots, "_refused", _of_each),),
    "answered before it is on disk": ((GroupCommit, "ask", _answered_first),),
    "a failed commit is told to one alone": ((GroupCommit, "_commit", _told_to_one),),
}

CAUGHT = Path(__file__).parent / "caught"


def spoilt(name: str) -> AbstractContextManager[None]:
    """Take off the lock of that name, for a block."""
    return instead(MUTANTS[name])


def caught() -> Iterator[tuple[str, Plan]]:
    """Each mutant, and the plan that finds it out."""
    for name in MUTANTS:
        text = (CAUGHT / f"{name.replace(' ', '_')}.json").read_text(encoding="utf-8")
        yield name, Plan.loaded(text)
