"""Receiving webhooks: kept once and durably, answered at once, treated as hints (api.md 8).

Nothing a hook says is believed, whoever sent it: it holds no CAE. It only makes the
queue be asked sooner, and says why something failed that a search shows as failed.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from planilla.common.errors import LedgerError, PlanillaError
from planilla.ledger.hooks import TooManyHooks
from planilla.ledger.ledger import Ledger
from planilla.queue.ask_every_point import ask_queue
from planilla.queue.webhook_guard import HEADER, Guard, Rate
from planilla.queue.webhook_reading import NotAHook, read_hook
from planilla.settings.settings import Settings

LARGEST = 64 * 1024  # bytes of one hook; the documents' example has 200
A_MINUTE = 6000  # the queue issues some hundred a minute at most, each with two hooks
ANSWER_SECONDS = 4.0  # the service waits 20 s, and 5 s when it tries again
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
log = logging.getLogger(__name__)


class TooLarge(Exception):
    """The body is larger than any hook."""


class Receiver:
    """Keeps hooks and, unless told not to, asks the service about what they hint at."""

    def __init__(
        self,
        settings: Settings,
        ledger: Ledger,
        *,
        ask: bool = True,
        a_minute: int = A_MINUTE,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._settings = settings
        self._ledger = ledger
        self._ask = ask
        self._guard = Guard(settings)
        self._rate = Rate(a_minute)
        self._seconds = answer_seconds
        self._arrived = asyncio.Event()
        if self.warning:
            log.warning("%s", self.warning)

    @property
    def warning(self) -> str:
        """What whoever administers should mend; a blank when nothing."""
        return self._guard.warning

    def app(self) -> Starlette:
        """The web application: any path takes hooks, so that it can stand behind another server."""
        return Starlette(
            routes=[Route("/{path:path}", self._receive, methods=["POST"])], lifespan=self._lifespan
        )

    @contextlib.asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        asker = asyncio.create_task(self._keep_asking()) if self._ask else None
        yield
        if asker is not None:
            asker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asker

    async def _receive(self, request: Request) -> Response:
        """Whether it was kept, within seconds: the service tries again what was not."""
        account = self._guard.account(request.headers.get(HEADER))
        if account is None:
            return PlainTextResponse("wrong or missing token", 403)
        if not self._rate.takes():
            return _later("too many hooks", 429)
        try:
            async with asyncio.timeout(self._seconds):
                return await self._kept(request, account)
        except TimeoutError:
            log.error("a hook could not be kept in time: the service will send it again")
        except ClientDisconnect:
            log.warning("a hook ended before it was whole")
        return _later("try again", 503)

    async def _kept(self, request: Request, account: str) -> Response:
        try:
            own = (one.account for one in self._ledger.issuers.known if one.name == account)
            company = next(own, "")  # a blank may be anybody's
            hook = read_hook(await _body(request), company, self._guard.redact)
        except TooLarge:
            return PlainTextResponse(f"more than {LARGEST} bytes", 413)
        except NotAHook as wrong:
            return PlainTextResponse(f"not a hook: {wrong}", 400)
        try:
            fresh = await asyncio.to_thread(self._ledger.hooks.keep, hook)
        except (LedgerError, TooManyHooks) as error:
            log.error("a hook could not be kept (%s): it will be sent again", error or "too many")
            self._arrived.set()  # asking makes room
            return _later("try again", 503)
        if fresh:
            self._arrived.set()
        return PlainTextResponse("ok")

    async def _keep_asking(self) -> None:
        """One question for all hooks that came meanwhile; longer pauses while there is trouble.

        The first is for those that an earlier process kept and did not ask about.
        """
        self._arrived.set()
        pause = FIRST_PAUSE
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            await asyncio.sleep(pause)
            try:
                news = await ask_queue(self._settings, self._ledger)
                trouble = news.trouble or ", ".join(news.busy)
            except PlanillaError as error:
                trouble = str(error)
            if trouble:
                log.warning("asking again in %.0f s: %s", pause, trouble)
                pause = min(pause * 2, LONGEST_PAUSE)
                self._arrived.set()
            else:
                pause = FIRST_PAUSE


async def _body(request: Request) -> bytes:
    """The whole body; raises `TooLarge` as soon as it is."""
    told = request.headers.get("Content-Length", "")
    if told.isdigit() and int(told) > LARGEST:
        raise TooLarge
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise TooLarge
    return body


def _later(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, headers={"Retry-After": "60"})
