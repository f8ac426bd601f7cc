"""A row that was changed before it was sent, and that another ledger had issued as it was.

Its new version was registered as one to be sent, and the earlier one kept back
(`planilla.admission.replaced_rows`): this ledger knew of nothing that had been issued.
"""

from __future__ import annotations

from planilla.admission.replaced_rows import traits
from planilla.common.money import written
from planilla.dispatch.messages import REPLACES
from planilla.ledger.awaited import Awaited
from planilla.model.operation import Lease, Operation, Reason, State
from planilla.service.answers import Held


async def hold_what_replaces(
    ledger: Awaited, operation: Operation, held: Held, lease: Lease
) -> None:
    """Have a person look at what was to be sent in the place of one that turns out to exist.

    Before that one is taken in: whoever dies between the two finds both kept back.
    """
    if not await _is_replaced(ledger, operation):
        return
    own = set(traits(operation))
    for other in await ledger.unsettled(lease.scope):
        new = other.state is State.PENDING and not other.attempts and other.id > operation.id
        if new and other.kind is operation.kind and own.intersection(traits(other)):
            told = REPLACES.format(
                comprobante=held.comprobante or f"«{held.status}»",
                reference=held.external_reference,
                moneda=operation.moneda,
                total=written(operation.total),
                fecha=operation.fecha,
            )
            await ledger.move(
                other,
                lease,
                State.REVIEW,
                "what it replaces was issued",
                repr(held),
                errors=(told,),
                observations=tuple(dict.fromkeys((*other.observations, told))),
                reason=Reason.MENDED,
            )


async def _is_replaced(ledger: Awaited, operation: Operation) -> bool:
    """Whether it waits because its row was changed, or a person gave it up for the new one."""
    if operation.state is State.REVIEW:
        return operation.reason is Reason.CHANGED
    if operation.state is not State.REJECTED:
        return False
    answers = await ledger.answers([operation.id])
    return any(one.reason is Reason.CHANGED for one in answers.get(operation.id, ()))
