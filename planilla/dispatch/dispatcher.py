"""Working through the open operations of some points of sale, lanes side by side.

Takes the leases, keeps them alive, and lets up to `concurrency` workers take
turns from the board. Ends when nothing more can go in this run.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass

from planilla.connection import Connect, Services
from planilla.dispatch.board import Item, Verdict
from planilla.dispatch.breaker import Breaker, GaveUp
from planilla.dispatch.craft import Craft
from planilla.dispatch.shift import Shift
from planilla.errors import (
    LeaseLost,
    LedgerError,
    Misconfigured,
    PlanillaError,
    SettingsError,
)
from planilla.issuers import ACCOUNT
from planilla.ledger.ledger import Ledger
from planilla.service.tusfacturas import TusFacturas

LEASE_POLL_SECONDS = 0.5
ROOM_POLL_SECONDS = 0.02
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """`concurrency` turns at once; `budget` seconds to wait for a lease another process has."""

    concurrency: int
    budget: float


class Dispatcher:
    """Works scopes until each is finished, for this run.

    `connect` makes clients of a set of credentials (a small one a worker is faster than
    a large one for all); `on_turn` is told after each turn. After `run`, `trouble` holds
    the error that stopped everything, or what no credentials are for, and `busy` the
    scopes that another process kept.
    """

    def __init__(
        self,
        ledger: Ledger,
        craft: Craft,
        breaker: Breaker,
        connect: Connect,
        patience: Patience,
        on_turn: Callable[[], None] = lambda: None,
    ) -> None:
        self._ledger = ledger
        self._craft = craft
        self._breaker = breaker
        self._connect = connect
        self._patience = patience
        self._on_turn = on_turn
        self._slots = asyncio.Semaphore(patience.concurrency)
        self.trouble: PlanillaError | None = None
        self.stopping = False
        self._broken = False
        self._refused: set[str] = set()  # sets of credentials that the service refuses
        self.busy: set[str] = set()
        self._held = 0

    def stop(self) -> None:
        """Begin nothing more; what is at work ends its turn."""
        self.stopping = True

    async def run(self, scopes: Sequence[str]) -> None:
        """Work these scopes; `LedgerError` and `Misconfigured` end up in `trouble`."""
        shift = Shift()
        try:
            async with asyncio.TaskGroup() as group:
                heart = group.create_task(self._keep_leases(shift))
                group.create_task(self._enter(shift, scopes))
                workers = [
                    group.create_task(self._work(shift)) for _ in range(self._patience.concurrency)
                ]
                await asyncio.gather(*workers)
                heart.cancel()
        finally:
            await self._leave(shift)
            self.trouble = self.trouble or self._craft.trouble

    # Leases

    async def _enter(self, shift: Shift, scopes: Sequence[str]) -> None:
        """Take each scope's lease as soon as it is free, and put its operations on the board."""
        waiting = [scope for scope in scopes if self._asked_with(scope)]
        deadline = time.monotonic() + self._patience.budget
        async with self._services() as services:
            while waiting and not self._over():
                for scope in list(waiting):
                    await self._room()
                    name = self._ledger.set_of(scope)
                    if name in self._refused:
                        waiting.remove(scope)
                        continue
                    with self._recorded(scope):
                        if await self._take(shift, scope, services.of(name)):
                            waiting.remove(scope)
                            deadline = time.monotonic() + self._patience.budget
                            await shift.wake()
                if waiting:
                    if time.monotonic() > deadline:
                        break
                    await asyncio.sleep(LEASE_POLL_SECONDS)
        self.busy |= set(waiting)
        shift.entered = True
        await shift.wake()

    def _asked_with(self, scope: str) -> str:
        """The set of credentials for a scope; a blank, and trouble, where there is none."""
        try:
            return self._ledger.set_of(scope)
        except SettingsError as error:
            self.trouble = self.trouble or error
            return ""

    async def _room(self) -> None:
        """Wait until there is a hand for another scope: the rest is for other processes."""
        while self._held >= self._patience.concurrency and not self._over():  # noqa: ASYNC110 - several shifts
            await asyncio.sleep(ROOM_POLL_SECONDS)

    async def _take(self, shift: Shift, scope: str, service: TusFacturas) -> bool:
        """Lease a scope and put what is open there on the board; False while another has it."""
        self._held += 1  # before the question: other shifts of this process count, too
        try:
            lease = await asyncio.to_thread(self._ledger.leases.take, scope)
        except LedgerError:
            self._held -= 1
            raise
        if lease is None:
            self._held -= 1
            return False
        shift.leases[scope] = lease
        try:
            await self._craft.enter(lease, service)
        except Misconfigured:
            await self._give_back(shift, scope)
            raise
        shift.add(scope, await asyncio.to_thread(self._ledger.operations.unsettled, scope))
        await self._give_back_if_done(shift, scope)
        return True

    async def _give_back_if_done(self, shift: Shift, scope: str) -> None:
        if shift.board.finished(scope):
            await self._give_back(shift, scope)

    async def _give_back(self, shift: Shift, scope: str) -> None:
        shift.board.forget(scope)
        lease = shift.leases.pop(scope, None)
        if lease is not None:
            self._held -= 1
            with contextlib.suppress(LedgerError):
                await asyncio.to_thread(self._ledger.leases.release, lease)

    async def _keep_leases(self, shift: Shift) -> None:
        pause = self._ledger.leases.lifetime.total_seconds() / 4
        while True:
            await asyncio.sleep(pause)
            for scope, lease in list(shift.leases.items()):
                with self._recorded(scope):
                    if not await asyncio.to_thread(self._ledger.leases.renew, lease):
                        log.error("%s: another process has taken the lease", scope)
                        shift.board.close(scope)

    async def _leave(self, shift: Shift) -> None:
        self._held -= len(shift.leases)
        for lease in shift.leases.values():
            with contextlib.suppress(LedgerError):
                await asyncio.to_thread(self._ledger.leases.release, lease)

    # Work

    def _over(self) -> bool:
        return self.stopping or self._broken or self._breaker.exhausted

    @contextlib.contextmanager
    def _recorded(self, scope: str) -> Iterator[None]:
        """The ledger's trouble ends the run, a refused credential what is worked with it."""
        try:
            yield
        except LedgerError as error:
            self.trouble, self._broken = self.trouble or error, True
        except Misconfigured as error:
            name = self._ledger.set_of(scope)
            self.trouble = self.trouble or _of_set(error, name)
            self._refused.add(name)

    @contextlib.contextmanager
    def _kept(self, shift: Shift, scope: str) -> Iterator[None]:
        """Nothing more is begun where another process has taken the lease."""
        try:
            yield
        except LeaseLost as error:
            log.error("%s: %s", scope, error)
            shift.board.close(scope)

    async def _work(self, shift: Shift) -> None:
        async with self._services() as services:
            while not self._over():
                seen = shift.changes
                item = shift.board.take()
                if item is not None:
                    await self._turn(shift, item, services)
                elif shift.entered and shift.board.working == 0:
                    break
                else:
                    await shift.changed_since(seen)
        await shift.wake()

    @contextlib.asynccontextmanager
    async def _services(self) -> AsyncIterator[Services]:
        services = Services(self._connect)
        try:
            yield services
        finally:
            await services.close()

    async def _turn(self, shift: Shift, item: Item, services: Services) -> None:
        verdict, name = Verdict.STOPPED, self._ledger.set_of(item.scope)
        try:
            async with self._slots:
                if not self._over() and name not in self._refused:
                    alone = shift.alone(item)
                    lease = shift.leases[item.scope]
                    service = services.of(name)
                    with self._recorded(item.scope), self._kept(shift, item.scope):
                        verdict = await self._craft.turn(item.id, lease, service, alone=alone)
        except GaveUp as error:
            log.warning("gave up for this run: %s", error)
        finally:
            shift.board.finish(item, verdict)
            self._on_turn()
            await self._give_back_if_done(shift, item.scope)
            await shift.wake()


def _of_set(error: Misconfigured, name: str) -> Misconfigured:
    """The error, saying which profile's it is: its tokens are not the settings' own."""
    if name == ACCOUNT or f"profile «{name}»" in str(error):
        return error
    return type(error)(f"profile «{name}»: {error}")
