"""From HTTP to the service, with the faults in between."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import simplejson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planilla.sandbox import answers
from planilla.sandbox.books import Books
from planilla.sandbox.credentials import CUIT, one_set_of
from planilla.sandbox.faults import Fault, Plan, planned
from planilla.sandbox.hooks import Hooks
from planilla.sandbox.naming import references
from planilla.sandbox.pdf import render
from planilla.sandbox.responses import Call, Way, as_json
from planilla.sandbox.service import CHANGES, Rehearsal, Service
from schemas.service.tally import Tally

LOG = logging.getLogger("planilla.sandbox")
PREFIX = "/app/api/v2/"


@dataclass(frozen=True)
class Options:
    """Everything the sandbox can be asked; seconds throughout, faults as 0 to 1.

    `hooks` is where webhooks go, `hook_token` the secret that they carry if it is not
    one a point of sale; every `queue_seconds` the queue is processed, only when asked if
    None. `companies` are the CUITs of more accounts, each with credentials and books of
    its own, in memory.
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
    hook_token: str | None = None


class Door:
    """The web application; `service` is who answers, another one after a reset."""

    def __init__(self, options: Options, base: str) -> None:
        self._options = options
        self._base = base
        self._way = Way()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.tally = Tally("sandbox")
        self.service = self._fresh(CUIT, options.state)
        self.companies = {cuit: self._fresh(cuit) for cuit in options.companies}

    def _fresh(self, cuit: str, state: Path | None = None) -> Service:
        options, rehearsal = self._options, self._options.rehearsal
        books = Books(state, options.dev_plan, cuit)
        plan = Plan(options.seed, dict(options.rates))
        hooks = Hooks(rehearsal, cuit, options.hooks, options.hook_token)
        service = Service(cuit, books, plan, rehearsal, hooks=hooks)
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
                Route("/sandbox/hooks/test", self._hook, methods=["POST"]),
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
            return as_json(answers.failure("El JSON enviado no es valido.", code="TFC-6000"))
        service = self._whose(body)
        if not service.has(method):
            return Response(status_code=404)
        faults = self.tally.request(method, body)
        call = Call(service, method, body, faults)
        if method in CHANGES:
            fault = service.plan.next(*references(method, body), method)
        else:
            fault = service.plan.of([method])
        fault = fault or service.plan.always.get(method)
        if fault is not None:
            service.books.requests[f"fault {fault}"] += 1
        answer = await self._way.out(call, fault)
        return answer if isinstance(answer, Response) else self._checked(call, answer)

    def _whose(self, body: dict[str, Any]) -> Service:
        """The account that an apikey is of; a strange one is refused by the first."""
        key = str(body.get("apikey"))
        known = (s for cuit, s in self.companies.items() if one_set_of(cuit)["apikey"] == key)
        return next(known, self.service)

    def _checked(self, call: Call, answer: Any) -> Response:
        """The answer, if it is a documented one; else it is our own error, and kept."""
        wrong = self.tally.answer(call.method, answer, call.body)
        if wrong:
            LOG.error("undocumented answer of %s: %s", call.method, "; ".join(wrong))
            return Response("The sandbox broke the contract", 500)
        return as_json(answer)

    async def _pdf(self, request: Request) -> Response:
        token = request.path_params["token"]
        services = (self.service, *self.companies.values())
        shown = [(held, s.cuit) for s in services if (held := s.links.linked(token)) is not None]
        if not shown:
            return Response("El enlace vencio.", 410)
        content = await asyncio.to_thread(render, *shown[0])
        return Response(content, media_type="application/pdf")

    async def _state(self, _request: Request) -> Response:
        told = {"refused": [asdict(one) for one in self.tally.refused]}
        told["broken"] = [asdict(one) for one in self.tally.broken]
        hooks = {"hooks": self.service.hooks.sent}
        return as_json({**self.service.books.state(), **hooks, "contract": told})

    async def _faults(self, request: Request) -> Response:
        wanted = await request.json()
        plan = self.service.plan
        if "rates" in wanted:
            plan.rates = {Fault(k): float(v) for k, v in wanted["rates"].items()}
        plan.counted += [planned(one) for one in wanted.get("counted", [])]
        plan.always |= {path: planned(one) for path, one in wanted.get("always", {}).items()}
        for reference, several in wanted.get("named", {}).items():
            plan.named.setdefault(reference, []).extend(planned(one) for one in several)
        return as_json({"ok": True})

    async def _queue(self, _request: Request) -> Response:
        return as_json({"issued": self.service.run_queue()})

    async def _hook(self, request: Request) -> Response:
        self.service.hooks.test(int(request.query_params.get("punto_venta", "1")))
        return as_json({"ok": True})

    async def _reset(self, _request: Request) -> Response:
        await self.service.hooks.close()
        self.service = self._fresh(CUIT, self._options.state)
        self.companies = {cuit: self._fresh(cuit) for cuit in self._options.companies}
        return as_json({"ok": True})
