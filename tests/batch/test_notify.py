"""A message to a real listener when rows need a person, and silence when none does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from planilla.sandbox.server import Sandbox
from tests.helpers import Job, row, run, settings_for, write_csv


class Listener(BaseHTTPRequestHandler):
    heard: list[str] = []  # noqa: RUF012 - of one test at a time

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append(json.loads(body)["text"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    Listener.heard.clear()
    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()


@pytest.mark.slow
def test_rows_that_need_a_person_are_told_with_file_and_counts(
    address: str, tmp_path: Path
) -> None:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home", notify_url=SecretStr(address))
        rows = [row(1), row(2, tipo="FACTURA Z")]
        run(Job((write_csv(tmp_path / "ventas.csv", rows),), settings))
        run(Job((write_csv(tmp_path / "bien.csv", [row(3)]),), settings))
    (told,) = Listener.heard
    assert "ventas.csv: 1 INVALIDO" in told


@pytest.mark.slow
def test_a_file_that_waits_for_answers_is_told_once_however_often_it_is_tried(
    address: str, tmp_path: Path
) -> None:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home", notify_url=SecretStr(address))
        job = Job((write_csv(tmp_path / "ventas.csv", [row(1) | {"Dto.": "5"}]),), settings)
        assert [run(job).exit_code for _ in range(3)] == [4, 4, 4]
    (told,) = Listener.heard
    assert "ventas.csv: 1 A REVISAR" in told


def test_an_address_that_does_not_answer_changes_nothing_of_the_run(tmp_path: Path) -> None:
    with Sandbox() as box:
        nowhere = SecretStr("http://127.0.0.1:1/")
        settings = settings_for(box, tmp_path / "home", notify_url=nowhere)
        rows = [row(1), row(2, tipo="FACTURA Z")]
        done = run(Job((write_csv(tmp_path / "ventas.csv", rows),), settings))
    assert done.exit_code == 3
