"""One Prefect server for these tests: beginning one takes longer than all that they ask of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.contract_tally import inherited
from tests.flows.ports import free_port

PATIENCE_SECONDS = 150


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The variables by which a process finds the server."""
    home, port = tmp_path_factory.mktemp("prefect"), free_port()
    ours = {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PLANILLA_", "PREFECT_"))}
    words = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)]
    with (home / "server.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(words, env=env | inherited() | ours, stdout=log, stderr=log)
        try:
            wait_for(lambda: _healthy(ours["PREFECT_API_URL"]))
            yield ours
        finally:
            process.terminate()
            process.wait(30)


def wait_for(ready: Callable[[], object]) -> None:
    """Look again and again, for as long as a slow machine may need."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.3)


def _healthy(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health").is_success
    except httpx.TransportError:
        return False
