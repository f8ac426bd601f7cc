"""Taking in what the service already holds: the look-up that comes before sending.

A comprobante may exist at the service though this ledger does not know it: the
answer was lost, the ledger is new, or was restored from an old backup. So
before anything is sent, what is not known of the lane is read, and what is
ours is adopted.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from planilla.comprobantes.reference import external_reference, revised
from planilla.dispatch.outcomes import Finding, is_of_data, judge
from planilla.dispatch.words import QUEUE_FAILED, QUEUE_FAILED_DATA
from planilla.errors import Unknown
from planilla.failpoints import reach
from planilla.ledger.ledger import Ledger
from planilla.ledger.model import Lease, Operation, Queue, Reason, State, account_of
from planilla.ledger.queued import IN_QUEUE
from planilla.ledger.rows import dump
from planilla.service.answers import Held, text
from planilla.service.key import Key
from planilla.service.tusfacturas import TusFacturas

DIFFERENT = (
    "El servicio ya tiene el comprobante {number} con esta referencia, pero con otro contenido "
    "(tipo, receptor, fecha o total). Compare los dos y decida."
)
FAILED_STATUS = "CON ERROR"
NO_CAE = "El servicio respondió sin CAE, como lo hace el plan de desarrollo."
TWICE = "El servicio tiene además el comprobante {number} con la misma referencia: revíselo."


class NumberingWentBack(Exception):
    """The service's next number is not above the last one that we know."""


class UnreadableNumbers(Exception):
    """Numbers of the lane are taken, and the service does not show by what."""


class Adoption:
    """Reads the unknown part of a lane and adopts what is ours."""

    def __init__(self, ledger: Ledger, settle_seconds: float, retry_seconds: float) -> None:
        self._ledger = ledger
        self._settle = settle_seconds
        self._retry = retry_seconds
        self._reading: dict[tuple[Lease, date], asyncio.Lock] = {}
        self._read: set[tuple[Lease, date]] = set()
        self._strange: set[str] = set()  # lanes in which another ledger may have issued

    async def before_sending(
        self, operation: Operation, lease: Lease, service: TusFacturas, following: int, alone: bool
    ) -> Operation:
        """Look up what could already hold this operation; returns it as it then stands.

        `following` is the service's next number of the lane; `alone` says that
        no other operation of this day waits in the scope, so that asking for its
        reference costs less than reading the day.
        """
        store, lanes = self._ledger.operations, self._ledger.lanes
        last = await asyncio.to_thread(lanes.last_number, operation.lane)
        if last is not None and following <= last:
            raise NumberingWentBack(f"{following} after {last}")
        await self._day(operation, lease, service, alone)
        if last is None and following > 1:
            self._strange.add(operation.lane)
        if last is not None and following > last + 1:
            await self._gap(operation, lease, service, last + 1, following - 1)
        tried = operation.attempts > 0 or operation.revision > 0
        if (tried or operation.lane in self._strange) and not alone:
            await self.references(operation, lease, service)
        await asyncio.to_thread(lanes.read_up_to, operation.lane, following - 1)
        return await asyncio.to_thread(store.get, operation.id)

    async def _day(
        self, operation: Operation, lease: Lease, service: TusFacturas, alone: bool
    ) -> None:
        if alone:
            await self.references(operation, lease, service)
            return
        day = lease, operation.fecha
        async with self._reading.setdefault(day, asyncio.Lock()):
            if day not in self._read:
                await self.day(lease, operation.fecha, service)
                self._read.add(day)

    async def day(self, lease: Lease, fecha: date, service: TusFacturas) -> None:
        """Take in all that is ours of a day.

        It is no use to a later run: what this ledger does not know yet is passed
        over, as a file is that was issued before the ledger was lost, or
        restored from a copy, and is then dropped again.
        """
        await self.adopt(await service.by_day(fecha), lease)

    async def _gap(
        self, operation: Operation, lease: Lease, service: TusFacturas, first: int, last: int
    ) -> None:
        """Read the numbers that somebody took since we last looked."""
        key = Key(operation.tipo, operation.punto_venta)
        deadline = time.monotonic() + self._settle
        while True:
            held = await service.by_numbers(key, first, last)
            shown = {h.number for h in held}
            if shown.issuperset(range(first, last + 1)):
                break
            if time.monotonic() >= deadline:
                # one of them may be ours, with its answer lost: nothing is sent past it
                missing = sorted(set(range(first, last + 1)) - shown)
                raise UnreadableNumbers(f"{missing[0]} a {missing[-1]}")
            await asyncio.sleep(self._retry)
        if await self._of_another_ledger(held, lease):
            self._strange.add(operation.lane)
        await self.adopt(held, lease)
        await self._unsigned(operation, held, lease)

    async def _unsigned(self, operation: Operation, found: Iterable[Held], lease: Lease) -> None:
        """What took the number of an attempt may be ours, though it names nobody."""
        current = await asyncio.to_thread(self._ledger.operations.get, operation.id)
        if current.state != State.PENDING or not current.attempts:
            return
        for held in found:
            if held.number == current.number and judge(current, held) is Finding.OTHER_CONTENT:
                await self.take_in(current, held, lease)
                return

    async def _of_another_ledger(self, held: Iterable[Held], lease: Lease) -> bool:
        """Whether something has a reference that this ledger never gave."""
        shown = {one.external_reference for one in held if one.external_reference}
        known = await asyncio.to_thread(
            self._ledger.operations.by_references, account_of(lease.scope), shown
        )
        return not shown.issubset(operation.external_reference for operation in known)

    async def references(self, operation: Operation, lease: Lease, service: TusFacturas) -> None:
        """An operation by name, whatever its day; also what it revises, and what may revise it."""
        store = self._ledger.operations
        revisions = await asyncio.to_thread(
            store.revisions, operation.account, operation.referencia
        )
        names = [r.external_reference for r in revisions if r.revision <= operation.revision]
        names.append(external_reference(operation.referencia, operation.revision + 1))
        for name in names:
            await self.adopt(await service.by_reference(name), lease)
        await self._earlier_issued(operation, lease)

    async def _earlier_issued(self, operation: Operation, lease: Lease) -> None:
        """A revision is not sent when an earlier one turns out to exist."""
        store = self._ledger.operations
        revisions = await asyncio.to_thread(
            store.revisions, operation.account, operation.referencia
        )
        current = next(r for r in revisions if r.id == operation.id)
        issued = [r for r in revisions if r.revision < operation.revision and r.state == State.DONE]
        if issued and current.state == State.PENDING:
            message = DIFFERENT.format(number=issued[-1].numero_emitido)
            await asyncio.to_thread(
                store.move,
                current,
                lease,
                State.REVIEW,
                "earlier was issued",
                errors=(message,),
                reason=Reason.CONTENT,
            )

    async def adopt(self, found: Iterable[Held], lease: Lease) -> None:
        """Match what the service showed with the ledger, by reference and content."""
        by_reference: dict[str, list[Held]] = {}
        for held in found:
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


