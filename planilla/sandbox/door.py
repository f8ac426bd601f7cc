"""From HTTP to the service, with the faults in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import simplejson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from planilla.sandbox import answers
from planilla.sandbox.books import Books
from planilla.sandbox.faults import Fault, Plan
from planilla.sandbox.hooks import Hooks
from planilla.sandbox.naming import references
from planilla.sandbox.pdf import render
from planilla.sandbox.service import AFIP_DOWN, CHANGES, Rehearsal, Service

CUIT = "30712345671"
CREDENTIALS = {
    "usertoken": "sandbox-usertoken-000000000000000",
    "apikey": "9876543210123",
    "apitoken": "sandbox-apitoken-0000000000000000",
}
PREFIX = "/app/api/v2/"
WITHOUT_AFIP = frozenset({"facturacion/pagar", "facturacion/reenviar"})


@dataclass(frozen=True)
class Options:
    """Everything the sandbox can be asked; seconds throughout, faults as 0 to 1.

    `hooks` is where webhooks go; every `queue_seconds` the queue is processed,
    only when asked if None. `companies` are the CUITs of more accounts, each with
    `credentials_of` its own and books of its own, in memory.
    """

    port: int = 0
    state: Path | None = None
    dev_plan: bool = False
    rates: dict[Fault, float] = field(default_factory=dict)
    seed: int = 0
    rehearsal: Rehearsal = field(default_factory=Rehearsal)
    hooks: str | None = None
    queue_seconds: float | None = None
    companies: tuple[str, ...] = ()


def credentials_of(cuit: str) -> dict[str, str]:
    """What the account of a company is asked with."""
    return {
        "usertoken": f"sandbox-usertoken-{cuit}",
        "apikey": f"98765{cuit}",
        "apitoken": f"sandbox-apitoken-{cuit}",
    }


class Hangup(Response):
    """Closes the connection without an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Abort the socket, as a dying server or a cut line does."""
        scope["planilla.hangup"]()


class Door:
    """The web application; `service` is who answers, another one after a reset."""

    def __init__(self, options: Options, base: str) -> None:
        self._options = options
        self._base = base
        self._late: set[asyncio.Task[Any]] = set()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.service = self._fresh(CREDENTIALS, CUIT, options.state)
        self.companies = {c: self._fresh(credentials_of(c), c) for c in options.companies}

    def _fresh(self, credentials: dict[str, str], cuit: str, state: Path | None = None) -> Service:
        options, rehearsal = self._options, self._options.rehearsal
        books = Books(state, options.dev_plan, cuit)
        plan = Plan(options.seed, dict(options.rates))
        hooks = Hooks(options.hooks, rehearsal.hook_retry_scale, rehearsal.hook_twice)
        service = Service(credentials, cuit, books, plan, rehearsal, hooks)
        service.links.base = self._base
        return service

    def app(self) -> Starlette:
        """The web application."""
        return Starlette(
            lifespan=self._lifespan,
            routes=[
                Route(PREFIX + "{method:path}", self._method, methods=["POST"]),
                Route("/pdf/{token}.pdf", self._pdf),
                Route("/sandbox/state", self._state),
                Route("/sandbox/faults", self._faults, methods=["POST"]),
                Route("/sandbox/queue/run", self._queue, methods=["POST"]),
                Route("/sandbox/reset", self._reset, methods=["POST"]),
            ],
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        self.loop = asyncio.get_running_loop()
        ticking = asyncio.create_task(self._tick())
        yield
        ticking.cancel()
        await self.service.hooks.close()

    async def _tick(self) -> None:
        while self._options.queue_seconds is not None:
            await asyncio.sleep(self._options.queue_seconds)
            for service in (self.service, *self.companies.values()):
                service.run_queue()

    async def _method(self, request: Request) -> Response:
        method = request.path_params["method"].strip("/")
        try:
            body = simplejson.loads(await request.body(), use_decimal=True)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return _json(answers.failure("El JSON enviado no es valido.", code="TFC-6000"))
        fault = None
        service = self._whose(body)
        if method in CHANGES:
            fault = service.plan.next(*references(method, body))
        if fault is not None:
            return await self._faulty(service, fault, method, body)
        answer = await service.answer(method, body)
        return Response(status_code=404) if answer is None else _json(answer)

    def _whose(self, body: dict[str, Any]) -> Service:
        """The account that an apikey is of; a strange one is refused by the first."""
        known = (
            s for s in self.companies.values() if s.credentials["apikey"] == body.get("apikey")
        )
        return next(known, self.service)

    async def _faulty(
        self, service: Service, fault: Fault, method: str, body: dict[str, Any]
    ) -> Response:
        service.books.requests[f"fault {fault}"] += 1
        if fault is Fault.RESET:
            return Hangup()
        if fault is Fault.TOO_MANY:
            return Response("Too Many Requests", 429, {"Retry-After": "0"})
        if fault is Fault.SERVER:
            return Response("Internal Server Error", 500)
        if fault is Fault.GATEWAY:
            task = asyncio.create_task(self._later(service, method, body))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
            return Response("A timeout occurred", 524)
        if fault is Fault.AFIP and method in WITHOUT_AFIP:
            return _json(answers.failure(AFIP_DOWN))
        if fault in {Fault.AFIP, Fault.MAINTENANCE}:
            service.begin_outage(fault)
        return self._garbled(fault, await service.answer(method, body))

    @staticmethod
    def _garbled(fault: Fault, answer: Any) -> Response:
        """An answer whose work is done, and what becomes of it on its way."""
        if fault is Fault.LOST:
            return Hangup()
        if fault is Fault.SERVER_DONE:
            return Response("Bad Gateway", 502)
        if fault is Fault.BROKEN:
            text = simplejson.dumps(answer, use_decimal=True)
            return Response(text[: len(text) // 2], media_type="application/json")
        if fault is Fault.ERROR_DONE:
            return _json(answers.failure("Se produjo un error inesperado. Intente mas tarde."))
        return _json(answer)

    async def _later(self, service: Service, method: str, body: dict[str, Any]) -> None:
        await asyncio.sleep(self._options.rehearsal.late)
        await service.answer(method, body)

    async def _pdf(self, request: Request) -> Response:
        token = request.path_params["token"]
        services = (self.service, *self.companies.values())
        shown = [(held, s.cuit) for s in services if (held := s.links.linked(token)) is not None]
        if not shown:
            return Response("El enlace vencio.", 410)
        content = await asyncio.to_thread(render, *shown[0])
        return Response(content, media_type="application/pdf")

    async def _state(self, _request: Request) -> Response:
        return _json({**self.service.books.state(), "hooks": self.service.hooks.sent})

    async def _faults(self, request: Request) -> Response:
        wanted = await request.json()
        plan = self.service.plan
        if "rates" in wanted:
            plan.rates = {Fault(k): float(v) for k, v in wanted["rates"].items()}
        plan.counted += [Fault(name) for name in wanted.get("counted", [])]
        for reference, names in wanted.get("named", {}).items():
            plan.named.setdefault(reference, []).extend(Fault(name) for name in names)
        return _json({"ok": True})

    async def _queue(self, _request: Request) -> Response:
        return _json({"issued": self.service.run_queue()})

    async def _reset(self, _request: Request) -> Response:
        await self.service.hooks.close()
        self.service = self._fresh(CREDENTIALS, CUIT, self._options.state)
        self.companies = {c: self._fresh(credentials_of(c), c) for c in self._options.companies}
        return _json({"ok": True})


def _json(answer: Any) -> Response:
    text = simplejson.dumps(answer, use_decimal=True, ensure_ascii=False)
    return Response(text, media_type="application/json")
