"""Real processes of the command line, against a sandbox in the test's own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from planilla.sandbox.server import Sandbox
from tests.contract_tally import inherited
from tests.forked import Process, interpreter
from tests.helpers import profile_a_point, tokens_shared

PATIENCE_SECONDS = 120
MARKERS = "PLANILLA_MARKERS"  # each test has its own (tests/conftest.py)
QUICK = {
    "PACE_SECONDS": "0",
    "TIMEOUT_SECONDS": "5",
    "SETTLE_SECONDS": "0.6",
    "RETRY_SECONDS": "0.05",
    "BUDGET_SECONDS": "20",
    "ISSUER_CUIT": "30707070707",
    "ISSUER_CONDICION_IVA": "RI",
}


POINTS = range(1, 21)


def environment(box: Sandbox | None, home: Path, **more: str) -> dict[str, str]:
    """An environment with planilla's settings and nothing of the developer's own."""
    own = ("PLANILLA_", "PREFECT_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(own) or k == MARKERS}
    given: dict[str, Any] = {**QUICK, "HOME": str(home)}
    if box is not None:
        given |= {name.upper(): token for name, token in tokens_shared().items()}
        given |= {"BASE_URL": box.url, "PROFILES": json.dumps(profile_a_point(*POINTS))}
    ours = {f"PLANILLA_{name}": value for name, value in given.items()}
    return kept | inherited() | ours | {"PYTHONIOENCODING": "utf-8"} | more


def planilla(
    *arguments: object, env: dict[str, str], cwd: Path
) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    words = [interpreter(), *command(*arguments)[1:]]
    return subprocess.run(
        words, env=env, cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )


def command(*arguments: object) -> list[str]:
    """The words that start planilla with a new interpreter, as people do."""
    return [sys.executable, "-m", "planilla", *map(str, arguments)]


def started(
    *arguments: object, env: dict[str, str], cwd: Path | None = None, keep: bool = True
) -> Process:
    """The command line at work, with what it says kept, if it is."""
    said = subprocess.PIPE if keep else subprocess.DEVNULL
    words = [interpreter(), *command(*arguments)[1:]]
    return Process(words, env=env, cwd=cwd, stdout=said, stderr=said, encoding="utf-8")


def wait_until(true: Callable[[], object]) -> None:
    """Look again and again, for as long as a slow machine may need."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
