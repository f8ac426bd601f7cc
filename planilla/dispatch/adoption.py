"""Taking in what the service already holds: the look-up that comes before sending.

A comprobante may exist at the service though this ledger does not know it: the
answer was lost, the ledger is new, or was restored from an old backup. So
before anything is sent, what is not known of the lane is read, and what is
ours is adopted.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Set
from datetime import date

from planilla.comprobantes.reference import external_reference
from planilla.dispatch.outcomes import Finding, judge
from planilla.dispatch.same_company import SameCompany
from planilla.dispatch.taking import DIFFERENT, Taking
from planilla.ledger.ledger import Ledger
from planilla.ledger.model import Lease, Operation, Reason, State, account_of
from planilla.service.answers import Held
from planilla.service.key import Key
from planilla.service.tusfacturas import TusFacturas


class UnreadableNumbers(Exception):
    """Numbers of the lane are taken, and the service does not show by what."""


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
        self._settle = settle_seconds
        self._retry = retry_seconds
        self._reading: dict[tuple[Lease, date], asyncio.Lock] = {}
        self._read: set[tuple[Lease, date]] = set()
        self._strange: set[str] = set()  # lanes in which another ledger may have issued

    async def before_sending(
        self, operation: Operation, lease: Lease, service: TusFacturas, following: int, alone: bool
    ) -> Operation:
        """Look up what could already hold this operation; returns it as it then stands.

        `following` is the lane's next number; `alone` says that no other operation
        of this day waits in the scope, so that asking for its reference costs less
        than reading the day. Raises `UnreadableNumbers` where a number below is not shown.
        """
        store, lanes = self._ledger.operations, self._ledger.lanes
        last = await asyncio.to_thread(lanes.last_number, operation.lane)
        if not alone:
            await self._day(operation, lease, service)
        if last is None and following > 1:
            self._strange.add(operation.lane)
            # searches that do not even show the last one say nothing of what is absent
            await self._gap(operation, lease, service, following - 1, following - 1)
        if last is not None and following > last + 1:
            await self._gap(operation, lease, service, last + 1, following - 1)
        tried = operation.attempts > 0 or operation.revision > 0
        unread = alone or operation.lane in self._strange
        if tried or unread:
            await self.references(operation, lease, service, lost=unread)
        await asyncio.to_thread(lanes.read_up_to, operation.lane, following - 1)
        return await asyncio.to_thread(store.get, operation.id)

    async def _day(self, operation: Operation, lease: Lease, service: TusFacturas) -> None:
        """Each day once a lease; whoever comes meanwhile waits, or would adopt the same."""
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
            shown = {h.number for h in held if h.issued}
            if shown.issuperset(range(first, last + 1)):
                break
            if time.monotonic() >= deadline:
                # one of them may be ours, with its answer lost: nothing is sent past it
                raise UnreadableNumbers(_missing(first, last, shown))
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
        known = await asyncio.to_thread(
            self._ledger.operations.by_references, account_of(lease.scope), shown
        )
        return not shown.issubset(operation.external_reference for operation in known)

    async def references(
        self, operation: Operation, lease: Lease, service: TusFacturas, *, lost: bool = True
    ) -> None:
        """An operation by name, whatever its day; also what it revises.

        With `lost` also what a ledger that was lost may have revised it by: the day
        shows that, where it has been read.
        """
        store = self._ledger.operations
        revisions = await asyncio.to_thread(
            store.revisions, operation.account, operation.referencia
        )
        names = [r.external_reference for r in revisions if r.revision <= operation.revision]
        if lost:
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


def _missing(first: int, last: int, shown: Set[int | None]) -> str:
    """The first and the last that are not shown; millions may be between, if it is said so."""
    low = next(n for n in range(first, last + 1) if n not in shown)
    high = next(n for n in range(last, first - 1, -1) if n not in shown)
    return f"{low} a {high}"
