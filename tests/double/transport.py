"""The double in process, behind httpx: all waiting is `asyncio.sleep`, so time may be virtual."""

from __future__ import annotations

import asyncio

import httpx

from tests.double.core import Double
from tests.double.faults import Cut, Reply
from tests.double.wire import encoded, exchange


class DoubleTransport(httpx.AsyncBaseTransport):
    """Every host is the service. A reply that takes longer than the client waits is lost."""

    def __init__(self, double: Double) -> None:
        self.double = double

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        content = await request.aread()
        with exchange(self.double, request.method, request.url.path, content) as reply:
            await _wait(request, reply)
            _cut(request, reply)
            body, kind = encoded(reply)
            headers = {"Content-Type": kind}
            return httpx.Response(reply.status, headers=headers, content=body, request=request)


async def _wait(request: httpx.Request, reply: Reply) -> None:
    patience = request.extensions.get("timeout", {}).get("read")
    if patience is not None and reply.delay > patience:
        await asyncio.sleep(patience)
        raise httpx.ReadTimeout("the answer takes too long", request=request)
    if reply.delay:
        await asyncio.sleep(reply.delay)


def _cut(request: httpx.Request, reply: Reply) -> None:
    if reply.cut is Cut.UNREACHED:
        raise httpx.ConnectError("connection refused", request=request)
    if reply.cut is Cut.TIMEOUT:
        raise httpx.ReadTimeout("the answer was lost", request=request)
    if reply.cut is Cut.CLOSED:
        raise httpx.RemoteProtocolError(
            "Server disconnected without sending a response.", request=request
        )
