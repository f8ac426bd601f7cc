"""Prefect's own server, with the versions in the lock file: it starts, deploys and schedules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from prefect.client.orchestration import SyncPrefectClient

from tests.flows.conftest import wait_for
from tests.processes import environment

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.campaign]  # test_up deploys as well


def _prefect(env: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *words],
        env=env, cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_deployments_deploy_and_a_schedule_makes_runs(
    prefect: dict[str, str], tmp_path: Path
) -> None:
    env = environment(None, tmp_path, **prefect)
    _prefect(env, "work-pool", "create", "office", "--type", "process")
    _prefect(env, "deploy", "--all")
    _prefect(env, "deployment", "schedule", "create", "emit/emit", "--interval", "600")

    def scheduled() -> bool:
        with SyncPrefectClient(prefect["PREFECT_API_URL"]) as client:
            return any(run.state_type == "SCHEDULED" for run in client.read_flow_runs())

    wait_for(scheduled)
