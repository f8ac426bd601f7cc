"""A credit note that is about to be sent, where more is credited than this ledger knew.

What notes may take is judged when they are registered (`planilla.admission.credited_beyond`). By
then a ledger that was put back from a copy, or another one, knows nothing of a note that was
issued since: the service shows it, as its number is taken. And the row that a note waits for
may have been mended to another total. Either way a person is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from decimal import Decimal

from planilla.admission.corrected import Amount
from planilla.admission.credited_beyond import AT_ALL, Shown, at_sending
from planilla.dispatch.lookup.same_reference import names_of
from planilla.ledger.credit_notes import CREDIT, details
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Lease, Operation, Reason, Scope, State
from planilla.service.answers import Held
from planilla.service.figures import amount, text
from planilla.service.refusal_texts import folded
from schemas.codes import code

TIPOS_OF_NOTES: Mapping[str, str] = {folded(name): name for name in CREDIT}


class CreditedElsewhere:
    """What searches of this run have shown of credit notes, and who has to be asked of it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._seen: dict[Scope, dict[tuple[str, str], Held]] = {}

    def see(self, scope: Scope, shown: Iterable[Held]) -> None:
        """Take note of the credit notes among what was shown for a scope."""
        for held in shown:
            if folded(held.tipo) in TIPOS_OF_NOTES:
                key = held.external_reference, held.comprobante
                self._seen.setdefault(scope, {})[key] = held

    async def hold(self, operation: Operation, lease: Lease) -> None:
        """Have a person look at a note that would credit too much, unless one has agreed."""
        if operation.tipo not in CREDIT:
            return
        shown = await self._of_others(operation, lease.scope)
        if not shown and operation.depends_on is None:
            return  # nothing can have changed since it was registered
        now = await self._ledger.awaited.get(operation.id)
        if now.state is not State.PENDING:
            return
        why = await asyncio.to_thread(at_sending, self._ledger, now, shown)
        if not why or await self._agreed(now, shown):
            return
        told = dict.fromkeys((*now.observations, why, *(one.words for one in shown)))
        await self._ledger.awaited.move(
            now,
            lease,
            State.REVIEW,
            "credits more than is left",
            errors=(why,),
            observations=tuple(told),
            reason=Reason.CREDIT,
        )

    async def _of_others(self, operation: Operation, scope: Scope) -> list[Shown]:
        """Those that are nobody's here: its own attempts and its file's others are not."""
        seen = list(self._seen.get(scope, {}).values())
        names = {held.external_reference for held in seen if held.external_reference}
        if not seen:
            return []
        ours = names_of(await self._ledger.awaited.by_references(operation.account, names))
        own = set(details(operation.body["comprobante"]))
        strange = (held for held in seen if held.external_reference not in ours)
        found = [one for held in strange if (one := _shown(held)) is not None]
        return [one for one in found if operation.depends_on or not own.isdisjoint(one.numbers)]

    async def _agreed(self, operation: Operation, shown: Iterable[Shown]) -> bool:
        """Whether a person has seen all of these, and sent it all the same."""
        seen = operation.observations
        if not any(AT_ALL in one for one in seen):
            return False
        if not all(one.words in seen for one in shown):
            return False
        answers = await self._ledger.awaited.answers([operation.id])
        return bool(answers.get(operation.id))


def _shown(held: Held) -> Shown | None:
    """What it credits; None where the service does not say how much, or of what."""
    numbers = details(held.inner)
    if held.total is None or not numbers:
        return None
    told = text(held.inner.get("moneda"))
    moneda = code(told, "moneda") or told or "PES"
    rate = amount(held.inner.get("cotizacion")) or Decimal(1)
    words = held.comprobante if held.issued else f"{held.tipo} «{held.external_reference}»"
    return Shown(words, Amount(moneda, rate, held.total), numbers)
