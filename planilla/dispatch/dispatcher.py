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

from planilla.common.errors import (
    LeaseLost,
    LedgerError,
    Misconfigured,
    PlanillaError,
    SettingsError,
)
from planilla.dispatch.handler import Handler
from planilla.dispatch.lookup.same_company import of_set
from planilla.dispatch.outage_breaker import Breaker, GaveUp
from planilla.dispatch.run_state import RunState
from planilla.dispatch.what_goes_next import Item, TurnEnd
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Scope
from planilla.service.tusfacturas import TusFacturas
from planilla.settings.connection import Connect, Services

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
        handler: Handler,
        breaker: Breaker,
        connect: Connect,
        patience: Patience,
        on_turn: Callable[[], None] = lambda: None,
    ) -> None:
        self._ledger = ledger
        self._handler = handler
        self._breaker = breaker
        self._connect = connect
        self._patience = patience
        self._on_turn = on_turn
        self._slots = asyncio.Semaphore(patience.concurrency)
        self.trouble: PlanillaError | None = None
        self.stopping = False
        self._broken = False
        self._refused: set[str] = set()  # sets of credentials that the service refuses
        self.busy: set[Scope] = set()
        self._held = 0

    def stop(self) -> None:
        """Begin nothing more; what is at work ends its turn."""
        self.stopping = True

    async def run(self, scopes: Sequence[Scope]) -> None:
        """Work these scopes; `LedgerError` and `Misconfigured` end up in `trouble`."""
        run_state = RunState()
        try:
            async with asyncio.TaskGroup() as group:
                heart = group.create_task(self._keep_leases(run_state))
                group.create_task(self._enter(run_state, scopes))
                workers = [
                    group.create_task(self._work(run_state))
                    for _ in range(self._patience.concurrency)
                ]
                await asyncio.gather(*workers)
                heart.cancel()
        finally:
            await self._leave(run_state)
            self.trouble = self.trouble or self._handler.trouble

    # Leases

    async def _enter(self, run_state: RunState, scopes: Sequence[Scope]) -> None:
        """Take each scope's lease as soon as it is free, and put its operations in line."""
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
                        if await self._take(run_state, scope, services.of(name)):
                            waiting.remove(scope)
                            deadline = time.monotonic() + self._patience.budget
                            await run_state.wake()
                if waiting:
                    if time.monotonic() > deadline:
                        break
                    await asyncio.sleep(LEASE_POLL_SECONDS)
        self.busy |= set(waiting)
        run_state.entered = True
        await run_state.wake()

    def _asked_with(self, scope: Scope) -> str:
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

    async def _take(self, run_state: RunState, scope: Scope, service: TusFacturas) -> bool:
        """Lease a scope and put what is open there in line; False while another has it."""
        self._held += 1  # before the question: other shifts of this process count, too
        try:
            lease = await self._ledger.awaited.take(scope)
        except LedgerError:
            self._held -= 1
            raise
        if lease is None:
            self._held -= 1
            return False
        run_state.leases[scope] = lease
        try:
            await self._handler.enter(lease, service)
        except Misconfigured:
            await self._give_back(run_state, scope)
            raise
        run_state.add(scope, await self._ledger.awaited.unsettled(scope))
        await self._give_back_if_done(run_state, scope)
        return True

    async def _give_back_if_done(self, run_state: RunState, scope: Scope) -> None:
        if run_state.order.finished(scope):
            await self._give_back(run_state, scope)

    async def _give_back(self, run_state: RunState, scope: Scope) -> None:
        run_state.order.forget(scope)
        lease = run_state.leases.pop(scope, None)
        if lease is not None:
            self._held -= 1
            with contextlib.suppress(LedgerError):
                await self._ledger.awaited.release(lease)

    async def _keep_leases(self, run_state: RunState) -> None:
        pause = self._ledger.leases.lifetime.total_seconds() / 4
        while True:
            await asyncio.sleep(pause)
            for scope, lease in list(run_state.leases.items()):
                with self._recorded(scope):
                    if not await self._ledger.awaited.renew(lease):
                        log.error("%s: another process has taken the lease", scope)
                        run_state.order.close(scope)

    async def _leave(self, run_state: RunState) -> None:
        for scope in list(run_state.leases):
            await self._give_back(run_state, scope)

    # Work

    def _over(self) -> bool:
        return self.stopping or self._broken or self._breaker.exhausted

    @contextlib.contextmanager
    def _recorded(self, scope: Scope) -> Iterator[None]:
        """The ledger's trouble ends the run, a refused credential what is worked with it."""
        try:
            yield
        except LedgerError as error:
            self.trouble, self._broken = self.trouble or error, True
        except Misconfigured as error:
            name = self._ledger.set_of(scope)
            self.trouble = self.trouble or of_set(error, name)
            self._refused.add(name)

    @contextlib.contextmanager
    def _kept(self, run_state: RunState, scope: Scope) -> Iterator[None]:
        """Nothing more is begun where another process has taken the lease."""
        try:
            yield
        except LeaseLost as error:
            log.error("%s: %s", scope, error)
            run_state.order.close(scope)

    async def _work(self, run_state: RunState) -> None:
        async with self._services() as services:
            while not self._over():
                seen = run_state.changes
                item = run_state.order.take()
                if item is not None:
                    await self._turn(run_state, item, services)
                elif run_state.entered and run_state.order.working == 0:
                    break
                else:
                    await run_state.changed_since(seen)
        await run_state.wake()

    @contextlib.asynccontextmanager
    async def _services(self) -> AsyncIterator[Services]:
        services = Services(self._connect)
        try:
            yield services
        finally:
            await services.close()

    async def _turn(self, run_state: RunState, item: Item, services: Services) -> None:
        verdict, name = TurnEnd.STOPPED, self._ledger.set_of(item.scope)
        try:
            async with self._slots:
                if not self._over() and name not in self._refused:
                    alone = run_state.alone(item)
                    lease = run_state.leases[item.scope]
                    service = services.of(name)
                    with self._recorded(item.scope), self._kept(run_state, item.scope):
                        verdict = await self._handler.turn(item.id, lease, service, alone=alone)
        except GaveUp as error:
            log.warning("gave up for this run: %s", error)
        finally:
            run_state.order.finish(item, verdict)
            self._on_turn()
            await self._give_back_if_done(run_state, item.scope)
            await run_state.wake()
