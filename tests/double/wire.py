"""What both faces share: from a request's method, path and bytes to a reply."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.double.core import Double
from tests.double.faults import Reply
from tests.double.traffic import Call

API = "/api/v2/"
NOT_A_CHANGE = Call("", frozenset(), frozenset())


@contextmanager
def exchange(double: Double, method: str, path: str, content: bytes) -> Iterator[Reply]:
    """The reply; the request counts as under way until the block is left."""
    if method == "GET":
        yield _file(double, path)
        return
    if method != "POST":
        yield Reply(405, text="Method Not Allowed")
        return
    body = _json(content)
    if not isinstance(body, dict):
        yield Reply(400, {"error": "S", "errores": ["El JSON enviado no es valido"]})
        return
    named = path.split(API, 1)[-1].strip("/ ")
    with double.traffic.under_way(double.call_of(named, body)):
        yield double.reply(named, body)


def encoded(reply: Reply) -> tuple[bytes, str]:
    """The content and its type."""
    if reply.content is not None:
        return reply.content, "application/pdf"
    if reply.text is not None:
        return reply.text.encode(), "text/html; charset=utf-8"
    return json.dumps(reply.body, ensure_ascii=False).encode(), "application/json; charset=utf-8"


def _file(double: Double, path: str) -> Reply:
    content = double.links.get(path)
    if content is None:
        return Reply(404, text="El archivo ya no esta disponible")
    return Reply(content=content)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
