"""The number that a lane's next comprobante is sent with.

`numeracion` may count against the plan, and tells the next number or the last
one issued: the documents say both (api.md 2). So it is asked once a lane and run,
`consulta` of that number, which is free, tells which it is, and from there on our
own successes are counted. It is asked again only after trouble.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from planilla.common.errors import Refused
from planilla.ledger.awaited import Awaited
from planilla.model.comprobante_key import Key
from planilla.model.operation import Lane, Lease
from planilla.service.answers import Held
from planilla.service.refusal_texts import Reach, trouble_of
from planilla.service.tusfacturas import TusFacturas

MOST_TAKEN = 4  # times in a run that a number of a lane may turn out to be somebody else's
MOST_BACK = 3  # times that a numbering which went back is asked, spread over `settle`


class NumberingWentBack(Exception):
    """The service's numbering is below the last number that we know."""


class NumbersTaken(Exception):
    """The lane's numbers were taken by others, time and again."""


class Numbering:
    """What one run knows of each lane's next number.

    `settle` and `retry` are seconds; `shown` is called with an account and what
    `consulta` showed under the number.
    """

    def __init__(
        self,
        ledger: Awaited,
        settle: float,
        retry: float,
        shown: Callable[[str, Held], None] = lambda _, __: None,
    ) -> None:
        self._ledger = ledger
        self._settle = settle
        self._retry = retry
        self._shown = shown
        self._next: dict[Lane, int] = {}
        self._refused: dict[Lane, Refused] = {}
        self._fresh: set[Lane] = set()  # lanes asked about since something was sent there
        self._tells_last: set[str] = set()  # accounts whose numbering has told a last number
        self._taken: Counter[Lane] = Counter()
        self._back: Counter[Lane] = Counter()

    async def next(
        self, lane: Lane, lease: Lease, account: str, key: Key, service: TusFacturas
    ) -> int:
        """The lane's next number, as far as anything tells.

        Raises `ServiceError` kinds (a refusal once a lane and run is kept),
        `NumberingWentBack` and `NumbersTaken`.
        """
        if lane in self._refused:
            raise self._refused[lane]
        if self._taken[lane] >= MOST_TAKEN:
            raise NumbersTaken
        last = await self._ledger.last_number(lane, lease)
        if lane not in self._next:
            try:
                self._next[lane] = await self._ask(account, key, service, last)
            except Refused as refused:
                trouble = trouble_of(refused.messages)
                if trouble is None or trouble.reach is not Reach.OUTAGE:
                    self._refused[lane] = refused
                raise
            self._fresh.add(lane)
        return max(self._next[lane], (last or 0) + 1)

    def is_fresh(self, lane: Lane) -> bool:
        """Whether the service was asked since something was last sent in the lane."""
        return lane in self._fresh

    def counts_on(self, lane: Lane) -> None:
        """Something is sent: what follows is counted."""
        self._fresh.discard(lane)

    def doubt(self, lane: Lane) -> None:
        """Ask again before the next one."""
        self._next.pop(lane, None)

    def taken(self, lane: Lane) -> None:
        """A number turned out to be somebody else's, or to be none of the lane's."""
        self._taken[lane] += 1
        self.doubt(lane)

    def saw(self, lane: Lane, number: int) -> None:
        """A number of the lane was shown to be taken."""
        if lane in self._next:
            self._next[lane] = max(self._next[lane], number + 1)

    async def pause(self, lane: Lane) -> bool:
        """Wait before a numbering that went back is asked again; False when that was enough."""
        self._back[lane] += 1
        if self._back[lane] >= MOST_BACK:
            return False
        await asyncio.sleep(self._settle / MOST_BACK)
        return True

    async def _ask(self, account: str, key: Key, service: TusFacturas, last: int | None) -> int:
        told = await service.numeracion(key)
        last_told = account in self._tells_last
        if told == 0:
            self._tells_last.add(account)
        if last is not None and told <= last:
            # our own number: it tells the last one, or lags behind what it has just issued
            if told < last and await service.consulta(replace(key, number=last)) is None:
                raise NumberingWentBack(f"{told} after {last}")
            return last + 1
        held = None if told == 0 else await self._under(account, key, told, service)
        if held is not None:
            self._tells_last.add(account)
            self._shown(account, held)
        # one that should be the last and is not shown is for the look-up of what lies between
        return told + 1 if held is not None or told == 0 or last_told else told

    async def _under(
        self, account: str, key: Key, number: int, service: TusFacturas
    ) -> Held | None:
        """What is under a number; where others were the last one, absence must last to count."""
        patience = self._settle if account in self._tells_last else 0.0
        deadline = time.monotonic() + patience
        while True:
            held = await service.consulta(replace(key, number=number))
            if held is not None and not held.in_queue:
                return held
            if time.monotonic() >= deadline:
                return None
            await asyncio.sleep(self._retry)
