"""planilla with one of its locks taken off: the simulator must find each of them out.

A mutant is all of planilla but for one rule. It is begun by its name (`run --mutant`), in a
process of its own, which it spoils.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from planilla.dispatch import issue, moves, payment, queueing
from planilla.dispatch.adoption import Adoption
from planilla.ledger.leases import Leases
from planilla.ledger.model import Lease, Operation, State
from planilla.ledger.operations import Operations
from planilla.service.lotes import Request


def _pending(_: Exception) -> State:
    """What is not known to have arrived did not."""
    return State.PENDING


async def _forgotten(store: Operations, operation: Operation, lease: Lease, _: Any) -> Operation:
    """Nobody remembers what was sent before a death."""
    return await asyncio.to_thread(lambda: store.move(operation, lease, State.PENDING, "forgotten"))


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


_as_sent = Request.as_sent
Spoil = tuple[Any, str, Any]

MUTANTS: Mapping[str, tuple[Spoil, ...]] = {
    "payments in doubt are sent again": ((payment, "after_request", _pending),),
    "queueings in doubt are sent again": ((queueing, "after_request", _pending),),
    "a death forgets a payment": ((payment, "recovered", _forgotten),),
    "a death forgets a queueing": ((queueing, "recovered", _forgotten),),
    "no look-up before sending": ((Adoption, "before_sending", _as_it_is),),
    "absence counts at once": ((moves.Absence, "counts", _at_once),),
    "leases are taken from the living": ((Leases, "_is_kept", _never),),
    "no number of its own": ((Request, "as_sent", _unnumbered),),
    "what is in doubt is sent again": ((issue, "after_request", _pending),),
}


def spoil(name: str) -> None:
    """Take off the lock of that name, for the rest of this process."""
    for holder, attribute, double in MUTANTS[name]:
        setattr(holder, attribute, double)
