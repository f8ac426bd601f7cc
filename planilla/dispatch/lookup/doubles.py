"""Telling a person what stands at the service beside an operation, under the same reference."""

from __future__ import annotations

from collections.abc import Sequence

from planilla.dispatch.lookup.same_reference import Meaning, beside
from planilla.dispatch.messages import (
    QUEUE_DOUBLED,
    QUEUE_FAILED_TOO,
    QUEUE_FAILED_TWICE,
    STATUS_UNKNOWN,
    STATUS_UNKNOWN_TOO,
)
from planilla.ledger.ledger import Ledger
from planilla.model.operation import IN_QUEUE, Lease, Operation, Queue, Reason, State
from planilla.service.answers import Held, Stand

TWICE = "El servicio tiene además el comprobante {number} con la misma referencia: revíselo."


class Doubles:
    """Each thing is told once; what would be issued a second time waits for a person."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def tell(
        self, before: Operation, operation: Operation, found: Meaning, lease: Lease
    ) -> Operation:
        """Note what is beside an operation, which was `before` until this was shown.

        It waits for a person while another would be issued beside it, and goes on by
        itself when that one is gone.
        """
        if operation.state is not State.DONE and operation.reason is not Reason.DUPLICATE:
            return operation
        others = beside(operation, found)
        doubled, asked = _doubled(others), before.reason is Reason.DUPLICATE
        known, errors = operation.observations, operation.errors
        waits = bool(doubled) and (asked or not set(doubled) <= set(known))
        if asked and not doubled:
            known = tuple(text for text in known if text not in before.errors)
        if waits or operation.reason is Reason.DUPLICATE:
            errors = doubled
        told = dict.fromkeys((*known, *_remarks(operation, found, others), *doubled))
        state = State.REVIEW if waits else State.DONE
        if (state, errors, tuple(told)) == (
            operation.state,
            operation.errors,
            operation.observations,
        ):
            return operation
        return await self._ledger.awaited.move(
            operation,
            lease,
            state,
            "others with our reference" if others else "alone again",
            "; ".join(map(repr, others)),
            errors=errors,
            observations=tuple(told),
            reason=Reason.DUPLICATE if waits else Reason.NONE,
        )


def _doubled(others: Sequence[Held]) -> tuple[str, ...]:
    """What would be issued besides, if anything."""
    waiting = [held for held in others if held.stand is Stand.WAITING]
    if not waiting:
        return ()
    days = sorted({held.fecha for held in waiting if held.fecha is not None})
    named = ", ".join(f"{day:%d/%m/%Y}" for day in days) or "día que el servicio no dice"
    return (QUEUE_DOUBLED.format(count=len(waiting), days=named),)


def _remarks(operation: Operation, found: Meaning, others: Sequence[Held]) -> list[str]:
    """What a person only has to know."""
    told = [TWICE.format(number=held.number) for held in others if held.stand is Stand.ISSUED]
    failed = sum(held.stand is Stand.FAILED for held in others)
    if failed and operation.queue is Queue.FAILED:
        told.append(QUEUE_FAILED_TWICE.format(count=failed + 1))
    elif failed and operation.queue not in IN_QUEUE:
        told.append(QUEUE_FAILED_TOO.format(count=failed))
    told += [
        STATUS_UNKNOWN_TOO.format(status=held.status)
        for held in others
        if held.stand is Stand.UNCLEAR
    ]
    if operation.queue in IN_QUEUE and found.held.stand is Stand.UNCLEAR:
        told.append(STATUS_UNKNOWN.format(status=found.held.status))
    return told
