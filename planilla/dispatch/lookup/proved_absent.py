"""When what the service does not show is absent: it must show the number just below the next.

A search may lag behind the numbering, and each way of asking may have an index of its own
(by number, by reference, by day): an empty answer of one that lags says nothing. What shows
the last number given away shows everything before it, and so what it leaves out is not
there. A lane without any comprobante has nothing to show. What is not shown within `settle`
seconds proves nothing in this run: nothing is sent, and nothing is said to be rejected.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence, Set

from planilla.ledger.ledger import Ledger
from planilla.model.comprobante_key import Key
from planilla.model.operation import Lane, Operation
from planilla.service.answers import Held
from planilla.service.refusal_texts import folded
from planilla.service.tusfacturas import TusFacturas

Ask = Callable[[], Awaitable[Sequence[Held]]]


class Unproved(Exception):
    """Numbers of a lane are taken, and the service does not show, or not everywhere, by what."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(f"{first} a {last}")


class Proof:
    """What one run has seen proved, and how it is proved: `settle` and `retry` are seconds."""

    def __init__(self, ledger: Ledger, settle: float, retry: float) -> None:
        self._ledger = ledger
        self._settle = settle
        self._retry = retry
        self._named: dict[Lane, int] = {}  # lane: the highest number that its name has shown

    async def until(self, ask: Ask, first: int, last: int) -> Sequence[Held]:
        """Ask until all these numbers are shown; raises `Unproved`, and `ServiceError` kinds."""
        deadline = time.monotonic() + self._settle
        while True:
            found = await ask()
            shown = issued(found)
            if shown.issuperset(range(first, last + 1)):
                return found
            if time.monotonic() >= deadline:
                # one of them may be ours, with its answer lost: nothing is sent past it
                raise Unproved(*_missing(first, last, shown))
            await asyncio.sleep(self._retry)

    async def name(self, lane: Lane, below: Held, service: TusFacturas) -> None:
        """Wait until a search by reference shows it; one without reference is shown by none."""
        number, name = below.number or 0, below.external_reference
        if name and self._named.get(lane, 0) < number:
            await self.until(lambda: _of(below, service.by_reference(name)), number, number)
            self._named[lane] = number

    async def day(self, below: Held, ask: Ask) -> None:
        """Wait until a search by its day, which `ask` makes, shows it."""
        number = below.number or 0
        await self.until(lambda: _of(below, ask()), number, number)

    async def of_attempt(
        self, operation: Operation, service: TusFacturas, last: int
    ) -> tuple[bool, Sequence[Held]]:
        """Whether searches show the number below an attempt's; and what they show under its own.

        `last` is the highest number of the lane that is known to be given away: what is not
        above it exists, whatever searches show. Asked once: whoever settles it looks again.
        """
        number = operation.number or 0
        # those of its lot that are before it need not be there: numbers have no gaps, so that
        # the last one that is shown, with nothing behind it, proves as much
        first = max(operation.lot.start - 1, last) if operation.lot else number - 1
        key = Key(operation.tipo, operation.punto_venta)
        found = await service.by_numbers(key, max(first, 1), number)
        shown = {held.number: held for held in found if held.issued and held.number}
        own = [held for held in found if held.issued and held.number == number]
        below = [shown[n] for n in range(first, number) if n in shown]
        if last >= number:
            return bool(own), own
        if first > 0 and not below:
            return await self._at_arca_alone(operation, first), own
        return not below or await self._named_too(operation.lane, below[-1], service), own

    async def _named_too(self, lane: Lane, below: Held, service: TusFacturas) -> bool:
        number, name = below.number or 0, below.external_reference
        if not name or self._named.get(lane, 0) >= number:
            return True
        if number not in issued(await service.by_reference(name)):
            return False
        self._named[lane] = number
        return True

    async def _at_arca_alone(self, operation: Operation, number: int) -> bool:
        """What a person found at ARCA is ours, and no search will ever show it."""
        known = await self._numbered(operation, number)
        return any(one.evidence.get("at_arca") for one in known)

    async def sent(self, operation: Operation, number: int) -> bool:
        """Whether this ledger itself has sent what has this number of an operation's lane.

        Before it did, the lane was proved; what a look-up took in proves only that look-up.
        """
        return any(one.attempts for one in await self._numbered(operation, number))

    async def _numbered(self, operation: Operation, number: int) -> Sequence[Operation]:
        lane = operation.tipo, operation.punto_venta
        store = self._ledger.awaited
        return await store.numbered(operation.account, lane, number)


def issued(found: Iterable[Held]) -> set[int]:
    """The numbers of what is issued."""
    return {held.number for held in found if held.issued and held.number}


def _missing(first: int, last: int, shown: Set[int]) -> tuple[int, int]:
    """The first and the last that are not shown; millions may be between, if it is said so."""
    low = next(n for n in range(first, last + 1) if n not in shown)
    high = next(n for n in range(last, first - 1, -1) if n not in shown)
    return low, high


async def _of(below: Held, asked: Awaitable[Sequence[Held]]) -> Sequence[Held]:
    """What an answer shows of the same tipo: each has numbers of its own."""
    return [held for held in await asked if folded(held.tipo) == folded(below.tipo)]
