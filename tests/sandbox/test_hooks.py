"""Webhooks: hints that are sent again until they are heard, and that hold nobody up."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from planilla.sandbox.hooks import webhook_token_of
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from tests.sandbox.helpers import OWN, post, queueing, wait_for

ONE = "one for all"


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[dict[str, Any]], list[int]]]:
    """Where webhooks arrive: its URL, what arrived, and the statuses to answer first."""
    arrived: list[dict[str, Any]] = []
    statuses: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            names = ("User-Agent", "TF-WebhookToken")
            arrived.append(payload | {name: self.headers[name] for name in names})
            self.send_response(statuses.pop(0) if statuses else 200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", arrived, statuses
    server.shutdown()
    server.server_close()


def test_a_hook_that_is_not_answered_with_200_is_sent_again(
    receiver: tuple[str, list[dict[str, Any]], list[int]],
) -> None:
    url, arrived, statuses = receiver
    statuses += [500, 404]
    with Sandbox(Options(hooks=url, rehearsal=Rehearsal(hook_retry_scale=1e-6))) as box:
        post(box, "nuevo_encola", queueing())
        wait_for(lambda: len(arrived) == 3)
        assert [hook["intento"] for hook in arrived] == [1, 2, 3]
        assert {hook["hook_id"] for hook in arrived} == {box.hooks_sent[0]["hook_id"]}
        assert arrived[0]["User-Agent"] == "TusFacturasAPP-webhook/1.0"
        assert set(box.hooks_sent[0]) == {
            "creado", "evento", "recurso", "external_reference", "intento", "msg", "hook_id"
        }  # fmt: skip
        assert len(box.hooks_sent) == 1


def test_a_hook_may_come_twice(receiver: tuple[str, list[dict[str, Any]], list[int]]) -> None:
    url, arrived, _ = receiver
    with Sandbox(Options(hooks=url, rehearsal=Rehearsal(hook_twice=True))) as box:
        post(box, "nuevo_encola", queueing())
        wait_for(lambda: len(arrived) == 2)
        assert arrived[0] == arrived[1]


def test_nobody_waits_for_a_receiver_that_hangs() -> None:
    async def hang(_reader: object, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    async def ask() -> list[str]:
        server = await asyncio.start_server(hang, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        with Sandbox(Options(hooks=f"http://127.0.0.1:{port}/")) as box:
            async with httpx.AsyncClient(base_url=box.url, timeout=10) as client:
                bodies = [queueing(external_reference=str(n)) for n in range(30)]
                posts = [client.post("facturacion/nuevo_encola", json=body) for body in bodies]
                return [answer.json()["error"] for answer in await asyncio.gather(*posts)]

    assert asyncio.run(ask()) == ["N"] * 30


def test_each_carries_the_secret_of_its_point_of_sale(
    receiver: tuple[str, list[dict[str, Any]], list[int]],
) -> None:
    url, arrived, _ = receiver
    with Sandbox(Options(hooks=url)) as box:
        post(box, "nuevo_encola", queueing())
        post(box, "nuevo_encola", queueing(punto_venta=4, external_reference="b"))
        wait_for(lambda: len(arrived) == 2)
        told = {hook["external_reference"]: hook["TF-WebhookToken"] for hook in arrived}
        assert told == {"a": webhook_token_of(3, OWN), "b": webhook_token_of(4, OWN)}
        assert told["a"] != told["b"]
    with Sandbox(Options(hooks=url, hook_token=ONE)) as box:
        post(box, "nuevo_encola", queueing())
        wait_for(lambda: len(arrived) == 3)
        assert arrived[2]["TF-WebhookToken"] == ONE


def test_ids_may_be_numbers() -> None:
    with Sandbox(Options(rehearsal=Rehearsal(number_ids=True))) as box:
        post(box, "nuevo_encola", queueing(external_reference="17032"))
        post(box, "nuevo_encola", queueing(external_reference="R-1"))
        first, second = box.hooks_sent
        assert (first["external_reference"], second["external_reference"]) == (17032, "R-1")
        assert isinstance(first["hook_id"], int)


def test_a_test_of_the_address_is_about_no_comprobante(quick: Sandbox) -> None:
    httpx.post(quick.url.removesuffix("app/api/v2/") + "sandbox/hooks/test?punto_venta=3")
    (hook,) = quick.hooks_sent
    assert (hook["evento"], hook["recurso"]) == ("test", "test")
    assert "external_reference" not in hook
