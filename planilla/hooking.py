"""Receiving webhooks: kept once and durably, answered at once, treated as hints (api.md 8).

Nothing a hook says is believed: it has no signature. It only makes the queue be
asked sooner.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import simplejson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from planilla.errors import LedgerError, PlanillaError
from planilla.ledger.hooks import Hook
from planilla.ledger.ledger import Ledger
from planilla.queue_news import ask_queue
from planilla.settings import Settings

LARGEST = 64 * 1024  # bytes of one hook; the documents' example has 200
LONGEST_FIELD = 255
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
log = logging.getLogger(__name__)


class Receiver:
    """Keeps hooks and, unless told not to, asks the service about what they hint at."""

    def __init__(self, settings: Settings, ledger: Ledger, *, ask: bool = True) -> None:
        self._settings = settings
        self._ledger = ledger
        self._ask = ask
        self._arrived = asyncio.Event()

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
        hook = await _read(request)
        if hook is None:
            return PlainTextResponse("not a hook", 400)
        try:
            fresh = await asyncio.to_thread(self._ledger.hooks.keep, hook)
        except LedgerError:
            log.exception("a hook could not be kept: the service will send it again")
            return PlainTextResponse("try again", 503)
        if fresh:
            self._arrived.set()
        return PlainTextResponse("ok")

    async def _keep_asking(self) -> None:
        """One question for all hooks that came meanwhile; longer pauses while there is trouble."""
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


async def _read(request: Request) -> Hook | None:
    """The hook of a request; None for anything that is not one."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    try:
        text = body.decode("utf-8")
        found = simplejson.loads(text)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    fields = [found.get(name, "") for name in ("hook_id", "evento", "external_reference")]
    if any(not isinstance(f, str) or len(f) > LONGEST_FIELD for f in fields) or not fields[0]:
        return None
    return Hook(fields[0], fields[1], fields[2], text)
