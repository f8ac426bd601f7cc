"""The sandbox over real HTTP: the service's methods, its PDFs, and a door for tests.

POST /app/api/v2/<method>     as the real one
GET  /pdf/<token>.pdf         a comprobante on paper, while its link works
GET  /sandbox/state           what is held, overlaps, requests counted
POST /sandbox/faults          {"rates": {…}, "counted": […], "named": {ref: […]}}
POST /sandbox/reset           forget everything
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import simplejson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from planilla.sandbox import answers
from planilla.sandbox.books import Books
from planilla.sandbox.faults import Fault, Plan
from planilla.sandbox.pdf import render
from planilla.sandbox.service import Rehearsal, Service

CUIT = "30712345671"
CREDENTIALS = {
    "usertoken": "sandbox-usertoken-000000000000000",
    "apikey": "98765",
    "apitoken": "sandbox-apitoken-0000000000000000",
}
PREFIX = "/app/api/v2/"
KEEP_ALIVE_SECONDS = 75


@dataclass(frozen=True)
class Options:
    """Everything the sandbox can be asked; seconds throughout, faults as 0 to 1."""

    port: int = 0
    state: Path | None = None
    dev_plan: bool = False
    rates: dict[Fault, float] = field(default_factory=dict)
    seed: int = 0
    rehearsal: Rehearsal = field(default_factory=Rehearsal)


class Hangup(Response):
    """Closes the connection without an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Abort the socket, as a dying server or a cut line does."""
        scope["planilla.hangup"]()


class Door:
    """From HTTP to the service, with the faults in between."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._late: set[asyncio.Task[Any]] = set()
        self.service = self._fresh()

    def _fresh(self) -> Service:
        options = self._options
        books = Books(options.state, options.dev_plan)
        plan = Plan(options.seed, dict(options.rates))
        return Service(CREDENTIALS, CUIT, books, plan, options.rehearsal)

    def app(self) -> Starlette:
        """The web application."""
        return Starlette(
            routes=[
                Route(PREFIX + "{method:path}", self._method, methods=["POST"]),
                Route("/pdf/{token}.pdf", self._pdf),
                Route("/sandbox/state", self._state),
                Route("/sandbox/faults", self._faults, methods=["POST"]),
                Route("/sandbox/reset", self._reset, methods=["POST"]),
            ]
        )

    async def _method(self, request: Request) -> Response:
        method = request.path_params["method"].strip("/")
        try:
            body = simplejson.loads(await request.body(), use_decimal=True)
        except ValueError:
            return _json(answers.failure("El JSON enviado no es valido.", code="TFC-6000"))
        fault = None
        if method == "facturacion/nuevo":
            reference = str((body.get("comprobante") or {}).get("external_reference", ""))
            fault = self.service.plan.next(reference)
        if fault is not None:
            return await self._faulty(fault, method, body)
        answer = await self.service.answer(method, body)
        return Response(status_code=404) if answer is None else _json(answer)

    async def _faulty(self, fault: Fault, method: str, body: dict[str, Any]) -> Response:
        self.service.books.requests[f"fault {fault}"] += 1
        if fault is Fault.RESET:
            return Hangup()
        if fault is Fault.TOO_MANY:
            return Response("Too Many Requests", 429, {"Retry-After": "0"})
        if fault is Fault.SERVER:
            return Response("Internal Server Error", 500)
        if fault is Fault.GATEWAY:
            task = asyncio.create_task(self._later(method, body))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
            return Response("A timeout occurred", 524)
        if fault in {Fault.AFIP, Fault.MAINTENANCE}:
            self.service.begin_outage(fault)
        answer = await self.service.answer(method, body)
        text = simplejson.dumps(answer, use_decimal=True)
        if fault is Fault.LOST:
            return Hangup()
        if fault is Fault.SERVER_DONE:
            return Response("Bad Gateway", 502)
        if fault is Fault.BROKEN:
            return Response(text[: len(text) // 2], media_type="application/json")
        if fault is Fault.ERROR_DONE:
            return _json(answers.failure("Se produjo un error inesperado. Intente mas tarde."))
        return _json(answer)

    async def _later(self, method: str, body: dict[str, Any]) -> None:
        await asyncio.sleep(self._options.rehearsal.late)
        await self.service.answer(method, body)

    async def _pdf(self, request: Request) -> Response:
        held = self.service.linked(request.path_params["token"])
        if held is None:
            return Response("El enlace vencio.", 410)
        content = await asyncio.to_thread(render, held, CUIT)
        return Response(content, media_type="application/pdf")

    async def _state(self, _request: Request) -> Response:
        return _json(self.service.books.state())

    async def _faults(self, request: Request) -> Response:
        wanted = await request.json()
        plan = self.service.plan
        if "rates" in wanted:
            plan.rates = {Fault(k): float(v) for k, v in wanted["rates"].items()}
        plan.counted += [Fault(name) for name in wanted.get("counted", [])]
        for reference, names in wanted.get("named", {}).items():
            plan.named.setdefault(reference, []).extend(Fault(name) for name in names)
        return _json({"ok": True})

    async def _reset(self, _request: Request) -> Response:
        base = self.service.pdf_base
        self.service = self._fresh()
        self.service.pdf_base = base
        return _json({"ok": True})


class _Socket:
    """Outside of everything: lets a response reach the socket it would go out on."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # uvicorn gives no handle on the socket: its own protocol object is behind `send`
        protocol: Any = getattr(send, "__self__", None)
        scope["planilla.hangup"] = lambda: protocol.transport.abort()  # noqa: PLW0108 - looked up late
        await self._app(scope, receive, send)


def _json(answer: Any) -> Response:
    text = simplejson.dumps(answer, use_decimal=True, ensure_ascii=False)
    return Response(text, media_type="application/json")


class Sandbox:
    """The sandbox in a thread of this process: `with Sandbox() as box: box.url`."""

    credentials = CREDENTIALS

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self._socket = socket.create_server(("127.0.0.1", self.options.port))
        self.port: int = self._socket.getsockname()[1]
        self.door = Door(self.options)
        self.door.service.pdf_base = f"http://127.0.0.1:{self.port}"
        self._server = uvicorn.Server(_config(self.door))
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
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(10)


def _config(door: Door) -> uvicorn.Config:
    return uvicorn.Config(
        _Socket(door.app()),
        log_level="critical",
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        lifespan="off",
        http="h11",
    )


def run(options: Options) -> None:
    """Serve until interrupted; for `planilla sandbox`."""
    sandbox = Sandbox(options)
    print(f"PLANILLA_BASE_URL={sandbox.url}", flush=True)  # noqa: T201 - what the command is for
    for name, value in CREDENTIALS.items():
        print(f"PLANILLA_{name.upper()}={value}", flush=True)  # noqa: T201
    sandbox._server.run(sockets=[sandbox._socket])
