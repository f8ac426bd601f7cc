"""A schedule is paused through Prefect's API, which says 503 whenever its SQLite is busy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from uuid import UUID

import httpx
import pytest
from prefect.client.orchestration import SyncPrefectClient

from flows.pausing import pause_schedules

DEPLOYMENT, FLOW, SCHEDULE = (str(UUID(int=number)) for number in (1, 2, 3))
KNOWN = {
    "id": DEPLOYMENT,
    "name": "inbox",
    "flow_id": FLOW,
    "schedules": [{"id": SCHEDULE, "deployment_id": DEPLOYMENT, "schedule": {"interval": 60}}],
}


def test_a_busy_server_is_asked_again_until_the_schedule_is_paused() -> None:
    with _prefect(busy=2) as (client, asked):
        pause_schedules(client, "inbox/inbox")
    change = ("PATCH", f"/api/deployments/{DEPLOYMENT}/schedules/{SCHEDULE}", {"active": False})
    assert [one for one in asked if one[0] == "PATCH"] == [change] * 3


def test_a_deployment_that_is_not_there_has_nothing_to_pause() -> None:
    with _prefect(busy=0) as (client, asked):
        pause_schedules(client, "other/other")
    assert [method for method, _, _ in asked] == ["GET"]


def test_a_server_that_refuses_is_an_error() -> None:
    with (
        _prefect(busy=0, refuses=True) as (client, _),
        pytest.raises(httpx.HTTPStatusError, match="403"),
    ):
        pause_schedules(client, "inbox/inbox")


Asked = list[tuple[str, str, object]]


@contextmanager
def _prefect(busy: int, *, refuses: bool = False) -> Iterator[tuple[SyncPrefectClient, Asked]]:
    """A Prefect API whose first `busy` changes it turns away; gives a client and what was asked."""
    asked: Asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(("GET", self.path, None))
            here = self.path.endswith("/name/inbox/inbox")
            self._say(200 if here else 404, KNOWN if here else {"detail": "not found"})

        def do_PATCH(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(("PATCH", self.path, body))
            turned_away = sum(method == "PATCH" for method, _, _ in asked) <= busy
            self._say(403 if refuses else 503 if turned_away else 204)

        def _say(self, status: int, body: object = None) -> None:
            content = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Retry-After", "0")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with SyncPrefectClient(f"http://127.0.0.1:{server.server_port}/api") as client:
            yield client, asked
    finally:
        server.shutdown()
        server.server_close()
