"""Matching what the service shows with the ledger: by reference, and by content."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from planilla.comprobantes.reference import revised
from planilla.dispatch.outcomes import Finding, judge
from planilla.dispatch.same_company import SameCompany
from planilla.dispatch.shown import as_dated, as_evidence, as_shown, dated_as
from planilla.dispatch.sight import Sight
from planilla.failpoints import reach
from planilla.ledger.ledger import Ledger
from planilla.ledger.model import Lease, Operation, Queue, Reason, State, account_of
from planilla.ledger.queued import IN_QUEUE
from planilla.service.answers import Held
from planilla.service.troubles import folded

DIFFERENT = (
    "El servicio ya tiene el comprobante {number} con esta referencia, pero con otro contenido "
    "(tipo, receptor, fecha o total). Compare los dos y decida."
)
SAME_CAE = (
    "El servicio muestra el comprobante {number} con esta referencia y el CAE {cae}, que es el de "
    "{other}: uno de los dos está mal. Compare los dos y decida."
)
TWICE = "El servicio tiene además el comprobante {number} con la misma referencia: revíselo."


class Taking:
    """Makes operations what the service shows them to be, each move under the lease."""

    def __init__(self, ledger: Ledger, company: SameCompany | None = None) -> None:
        self._ledger = ledger
        self._company = company
        self.sight = Sight(ledger)
        self._highest: dict[tuple[str, int, str], int] = {}

    def highest(self, operation: Operation) -> int:
        """The highest number that was shown of an operation's lane in this run; 0 before any."""
        tipo = folded(operation.tipo)
        return self._highest.get((operation.account, operation.punto_venta, tipo), 0)

    def _see(self, scope: str, held: Held) -> None:
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

        Raises `Misconfigured` when what it shows is another company's.
        """
        by_reference: dict[str, list[Held]] = {}
        for held in found:
            self._see(lease.scope, held)
            if held.external_reference:
                by_reference.setdefault(held.external_reference, []).append(held)
        store = self._ledger.operations
        known = await asyncio.to_thread(
            store.by_references, account_of(lease.scope), list(by_reference)
        )
        for operation in known:
            # what is in doubt is settled in its own turn, which may be under way beside this one
            in_doubt = operation.state in {State.SENDING, State.UNKNOWN}
            if operation.scope == lease.scope and not in_doubt:
                for held in by_reference[operation.external_reference]:
                    operation = await self.take_in(operation, held, lease)  # noqa: PLW2901
        strange = set(by_reference) - {operation.external_reference for operation in known}
        for reference in sorted(filter(revised, strange)):
            for held in by_reference[reference]:
                await self._take_lost_revision(held, lease)

    async def _take_lost_revision(self, held: Held, lease: Lease) -> None:
        """What a ledger that was lost had issued once the row was mended, under its own name.

        A row that this ledger saw rejected is left alone: mended again, it gets that name.
        """
        store, account = self._ledger.operations, account_of(lease.scope)
        first = await asyncio.to_thread(
            store.by_references, account, [revised(held.external_reference)]
        )
        if not first:
            return
        latest = await asyncio.to_thread(store.latest, account, first[0].referencia)
        if latest is None or latest.scope != lease.scope:
            return
        renamed = replace(latest, external_reference=held.external_reference)
        told = latest.state in {State.PENDING, State.DONE}
        mended = latest.state == State.REJECTED and judge(renamed, held) is Finding.OURS
        if told or mended:
            await self.take_in(renamed, held, lease)

    async def take_in(self, operation: Operation, held: Held, lease: Lease) -> Operation:
        """Make one operation what the service shows it to be."""
        store = self._ledger.operations
        if operation.state != State.DONE or operation.queue in IN_QUEUE:
            owner = await asyncio.to_thread(store.owner_of, held.cae, operation.id)
            if owner is not None:
                return await self._of_another(operation, held, owner, lease)
        if operation.queue in IN_QUEUE and judge(dated_as(operation, held), held) is Finding.OURS:
            return await self._in_queue(operation, held, lease)
        if operation.state == State.DONE:
            return await self._second(operation, held, lease)
        if judge(operation, held) is Finding.OURS:
            reach("before-adoption")
            changes = as_shown(operation, held) | {"external_reference": held.external_reference}
            return await asyncio.to_thread(
                lambda: store.move(operation, lease, State.DONE, "adopted", repr(held), **changes)
            )
        message = DIFFERENT.format(number=held.number)
        return await asyncio.to_thread(
            store.move,
            operation,
            lease,
            State.REVIEW,
            "other content under our reference",
            repr(held),
            errors=(message,),
            reason=Reason.CONTENT,
            evidence=as_evidence(held),
        )

    async def _of_another(
        self, operation: Operation, held: Held, owner: Operation, lease: Lease
    ) -> Operation:
        """It has our reference, and a CAE that another operation has: one of them is wrong."""
        message = SAME_CAE.format(number=held.number, cae=held.cae, other=owner.comprobante)
        queue = Queue.WANTED if operation.queue in IN_QUEUE else operation.queue
        return await asyncio.to_thread(
            lambda: self._ledger.operations.move(
                operation,
                lease,
                State.REVIEW,
                "shown with another's CAE",
                repr(held),
                errors=(message,),
                reason=Reason.CONTENT,
                queue=queue,
                evidence=as_evidence(held),
            )
        )

    async def _in_queue(self, operation: Operation, held: Held, lease: Lease) -> Operation:
        """What the queue did with it meanwhile, if anything; its date may have been changed."""
        changes = as_shown(operation, held)
        moved = held.fecha != operation.fecha
        if not moved and (changes["queue"], changes["errors"]) == (
            operation.queue,
            operation.errors,
        ):
            return operation
        if moved:
            changes |= as_dated(operation, held)
        store = self._ledger.operations
        if changes["queue"] is Queue.ISSUED:
            changes["done_in_run"] = store.run
        return await asyncio.to_thread(
            lambda: store.move(
                operation, lease, State.DONE, f"queue: {changes['queue']}", repr(held), **changes
            )
        )

    async def _second(self, operation: Operation, held: Held, lease: Lease) -> Operation:
        same = held.number == operation.number and held.tipo == operation.tipo.upper()
        message = TWICE.format(number=held.number)
        if same or message in operation.observations:
            return operation
        return await asyncio.to_thread(
            self._ledger.operations.move,
            operation,
            lease,
            State.DONE,
            "a second one with our reference",
            repr(held),
            observations=(*operation.observations, message),
        )
