"""Taking in what the service already holds: the look-up that comes before sending.

A comprobante may exist at the service though this ledger does not know it: the
answer was lost, the ledger is new, or was restored from an old backup. So
before anything is sent, what is not known of the lane is read, and what is
ours is adopted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date

from planilla.dispatch.lookup.match_ledger import DIFFERENT, Taking
from planilla.dispatch.lookup.proved_absent import Proof
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.lookup.same_reference import names_of
from planilla.dispatch.outcome_table import Finding, judge
from planilla.ledger.credit_notes import is_annulled
from planilla.ledger.ledger import Ledger
from planilla.model.comprobante_key import Key
from planilla.model.external_reference import external_reference
from planilla.model.operation import ANOTHER, Lane, Lease, Operation, Reason, State, account_of
from planilla.reading.derived_referencias import is_derived
from planilla.service.answers import Held
from planilla.service.tusfacturas import TusFacturas


class Adoption(Taking):
    """Reads the unknown part of a lane and adopts what is ours."""

    def __init__(
        self,
        ledger: Ledger,
        settle_seconds: float,
        retry_seconds: float,
        company: SameCompany | None = None,
    ) -> None:
        super().__init__(ledger, company)
        self.settle, self.retry = settle_seconds, retry_seconds
        self.proof = Proof(ledger, settle_seconds, retry_seconds)
        self._reading: dict[tuple[Lease, date], asyncio.Lock] = {}
        # how many lanes have been proved: what was read before one is no use to it
        self._proofs = 0
        self._read: dict[tuple[Lease, date], int] = {}
        self._shows: set[tuple[Lease, date, Lane]] = set()  # days that prove a lane themselves
        self._proved: dict[Lane, int] = {}  # lanes: how many were before, or 0 where none need be
        self._strange: set[Lane] = set()  # lanes in which another ledger may have issued

    async def before_sending(
        self, operation: Operation, lease: Lease, service: TusFacturas, following: int, alone: bool
    ) -> Operation:
        """Look up what could already hold this operation; returns it as it then stands.

        `following` is the lane's next number; `alone` says that no other operation
        of this day waits in the scope, so that asking for its reference costs less
        than reading the day. Raises `Unproved` where what is below is not shown.
        """
        await self.prove(operation, lease, service, following)
        if not alone or self._retold(operation):
            await self._day(operation, lease, service)
        tried = operation.attempts > 0 or operation.revision > 0
        unread = alone or operation.lane in self._strange
        if tried or unread:
            await self.references(operation, lease, service, lost=unread)
        await self.strangers.hold(operation, lease)
        await self.credited.hold(operation, lease)
        await self._ledger.awaited.read_up_to(operation.lane, following - 1, lease)
        return await self._ledger.awaited.current(operation)

    def _retold(self, operation: Operation) -> bool:
        """Whether another ledger may have issued it by another text: only the day shows that."""
        whole = self._ledger.history.whole_for(operation.fecha)
        unshared = whole and operation.lane not in self._strange
        return is_derived(operation.referencia, operation.content) and not unshared

    async def prove(
        self, operation: Operation, lease: Lease, service: TusFacturas, following: int
    ) -> None:
        """Read what is below the lane's next number, as far as this ledger does not know it.

        Afterwards what searches leave out of this lane is absent. Raises `Unproved`.
        """
        below, lane = following - 1, operation.lane
        last = await self._ledger.awaited.last_number(lane, lease)
        known = last is not None and last >= below
        if below == 0 or (known and await self._is_proved(operation, below)):
            self._proved.setdefault(lane, 0)
            return
        if last is None:
            self._strange.add(lane)
        first = below if last is None else min(last + 1, below)
        found = await self._gap(operation, lease, service, first, below)
        shown = next(held for held in found if held.issued and held.number == below)
        await self.proof.name(lane, shown, service)
        if shown.fecha is not None:
            day = shown.fecha
            await self.proof.day(shown, lambda: self._read_day(lease, day, service))
            self._shows.add((lease, day, lane))
        self._proofs += 1
        self._proved[lane] = self._proofs

    async def _is_proved(self, operation: Operation, below: int) -> bool:
        """In this run, or since this ledger itself has sent what is below."""
        return operation.lane in self._proved or await self.proof.sent(operation, below)

    async def _day(self, operation: Operation, lease: Lease, service: TusFacturas) -> None:
        """Each day once a lease, and again where that was before a lane was proved.

        Whoever comes meanwhile waits, or would adopt the same.
        """
        day = lease, operation.fecha
        async with self._reading.setdefault(day, asyncio.Lock()):
            since = self._proved.get(operation.lane, 0)
            enough = (*day, operation.lane) in self._shows or self._read.get(day, -1) >= since
            if not enough:
                await self._read_day(lease, operation.fecha, service)

    async def _read_day(self, lease: Lease, fecha: date, service: TusFacturas) -> Sequence[Held]:
        begun = self._proofs
        found = await self.day(lease, fecha, service)
        self._read[lease, fecha] = begun
        return found

    async def day(self, lease: Lease, fecha: date, service: TusFacturas) -> Sequence[Held]:
        """Take in all that is ours of a day; returns all that it shows.

        It is no use to a later run: what this ledger does not know yet is passed
        over, as a file is that was issued before the ledger was lost, or
        restored from a copy, and is then dropped again.
        """
        found = await service.by_day(fecha)
        await self.adopt(found, lease)
        return found

    async def _gap(
        self, operation: Operation, lease: Lease, service: TusFacturas, first: int, last: int
    ) -> Sequence[Held]:
        """Read the numbers that somebody took since we last looked."""
        key = Key(operation.tipo, operation.punto_venta)
        held = await self.proof.until(lambda: service.by_numbers(key, first, last), first, last)
        if await self._of_another_ledger(held, lease):
            self._strange.add(operation.lane)
        await self.adopt(held, lease)
        await self._unsigned(operation, held, lease)
        return held

    async def _unsigned(self, operation: Operation, found: Iterable[Held], lease: Lease) -> None:
        """What took the number of an attempt may be ours, though it names nobody."""
        current = await self._ledger.awaited.get(operation.id)
        if current.state != State.PENDING or not current.attempts:
            return
        for held in found:
            if (
                held.issued
                and held.number == current.number
                and judge(current, held) is Finding.OTHER_CONTENT
            ):
                await self.take_in(current, [held], lease)
                return

    async def _of_another_ledger(self, held: Iterable[Held], lease: Lease) -> bool:
        """Whether something has a reference that this ledger never gave."""
        shown = {one.external_reference for one in held if one.external_reference}
        known = await self._ledger.awaited.by_references(account_of(lease.scope), shown)
        return not shown <= names_of(known)

    async def references(
        self, operation: Operation, lease: Lease, service: TusFacturas, *, lost: bool = True
    ) -> None:
        """An operation by name, whatever its day; also what it revises.

        With `lost` also what a ledger that was lost may have revised it by, or an earlier
        version of the reading have called it: the day shows that, where it has been read.
        """
        store = self._ledger.awaited
        revisions = await store.revisions(operation.account, operation.referencia)
        names = [r.external_reference for r in revisions if r.revision <= operation.revision]
        if lost:
            names.append(external_reference(operation.referencia, operation.revision + 1))
            names += [operation.former] if operation.former else []
        for name in names:
            await self.adopt(await service.by_reference(name), lease)
        await self._earlier_issued(operation, lease)

    async def _earlier_issued(self, operation: Operation, lease: Lease) -> None:
        """A revision is not sent when an earlier one turns out to exist, and is not annulled.

        But for one of which a person has said that it is asked for besides.
        """
        store = self._ledger.awaited
        revisions = await store.revisions(operation.account, operation.referencia)
        current = next(r for r in revisions if r.id == operation.id)
        issued = [r for r in revisions if r.revision < operation.revision and _is_there(r)]
        issued = [one for one in issued if not await self._annulled(one)]
        if issued and current.state == State.PENDING and not await self._besides(current):
            number = issued[-1].numero_emitido or issued[-1].evidence.get("comprobante")
            message = DIFFERENT.format(number=number)
            await store.move(
                current,
                lease,
                State.REVIEW,
                "earlier was issued",
                errors=(message,),
                reason=Reason.CONTENT,
            )

    async def _annulled(self, operation: Operation) -> bool:
        """Whether notes that were issued credit all of it."""
        if operation.state is not State.DONE or not operation.number:
            return False
        notes = await asyncio.to_thread(self._ledger.notes_naming, operation)
        return is_annulled(operation, notes)

    async def _besides(self, operation: Operation) -> bool:
        """Whether a person saw what was issued before, and said that this is another."""
        answers = await self._ledger.awaited.answers([operation.id])
        asked = answers.get(operation.id, ())
        return any((one.reason, one.answer) == (Reason.READING, ANOTHER) for one in asked)


def _is_there(operation: Operation) -> bool:
    """Whether the service has something of its name; a person may still have to say what."""
    if operation.state is State.REVIEW and operation.reason is Reason.CONTENT:
        return bool(operation.evidence.get("number"))
    return operation.state is State.DONE
