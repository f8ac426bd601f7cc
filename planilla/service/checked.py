"""A transport that holds every request against the service's contract before it leaves.

For tests: `PLANILLA_CHECK_CONTRACT=1` puts it under every client, in this
process and in those that it starts. Without the variable nothing is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import httpx

from schemas.service.tally import Tally


class ContractBroken(AssertionError):
    """A request that the contract does not allow: nothing was sent, and no outcome may hide it."""


class Checked(httpx.AsyncBaseTransport):
    """Any transport, the real one or a fake, behind the contract; `tally` counts what passes."""

    def __init__(self, inner: httpx.AsyncBaseTransport, tally: Tally) -> None:
        self._inner = inner
        self._tally = tally

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it on if it is allowed.

        Raises `ContractBroken` if it is not.
        """
        method = "/".join(request.url.path.rstrip("/").rsplit("/", 2)[-2:])
        body = _parsed(await request.aread())
        if faults := self._tally.request(method, body):
            raise ContractBroken(f"{method}: {'; '.join(faults)}")
        response = await self._inner.handle_async_request(request)
        self._tally.answer(method, _parsed(await response.aread()), body)
        return response

    async def aclose(self) -> None:
        """Close what it wraps."""
        await self._inner.aclose()


@cache
def tally() -> Tally:
    """What all clients of this process sent and received."""
    return Tally("client")


def checked(
    given: httpx.AsyncBaseTransport | None, real: Callable[[], httpx.AsyncBaseTransport]
) -> httpx.AsyncBaseTransport:
    """The transport of a client, behind the contract; `real` makes one if none is given."""
    return Checked(real() if given is None else given, tally())


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
