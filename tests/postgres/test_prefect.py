"""Prefect's server, its workers and the ledger on one PostgreSQL, as several machines have it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from tests.flows.ports import free_port
from tests.helpers import check_books, in_order, lanes, write_csv
from tests.postgres.server import plain
from tests.processes import environment

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 300
FILES, ROWS = 4, 30


def wait_for(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.3)


@contextmanager
def process(log: Path, env: dict[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of Prefect's own programs, and whatever it starts, until the end of the block."""
    with log.open("wb") as out:
        started = subprocess.Popen(
            [sys.executable, "-m", "prefect", *words],
            env=env,
            cwd=ROOT,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        yield started
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


class Api:
    """Prefect's server, asked over HTTP."""

    def __init__(self, url: str) -> None:
        self._url = url

    def healthy(self) -> bool:
        try:
            return httpx.get(f"{self._url}/health").is_success
        except httpx.TransportError:
            return False

    def start(self, name: str, **parameters: Any) -> None:
        found = httpx.get(f"{self._url}/deployments/name/{name}/{name}").raise_for_status().json()
        address = f"{self._url}/deployments/{found['id']}/create_flow_run"
        body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        httpx.post(address, json=body).raise_for_status()

    def states(self, name: str) -> list[str]:
        flows = {"flows": {"name": {"any_": [name]}}}
        found = httpx.post(f"{self._url}/flow_runs/filter", json=flows).raise_for_status().json()
        return [run["state_type"] for run in found]


@pytest.mark.campaign
@pytest.mark.skipif(os.name == "nt", reason="kills process groups")
def test_two_workers_share_the_runs_and_what_a_killed_one_left_is_retried(
    database: str, server: str, tmp_path: Path
) -> None:
    with psycopg.connect(plain(server), autocommit=True) as connection:
        connection.execute("CREATE DATABASE prefect")
    pages = plain(server).rsplit("/", 1)[0] + "/prefect"
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    api = Api(url)
    with Sandbox(Options(rehearsal=Rehearsal(latency=0.3))) as box, ExitStack() as stack:

        def env(machine: str) -> dict[str, str]:
            own = {
                "PREFECT_HOME": str(tmp_path / machine / "prefect"),
                "PREFECT_API_URL": url,
                "PREFECT_API_DATABASE_CONNECTION_URL": pages.replace("://", "+asyncpg://"),
                "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
                "DO_NOT_TRACK": "1",
                "PLANILLA_LEDGER_URL": database,
            }
            return environment(box, tmp_path / machine, **own)

        def begin(machine: str, *words: str) -> subprocess.Popen[bytes]:
            return stack.enter_context(process(tmp_path / f"{machine}.log", env(machine), *words))

        begin("server", "server", "start", "--port", str(port))
        wait_for(api.healthy)
        for words in (["work-pool", "create", "office", "--type", "process"], ["deploy", "--all"]):
            with process(tmp_path / "set_up.log", env("set_up"), "--no-prompt", *words) as done:
                assert done.wait(PATIENCE_SECONDS) == 0, (tmp_path / "set_up.log").read_text()
        work = ("worker", "start", "--pool", "office", "--limit", str(FILES // 2))
        victim = begin("one", *work)
        begin("two", *work)
        whole = lanes(FILES * ROWS, points=FILES)
        for number in range(FILES):
            rows = [one for one in whole if one["punto_venta"] == number + 1]
            source = write_csv(tmp_path / f"ventas{number}.csv", rows)
            api.start("emit", files=[str(source)])
        homes = [tmp_path / machine / "pdf" for machine in ("one", "two")]
        wait_for(lambda: all(any(home.rglob("*.pdf")) for home in homes))
        assert len(box.books.held) < len(whole)
        os.killpg(victim.pid, signal.SIGKILL)

        wait_for(lambda: not {"SCHEDULED", "PENDING"} & set(api.states("emit")))
        while len(box.books.held) < len(whole):
            before = api.states("retry").count("COMPLETED")
            api.start("retry")
            wait_for(lambda n=before: api.states("retry").count("COMPLETED") > n)  # type: ignore[misc]
        check_books(box)
        in_order(box)
