"""The client: one method of the service, one request, one answer or one error.

It never retries: what may be tried again is decided in `planilla.dispatch`. The
limit is of the whole exchange, not of each read, and of nothing but the exchange:
no ledger's write can be cut by it. What it cuts may have arrived. Foreign errors are
translated here and nowhere else.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Mapping
from typing import Any

import httpx
import simplejson

from planilla.common.bounded_json import storable
from planilla.common.errors import Misconfigured, NotSent, Refused, ServiceError, Unknown
from planilla.common.redact import HIDDEN, pattern
from planilla.service.bounded_body import TooMuch, read_within
from planilla.service.envelope import Reply, read_answer
from planilla.service.pace import Paced

CONNECT_SECONDS = 10.0
WRITE_SECONDS = 30.0
LARGEST_ANSWER = 32_000_000  # bytes; a page of a search has 1000 comprobantes
LONGEST_RAW = 200_000  # characters of an answer that the journal keeps
# below the server's own keep-alive: a connection closed while idle looks like a lost answer
KEEPALIVE_SECONDS = 4.0
NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    httpx.ProxyError,
)


class Client:
    """Speaks to the service as one credential.

    `credentials` are the three tokens, `timeout` the seconds that an exchange may
    take from its first byte to its last, `pace` what all clients of the credential
    share; `transport` stands in for the network in tests.
    """

    def __init__(
        self,
        base_url: str,
        credentials: Mapping[str, str],
        timeout: float,
        pace: Paced,
        verify: ssl.SSLContext | bool = True,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._credentials = dict(credentials)
        self._secret = pattern(self._credentials.values())
        self._pace = pace
        self.timeout = timeout
        limits = httpx.Limits(
            max_connections=4, max_keepalive_connections=4, keepalive_expiry=KEEPALIVE_SECONDS
        )
        if os.environ.get("PLANILLA_CHECK_CONTRACT") == "1":
            from planilla.service.checked import checked

            transport = checked(
                transport, lambda: httpx.AsyncHTTPTransport(verify=verify, limits=limits)
            )
        self._http = httpx.AsyncClient(
            base_url=base_url,
            timeout=self._timeout(timeout),
            limits=limits,
            verify=verify,
            transport=transport,
            headers={"Content-Type": "application/json; charset=utf-8"},
            trust_env=True,
        )

    async def post(
        self,
        method: str,
        body: Mapping[str, Any],
        *,
        lists: bool = False,
        lots: bool = False,
        partly: bool = False,
        times: int = 1,
    ) -> Reply:
        """Ask `method` (as `facturacion/nuevo`) with `body` beside the credentials.

        `lists` says that the method may answer with a bare list, `lots` that it
        answers a request at a time, whatever it says of all of them, `partly` that it
        may have done a part of it (`error: PARCIAL`); `times` is how often the limit it may
        take.

        Returns an `error: N` answer; raises a `ServiceError` otherwise, whose
        `raw` is the answer's text without credentials.
        """
        content = simplejson.dumps(
            {**self._credentials, **body}, use_decimal=True, ensure_ascii=False
        )
        await self._pace.turn()
        limit = times * self.timeout
        try:
            async with asyncio.timeout(limit):
                response, received = await self._exchange(method, content.encode("utf-8"), limit)
        except TimeoutError as error:
            raise Unknown(f"no whole answer came within {limit:g} s") from error
        except TooMuch as error:
            raise Unknown(f"the answer cannot be read: {error}") from error
        except NEVER_LEFT as error:
            raise NotSent(f"the service cannot be reached ({type(error).__name__})") from error
        except httpx.InvalidURL as error:
            raise Misconfigured("PLANILLA_BASE_URL is not an address") from error
        except httpx.HTTPError as error:
            raise Unknown(f"the answer was lost ({type(error).__name__})") from error
        raw = storable(self.redact(received)[:LONGEST_RAW])
        try:
            retry_after = response.headers.get("Retry-After")
            answer = read_answer(
                response.status_code, received, retry_after, lists=lists, lots=lots, partly=partly
            )
        except ServiceError as error:
            error.raw = f"{response.status_code} {raw}"
            if isinstance(error, Refused):
                error.reword(self.redact)
            raise
        return Reply(answer, f"{response.status_code} {raw}")

    async def _exchange(
        self, method: str, content: bytes, limit: float
    ) -> tuple[httpx.Response, str]:
        timeout = self._timeout(limit)
        async with self._http.stream("POST", method, content=content, timeout=timeout) as response:
            received = await read_within(response, LARGEST_ANSWER)
        return response, received.decode("utf-8", errors="replace")

    def _timeout(self, limit: float) -> httpx.Timeout:
        return httpx.Timeout(limit, connect=min(CONNECT_SECONDS, self.timeout), write=WRITE_SECONDS)

    def redact(self, text: str) -> str:
        """The text with every credential replaced."""
        return self._secret.sub(HIDDEN, text)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()
