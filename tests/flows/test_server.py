"""Prefect's own server, with the versions in the lock file: it starts, deploys and schedules."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prefect.client.orchestration import SyncPrefectClient

from tests.contract_tally import inherited
from tests.flows.ports import free_port

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 150


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    port = free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PLANILLA_", "PREFECT_"))}
    env |= inherited()
    env |= {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    words = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)]
    with (tmp_path / "server.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(words, env=env, stdout=log, stderr=log)
        try:
            _wait_for(lambda: _healthy(env["PREFECT_API_URL"]))
            yield env
        finally:
            process.terminate()
            process.wait(30)


def _healthy(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health").is_success
    except httpx.TransportError:
        return False


def _wait_for(ready: Any) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.3)


def _prefect(env: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *words],
        env=env, cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_deployments_deploy_and_a_schedule_makes_runs(server: dict[str, str]) -> None:
    _prefect(server, "work-pool", "create", "office", "--type", "process")
    _prefect(server, "deploy", "--all")
    _prefect(server, "deployment", "schedule", "create", "emit/emit", "--interval", "600")

    def scheduled() -> bool:
        with SyncPrefectClient(server["PREFECT_API_URL"]) as client:
            return any(run.state_type == "SCHEDULED" for run in client.read_flow_runs())

    _wait_for(scheduled)
