"""What several entries of one reference mean together: a search never shows just the first.

The service does not check that a reference is unique: it may show, under one, what
was issued, what waits and what failed (api.md 5, 8).

    shown                           the operation is            and the person is told
    issued, whatever else           issued                      of what else there is
    two issued                      issued: the one it knows    that it was issued twice
    issued and waiting              issued                      before the other is issued
    waiting and failed              waiting                     nothing
    two waiting                     waiting                     before both are issued
    failed, one or several          failed                      how many
    of a status nobody knows        as it was                   the status
    only other content              for a person                what differs
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from planilla.dispatch.lookup.shown_state import dated_as
from planilla.dispatch.outcome_table import Finding, judge
from planilla.model.operation import IN_QUEUE, Operation
from planilla.service.answers import Held, Stand

Order = tuple[bool, bool, int, bool, date, int]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the service shows of an operation: `held` is what it is, `others` stand beside it."""

    finding: Finding
    held: Held
    others: tuple[Held, ...] = ()

    @property
    def waits_too(self) -> bool:
        """Whether another of the queue would be issued beside it."""
        return any(other.stand is Stand.WAITING for other in self.others)


def names_of(known: Iterable[Operation]) -> set[str]:
    """Every reference that operations may stand under at the service."""
    return {name for one in known for name in (one.external_reference, one.former) if name}


def together(found: Iterable[Held]) -> dict[str, list[Held]]:
    """All that has a reference, by it, in the order of the answer."""
    by_reference: dict[str, list[Held]] = {}
    for held in found:
        if held.external_reference:
            by_reference.setdefault(held.external_reference, []).append(held)
    return by_reference


def meaning(operation: Operation, shown: Sequence[Held]) -> Meaning:
    """What all that was shown under an operation's reference means; at least one was."""
    ordered = sorted(shown, key=lambda held: _order(operation, held))
    first = ordered[0]
    return Meaning(finding_of(operation, first), first, tuple(ordered[1:]))


def finding_of(operation: Operation, held: Held) -> Finding:
    """What one is to an operation; the date of one in the queue may have been changed elsewhere."""
    queued = operation.queue in IN_QUEUE
    return judge(dated_as(operation, held) if queued else operation, held)


def beside(operation: Operation, found: Meaning) -> list[Held]:
    """What stands beside an operation, as it is now: its own is not among them."""
    if operation.queue in IN_QUEUE:
        return list(found.others)
    own = operation.number, operation.tipo.upper()
    every = (found.held, *found.others)
    return [held for held in every if not held.issued or (held.number, held.tipo) != own]


def _order(operation: Operation, held: Held) -> Order:
    """Its own before another's content, issued before waiting before failed."""
    known = held.issued and (held.number, held.tipo) == (operation.number, operation.tipo.upper())
    return (
        finding_of(operation, held) is not Finding.OURS,
        not known,
        held.stand.value,
        held.fecha is None,
        held.fecha or date.max,
        held.number or 0,
    )
