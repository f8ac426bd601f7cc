"""The second service behind httpx: what is sent arrives, whether its sender lives or not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from random import Random

import httpx

from tests.double.core import Double
from tests.double.faults import Cut, Reply
from tests.double.wire import encoded, exchange
from tests.simulation import invariants
from tests.simulation.process import current, reach

ISSUING = ("nuevo", "lotes", "nuevo_encola", "lotes_encola")
CHANGES = (*ISSUING, "pagar")


class Network(httpx.AsyncBaseTransport):
    """Every host is the service. An answer takes `latency` seconds, by the dice."""

    def __init__(
        self, double: Double, dice: Random, latency: float, note: Callable[[str], None]
    ) -> None:
        self.double = double
        self._dice = dice
        self._latency = latency
        self._note = note
        self._at_work: set[asyncio.Task[None]] = set()
        self._paying: list[tuple[object, ...]] = []
        self.unwritten: list[str] = []  # what left without its intent on disk
        self.at_once: list[str] = []  # payments of one comprobante that did not wait for another

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        content = await request.aread()
        method = request.url.path.rsplit("/", 1)[-1]
        reach("before-request")
        process = current()
        if method in ISSUING and process is not None:
            absent = invariants.without_intent(process.computer.ledger, content)
            self.unwritten += [f"{method}: {one}" for one in absent]
        await asyncio.sleep(self._dice.random() * self._latency)
        answered: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        serving = self._serve(request.method, request.url.path, content, answered)
        task = asyncio.get_running_loop().create_task(serving, context=Context())
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard, context=Context())
        reach("at-the-service")
        if method in CHANGES:
            reach("at-the-service a change")
        patience = request.extensions.get("timeout", {}).get("read")
        try:
            reply = await asyncio.wait_for(asyncio.shield(answered), patience)
        except TimeoutError as error:
            raise httpx.ReadTimeout("the answer takes too long", request=request) from error
        _cut(request, reply)
        body, kind = encoded(reply)
        reach("answered")
        headers = {"Content-Type": kind}
        return httpx.Response(reply.status, headers=headers, content=body, request=request)

    def forget(self) -> None:
        """The world is over."""
        self._at_work.clear()

    async def _serve(
        self, method: str, path: str, content: bytes, answered: asyncio.Future[Reply]
    ) -> None:
        """The service's side, which knows nothing of who asks being dead by now."""
        with self._alone(path, content), exchange(self.double, method, path, content) as reply:
            told = reply.cut.value if reply.cut else reply.text or reply.body or "a file"
            self._note(f"{method} {path.rsplit('/v2/', 1)[-1]} {content!r}: {reply.status} {told}")
            if reply.cut is not Cut.UNREACHED:
                await asyncio.sleep(reply.delay + self._dice.random() * self._latency)
            if reply.cut is Cut.TIMEOUT:
                return  # whoever waits gives up
        if not answered.done():
            answered.set_result(reply)

    @contextmanager
    def _alone(self, path: str, content: bytes) -> Iterator[None]:
        if not path.endswith("facturacion/pagar"):
            yield
            return
        told = json.loads(content)["comprobante"]
        one = tuple(told.get(name) for name in ("tipo", "punto_venta", "numero"))
        if one in self._paying:
            self.at_once.append(f"two payments at once of {one}")
        self._paying.append(one)
        try:
            yield
        finally:
            self._paying.remove(one)


def _cut(request: httpx.Request, reply: Reply) -> None:
    if reply.cut is Cut.UNREACHED:
        raise httpx.ConnectError("connection refused", request=request)
    if reply.cut is Cut.CLOSED:
        raise httpx.RemoteProtocolError(
            "Server disconnected without sending a response.", request=request
        )