def dated_as(operation: Operation, held: Held) -> Operation:
    """An operation on the day that the service shows for it."""
    return operation if held.fecha is None else replace(operation, fecha=held.fecha)


def as_dated(operation: Operation, held: Held) -> dict[str, Any]:
    """The columns of an operation in the queue whose date was changed, by us or elsewhere."""
    dates = {name: held.inner[name] for name in ("fecha", "vencimiento") if name in held.inner}
    comprobante = {**operation.body["comprobante"], **dates}
    body = {**operation.body, "comprobante": comprobante}
    return {"fecha": held.fecha, "body": dump(body)}


def refuse_unfinished(held: Held) -> None:
    """What has no number and is not in the queue is still being worked on: `Unknown`."""
    if not held.number and not held.in_queue:
        raise Unknown("the service shows our comprobante without its number")


def as_shown(operation: Operation, held: Held) -> dict[str, Any]:
    """The columns of a done operation, whether it was issued or is in the queue."""
    if not held.in_queue:
        queued = operation.queue is not Queue.NONE
        return as_issued(held) | {"queue": Queue.ISSUED if queued else Queue.NONE}
    failed = FAILED_STATUS in held.status
    reason = text(held.inner.get("afip_observaciones")) or held.status
    told = QUEUE_FAILED_DATA if is_of_data([reason]) else QUEUE_FAILED
    errors = (told.format(reason=f"{reason.rstrip('.')}."),) if failed else ()
    return {
        "queue": Queue.FAILED if failed else Queue.WAITING,
        "reason": Reason.NONE,
        "errors": errors,
        "refusal": None,
        "ended_at": None,
    }


def as_evidence(held: Held) -> str:
    """What a person has to compare, and what is taken over if it is ours after all."""
    return dump(
        {
            "comprobante": f"{held.tipo} {held.punto_venta or 0:05d}-{held.number or 0:08d}",
            "fecha": held.fecha.isoformat() if held.fecha else None,
            "documento_nro": held.documento_nro,
            "total": held.total,
            "number": held.number,
            "cae": held.cae,
            "vencimiento_cae": held.vencimiento_cae.isoformat() if held.vencimiento_cae else None,
            "pdf_url": held.pdf_url,
        }
    )


def as_issued(held: Held) -> dict[str, object]:
    """The columns of a done operation, from what the service shows of it."""
    refuse_unfinished(held)
    observations = () if held.cae else (NO_CAE,)
    return {
        "number": held.number,
        "cae": held.cae,
        "vencimiento_cae": held.vencimiento_cae,
        "pdf_url": held.pdf_url,
        "afip_qr": held.afip_qr,
        "errors": (),
        "observations": observations,
        "refusal": None,
        "reason": Reason.NONE,
        "ended_at": None,
    }
