"""The sandbox over real HTTP: the service's methods, its PDFs, and a door for tests.

POST /app/api/v2/<method>     as the real one
GET  /pdf/<token>.pdf         a comprobante on paper, while its link works
GET  /sandbox/state           what is held, paid, mailed, queued; overlaps, requests, webhooks,
                              and what the contract said against requests and answers
POST /sandbox/faults          {"rates": {…}, "counted": […], "named": {ref: […]}, "always": {…}}
POST /sandbox/queue/run       process what is due in the queue
POST /sandbox/hooks/test     send the webhook that tries an address
POST /sandbox/reset           forget everything that is not in the state file
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from planilla.sandbox.books import Books
from planilla.sandbox.credentials import CUIT, ONE_SET, credentials_of, one_set_of
from planilla.sandbox.door import PREFIX, Door, Options
from planilla.sandbox.faults import Plan
from schemas.service.tally import Tally

__all__ = ["CUIT", "Options", "Sandbox", "credentials_of", "one_set_of", "run"]

KEEP_ALIVE_SECONDS = 75
TICK_SECONDS = 0.1


class _Socket:
    """Outside of everything: lets a response reach the socket it would go out on."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # uvicorn gives no handle on the socket: its own protocol object is behind `send`
        protocol: Any = getattr(send, "__self__", None)
        scope["planilla.hangup"] = lambda: protocol.transport.abort()  # noqa: PLW0108 - looked up late
        await self._app(scope, receive, send)


class _Server(uvicorn.Server):
    """Ends as soon as it is told to: uvicorn's own takes 0.2 s, and tests have hundreds."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def end(self) -> None:
        """End, from another thread; nobody who is connected is waited for."""
        self.should_exit = self.force_exit = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended already
                self._loop.call_soon_threadsafe(self._told.set)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if not self.force_exit:
            await super().shutdown(sockets)
            return
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()


class Sandbox:
    """The sandbox in a thread of this process: `with Sandbox() as box: box.url`.

    `credentials` are the set that serves all points of sale, while the rehearsal has
    one; `credentials_of` gives that of a point.
    """

    credentials = ONE_SET
    credentials_of = staticmethod(credentials_of)

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self._socket = socket.create_server(("127.0.0.1", self.options.port))
        # asyncio only does this for sockets that it made; else an answer may wait 40 ms
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port: int = self._socket.getsockname()[1]
        self.door = Door(self.options, f"http://127.0.0.1:{self.port}")
        self._server = _Server(_config(self.door))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        """The base URL of the service's methods."""
        return f"http://127.0.0.1:{self.port}{PREFIX}"

    @property
    def books(self) -> Books:
        """What the sandbox holds."""
        return self.door.service.books

    @property
    def plan(self) -> Plan:
        """Which faults come."""
        return self.door.service.plan

    @property
    def tally(self) -> Tally:
        """What was held against the contract: `refused` bodies, `broken` answers, and counts."""
        return self.door.tally

    @property
    def hooks_sent(self) -> list[dict[str, Any]]:
        """Every event told by webhook, also when there is nowhere to send it."""
        return self.door.service.hooks.sent

    def books_of(self, cuit: str) -> Books:
        """What the sandbox holds of one of its other companies."""
        return self.door.companies[cuit].books

    def run_queue(self) -> int:
        """Process what is due in the queue, from any thread; how many were issued."""

        async def work() -> int:
            return self.door.service.run_queue()

        if self.door.loop is None:
            return self.door.service.run_queue()
        return asyncio.run_coroutine_threadsafe(work(), self.door.loop).result()

    def _serve(self) -> None:
        self._server.run(sockets=[self._socket])

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.005)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.end()
        self._thread.join(10)


def _config(door: Door) -> uvicorn.Config:
    return uvicorn.Config(
        _Socket(door.app()),
        log_level="critical",
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        lifespan="on",
        http="h11",
    )


def run(options: Options) -> None:
    """Serve until interrupted; for `planilla sandbox`."""
    sandbox = Sandbox(options)
    print(f"PLANILLA_BASE_URL={sandbox.url}", flush=True)  # noqa: T201 - what the command is for
    serves_all = options.rehearsal.one_set_serves_all
    for name, value in (ONE_SET if serves_all else credentials_of(1)).items():
        print(f"PLANILLA_{name.upper()}={value}", flush=True)  # noqa: T201
    if serves_all:
        print("PLANILLA_ONE_SET_SERVES_ALL=true", flush=True)  # noqa: T201
    token = credentials_of(1)["usertoken"]
    whose = "every point of sale" if serves_all else "point of sale 1"
    text = f"# the set of {whose}; a point has a usertoken of its own, that of 1 is {token}"
    print(text, flush=True)  # noqa: T201
    sandbox._server.run(sockets=[sandbox._socket])
