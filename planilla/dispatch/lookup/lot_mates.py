"""What one of a lot tells of the others: numbers have no gaps (api.md 7).

Where one of a lot is not there, nothing of the lot is behind it. And each keeps its number,
which is the lock against a late answer, until what it went behind is settled.
"""

from __future__ import annotations

from collections.abc import Set

from planilla.dispatch.messages import LOT_KEEPS
from planilla.dispatch.stopped_this_run import LaneStops
from planilla.ledger.awaited import Awaited
from planilla.model.operation import Lease, Operation, State

REFUSED = "lot_refused"
"""In the evidence of what went in a lot that was refused as a whole."""


async def absent_too(ledger: Awaited, absent: Operation, lease: Lease) -> None:
    """Those behind one of a lot that was proved absent are absent, and may be sent.

    So they are where its number is another's: the lot has stopped there. What is not above the
    highest number that is known to be given away may be there.
    """
    last = await ledger.last_number(absent.lane, lease) or 0
    behind = range(max(absent.number or 0, last) + 1, absent.lot.stop)
    for one in await ledger.holding(absent.lane, behind) if behind else ():
        own_verdict = one.refusal is not None and not one.evidence.get(REFUSED)
        # one that is still sending had the same request, whose sender died
        in_doubt = one.state in {State.SENDING, State.UNKNOWN}
        if in_doubt and one.lot == absent.lot and not own_verdict:
            await ledger.move(
                one, lease, State.PENDING, "behind one that did not arrive", refusal=None
            )


async def keeps_number(
    ledger: Awaited, operation: Operation, number: int, with_it: Set[int] = frozenset()
) -> None:
    """Raise `LaneStops` where one of a lot would be sent under a lower number than before.

    It may be, once each that had a number in between is settled; or goes in the same lot
    (`with_it`, ids). Else a lot that is still at work somewhere could issue it, too.
    """
    if not operation.lot or operation.number is None or operation.number <= number:
        return
    between = await ledger.holding(operation.lane, range(number, operation.number))
    if any(one.id != operation.id and one.id not in with_it for one in between):
        raise LaneStops(LOT_KEEPS.format(number=operation.numero_emitido))
