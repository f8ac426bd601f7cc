"""What goes out over HTTP: an answer, or what a fault makes of it on its way."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import simplejson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from planilla.sandbox import answers
from planilla.sandbox.faults import Altered, Fault, Gives, Planned, Said
from planilla.sandbox.service import AFIP_DOWN, Service

WITHOUT_AFIP = frozenset({"facturacion/pagar", "facturacion/reenviar"})


@dataclass(frozen=True, slots=True)
class Call:
    """A request on its way to the service whose credentials it has."""

    service: Service
    method: str
    body: dict[str, Any]
    faults: list[str]

    async def answer(self) -> Any:
        """Do the work; its true answer."""
        return await self.service.answer(self.method, self.body, self.faults)


class Hangup(Response):
    """Closes the connection without an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Abort the socket, as a dying server or a cut line does."""
        scope["planilla.hangup"]()


class Way:
    """From a call to its answer; a `Response` is an answer that the contract does not bind."""

    def __init__(self) -> None:
        self._late: set[asyncio.Task[Any]] = set()

    async def out(self, call: Call, planned: Planned | None) -> Any:
        """The answer, or the response that a fault makes of it."""
        if isinstance(planned, Altered):
            return as_json(planned.of(await call.answer()))
        if isinstance(planned, Said | Gives):
            return await _in_words(call, planned)
        if planned is Fault.RESET:
            return Hangup()
        if planned is Fault.TOO_MANY:
            return Response("Too Many Requests", 429, {"Retry-After": "0"})
        if planned is Fault.SERVER:
            return Response("Internal Server Error", 500)
        if planned is Fault.GATEWAY:
            task = asyncio.create_task(_later(call))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
            return Response("A timeout occurred", 524)
        if planned is Fault.AFIP and call.method in WITHOUT_AFIP:
            return answers.failure(AFIP_DOWN)
        if planned in {Fault.AFIP, Fault.MAINTENANCE}:
            call.service.begin_outage(planned)
        return _garbled(planned, await call.answer())


def as_json(answer: Any, status: int = 200) -> Response:
    """An answer as it is sent, amounts exact."""
    text = simplejson.dumps(answer, use_decimal=True, ensure_ascii=False)
    return Response(text, status, media_type="application/json")


async def _in_words(call: Call, planned: Said | Gives) -> Any:
    if planned.done:
        await call.answer()
    if isinstance(planned, Gives):
        return as_json(planned.answer)
    answer = answers.failure(planned.text)
    return answer if planned.status == 200 else as_json(answer, planned.status)


def _garbled(planned: Fault | None, answer: Any) -> Any:
    """An answer whose work is done, and what becomes of it on its way."""
    if planned is Fault.LOST:
        return Hangup()
    if planned is Fault.SERVER_DONE:
        return Response("Bad Gateway", 502)
    if planned is Fault.BROKEN:
        text = simplejson.dumps(answer, use_decimal=True)
        return Response(text[: len(text) // 2], media_type="application/json")
    if planned is Fault.ERROR_DONE:
        return answers.failure("Se produjo un error inesperado. Intente mas tarde.")
    return answer


async def _later(call: Call) -> None:
    await asyncio.sleep(call.service.rehearsal.late)
    await call.answer()
