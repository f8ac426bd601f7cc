"""Matching what the service shows with the ledger: by reference, and by content."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from planilla.common.failpoints import reach
from planilla.dispatch.lookup.absent_or_unseen import Sight
from planilla.dispatch.lookup.credited_elsewhere import CreditedElsewhere
from planilla.dispatch.lookup.doubles import Doubles
from planilla.dispatch.lookup.issued_elsewhere import Strangers
from planilla.dispatch.lookup.replaced_meanwhile import hold_what_replaces
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.lookup.same_reference import Meaning, meaning, names_of, together
from planilla.dispatch.lookup.shown_state import as_dated, as_evidence, as_shown
from planilla.dispatch.messages import QUEUE_DIFFERS
from planilla.dispatch.outcome_table import Finding
from planilla.ledger.changes import Changes
from planilla.ledger.ledger import Ledger
from planilla.ledger.rows import dump
from planilla.model.external_reference import revised
from planilla.model.operation import (
    IN_QUEUE,
    Lease,
    Operation,
    Queue,
    Reason,
    Scope,
    State,
    account_of,
)
from planilla.service.answers import Held, Stand
from planilla.service.refusal_texts import folded

DIFFERENT = (
    "El servicio ya tiene el comprobante {number} con esta referencia, pero con otro contenido "
    "(tipo, receptor, fecha o total). Compare los dos y decida."
)
SAME_CAE = (
    "El servicio muestra el comprobante {number} con esta referencia y el CAE {cae}, que es el de "
    "{other}: uno de los dos está mal. Compare los dos y decida."
)


class Taking:
    """Makes operations what the service shows them to be, each move under the lease."""

    def __init__(self, ledger: Ledger, company: SameCompany | None = None) -> None:
        self._ledger = ledger
        self._company = company
        self.sight = Sight(ledger)
        self.strangers = Strangers(ledger)
        self.credited = CreditedElsewhere(ledger)
        self._doubles = Doubles(ledger)
        self._highest: dict[tuple[str, int, str], int] = {}
        self._adopting: defaultdict[Scope, asyncio.Lock] = defaultdict(asyncio.Lock)

    def highest(self, operation: Operation) -> int:
        """The highest number that was shown of an operation's lane in this run; 0 before any."""
        tipo = folded(operation.tipo)
        return self._highest.get((operation.account, operation.punto_venta, tipo), 0)

    def _see(self, scope: Scope, held: Held) -> None:
        """What a comprobante tells of its lane, and of whose the credentials are."""
        account = account_of(scope)
        self.sight.see(scope, held)
        if self._company is not None:
            self._company.shown(account, held)
        if held.number and held.punto_venta and not held.in_queue:
            lane = account, held.punto_venta, folded(held.tipo)
            self._highest[lane] = max(self._highest.get(lane, 0), held.number)

    async def adopt(self, found: Iterable[Held], lease: Lease) -> None:
        """Match what the service showed with the ledger, by reference and content.

        One answer of a scope after the other: two may show the same. Raises
        `Misconfigured` when what it shows is another company's.
        """
        async with self._adopting[lease.scope]:
            await self._adopt(found, lease)

    async def _adopt(self, found: Iterable[Held], lease: Lease) -> None:
        shown = list(found)
        for held in shown:
            self._see(lease.scope, held)
        by_reference = together(shown)
        store = self._ledger.awaited
        known = await store.by_references(account_of(lease.scope), list(by_reference))
        for operation in known:
            # what is in doubt is settled in its own turn, which may be under way beside this one
            in_doubt = operation.state in {State.SENDING, State.UNKNOWN}
            if operation.scope == lease.scope and not in_doubt:
                named = _as_shown_by(by_reference, operation)
                shown_so = by_reference[named.external_reference]
                await self.take_in(await self._heir(named, shown_so), shown_so, lease)
        self.credited.see(lease.scope, shown)
        strange = set(by_reference) - names_of(known)
        self.strangers.see(lease.scope, (h for name in strange for h in by_reference[name]))
        for reference in sorted(filter(revised, strange)):
            await self._take_lost_revision(by_reference[reference], lease)

    async def _heir(self, operation: Operation, shown: Sequence[Held]) -> Operation:
        """The revision that is to be sent, where it is what is shown under this one's name.

        Another ledger has issued the mended row, to which it was the first.
        """
        if operation.state not in {State.REJECTED, State.REVIEW}:
            return operation
        latest = await self._ledger.awaited.latest(operation.account, operation.referencia)
        if latest is None or latest.id == operation.id or latest.state is not State.PENDING:
            return operation
        renamed = replace(latest, external_reference=operation.external_reference)
        own = meaning(operation, shown).finding is Finding.OURS
        ours = meaning(renamed, shown).finding is Finding.OURS
        return renamed if ours and not own else operation

    async def _take_lost_revision(self, shown: Sequence[Held], lease: Lease) -> None:
        """What a ledger that was lost had issued once the row was mended, under its own name.

        A row that this ledger saw rejected is left alone: mended again, it gets that name.
        """
        store, account = self._ledger.awaited, account_of(lease.scope)
        name = shown[0].external_reference
        first = await store.by_references(account, [revised(name)])
        if not first:
            return
        latest = await store.latest(account, first[0].referencia)
        if latest is None or latest.scope != lease.scope:
            return
        renamed = replace(latest, external_reference=name)
        told = latest.state in {State.PENDING, State.DONE}
        ours = meaning(renamed, shown).finding is Finding.OURS
        if told or (latest.state == State.REJECTED and ours):
            await self.take_in(renamed, shown, lease)

    async def take_in(self, operation: Operation, shown: Sequence[Held], lease: Lease) -> Operation:
        """Make one operation what the service shows it to be, by all that has its reference."""
        found = meaning(operation, shown)
        moved = await self._become(operation, found, lease)
        return await self._doubles.tell(operation, moved, found, lease)

    async def _become(self, operation: Operation, found: Meaning, lease: Lease) -> Operation:
        held, store = found.held, self._ledger.awaited
        if operation.state != State.DONE or operation.queue in IN_QUEUE:
            owner = await store.owner_of(held.cae, operation.id)
            if owner is not None:
                return await self._of_another(operation, held, owner, lease)
        if operation.queue in IN_QUEUE:
            return await self._in_queue(operation, found, lease)
        if operation.state is State.DONE or operation.reason is Reason.DUPLICATE:
            return operation
        if found.finding is Finding.OURS:
            await hold_what_replaces(store, operation, held, lease)
            reach("before-adoption")
            changes = await self._columns(operation, held)
            changes |= {"external_reference": held.external_reference}
            return await self._concluded(operation, held, lease, "adopted", changes)
        return await self._different(operation, held, lease)

    async def _of_another(
        self, operation: Operation, held: Held, owner: Operation, lease: Lease
    ) -> Operation:
        """It has our reference, and a CAE that another operation has: one of them is wrong."""
        message = SAME_CAE.format(number=held.number, cae=held.cae, other=owner.comprobante)
        return await self._compared(operation, held, lease, "shown with another's CAE", message)

    async def _different(self, operation: Operation, held: Held, lease: Lease) -> Operation:
        message = DIFFERENT.format(number=held.number or f"«{held.status}»")
        event = "other content under our reference"
        return await self._compared(operation, held, lease, event, message)

    async def _compared(
        self, operation: Operation, held: Held, lease: Lease, event: str, message: str
    ) -> Operation:
        """A person compares both; what has left the queue is not of it any more."""
        return await self._ledger.awaited.move(
            operation,
            lease,
            State.REVIEW,
            event,
            repr(held),
            errors=(message,),
            reason=Reason.CONTENT,
            queue=Queue.WANTED if operation.queue in IN_QUEUE else operation.queue,
            evidence=as_evidence(held),
        )

    async def _in_queue(self, operation: Operation, found: Meaning, lease: Lease) -> Operation:
        """What the queue did with it meanwhile, if anything; its date may have been changed."""
        held, store = found.held, self._ledger.awaited
        if held.stand is Stand.UNCLEAR:
            return operation
        if found.finding is not Finding.OURS:
            if held.issued:
                return await self._different(operation, held, lease)
            return await self._differs(operation, held, lease)
        changes = await self._columns(operation, held)
        dated = held.fecha != operation.fecha
        doubled = operation.reason is Reason.DUPLICATE and found.waits_too
        now = operation.errors, State.DONE if doubled else operation.state
        errors = operation.errors if doubled else changes["errors"]
        if not dated and (changes["queue"], errors, State.DONE) == (operation.queue, *now):
            return operation
        if dated:
            changes |= as_dated(operation, held)
        if changes["queue"] is Queue.ISSUED:
            changes["done_in_run"] = store.run
        event = f"queue: {changes['queue']}"
        return await self._concluded(operation, held, lease, event, changes)

    async def _concluded(
        self, operation: Operation, held: Held, lease: Lease, event: str, changes: Changes
    ) -> Operation:
        """Done, unless an answer to another one has brought its CAE in this moment."""
        moved, owner = await self._ledger.awaited.conclude(
            operation, lease, event, repr(held), **changes
        )
        if owner is not None:
            return await self._of_another(operation, held, owner, lease)
        return moved or operation

    async def _differs(self, operation: Operation, held: Held, lease: Lease) -> Operation:
        """It waits, changed from elsewhere: told once, since a person may let it be."""
        if QUEUE_DIFFERS in operation.observations:
            return operation
        return await self._ledger.awaited.move(
            operation,
            lease,
            State.REVIEW,
            "other content in the queue",
            repr(held),
            errors=(QUEUE_DIFFERS,),
            observations=(*operation.observations, QUEUE_DIFFERS),
            reason=Reason.QUEUE,
        )

    async def _columns(self, operation: Operation, held: Held) -> Changes:
        """What it becomes; of a failure also why, as long as it has failed."""
        seen: Mapping[str, Any] = {k: v for k, v in operation.evidence.items() if k != "why"}
        if held.stand is not Stand.FAILED:
            return as_shown(operation, held) | {"evidence": dump(seen) if seen else ""}
        told = await self._ledger.awaited.why(operation)
        why = told or tuple(operation.evidence.get("why", ()))
        kept = {**seen, "why": list(why)} if why else seen
        return as_shown(operation, held, why) | {"evidence": dump(kept) if kept else ""}


def _as_shown_by(by_reference: Mapping[str, Sequence[Held]], operation: Operation) -> Operation:
    """An operation under the reference that is shown: its own, or an earlier reading's."""
    if operation.external_reference in by_reference:
        return operation
    return replace(operation, external_reference=operation.former)
