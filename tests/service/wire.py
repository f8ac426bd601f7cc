"""One question over a wire that answers what the test says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx
import simplejson

from planilla.service.client import Client
from planilla.service.pace import Pace
from planilla.service.tusfacturas import TusFacturas
from schemas.service import contract

KEYS = {"usertoken": "user-token-1", "apikey": "9991", "apitoken": "api-token-2"}
_EXAMPLE = contract()["facturacion/nuevo"].request_example
SALE = {
    "cliente": _EXAMPLE["cliente"],
    "comprobante": {**_EXAMPLE["comprobante"], "tipo": "FACTURA B", "punto_venta": 12},
}
"""What is asked for in the examples of the contract's answers."""
PAGOS = contract()["facturacion/pagar"].request_example["comprobante"]["pagos"]
Answering = Callable[[str, dict[str, Any]], Any]
"""From a method and its body to an answer, or to a status and its text or bytes."""


class Wire:
    """`asked` holds each method and body, in order."""

    def __init__(self, *answers: Any, by: Answering | None = None, timeout: float = 1) -> None:
        self._timeout = timeout
        self._answers = list(answers)
        self._by = by
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def ask(self, *questions: Callable[[TusFacturas], Awaitable[Any]]) -> Any:
        """The last question's result: what it returns, or raises."""
        return asyncio.run(self._ask(questions))

    async def _ask(self, questions: Sequence[Callable[[TusFacturas], Awaitable[Any]]]) -> Any:
        transport = httpx.MockTransport(self._answer)
        client = Client(
            "http://127.0.0.1/app/api/v2/", KEYS, self._timeout, Pace(0), transport=transport
        )
        service = TusFacturas(client)
        try:
            for question in questions:
                result = await question(service)
            return result
        finally:
            await client.close()

    def _answer(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.removeprefix("/app/api/v2/")
        body = simplejson.loads(request.content, use_decimal=True)
        self.asked.append((method, {k: v for k, v in body.items() if k not in KEYS}))
        answer = self._by(method, body) if self._by else self._answers.pop(0)
        if isinstance(answer, tuple):
            status, text = answer
            content = text if isinstance(text, bytes) else text.encode()
            return httpx.Response(status, content=content)
        return httpx.Response(200, text=simplejson.dumps(answer, use_decimal=True))

    @property
    def methods(self) -> list[str]:
        """What was asked, without the bodies."""
        return [method for method, _ in self.asked]


def refusal(*texts: str, code: str = "") -> dict[str, Any]:
    """`error: S`."""
    details = [{"code": code, "text": text} for text in texts] if code else []
    return {"error": "S", "errores": list(texts), "error_details": details}
