"""Settings that all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.contract_tally", "tests.forked"]

# machines differ in speed: no test may pass or fail by it
settings.register_profile(
    "planilla", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("planilla")


@pytest.fixture(autouse=True)
def markers_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """No test writes into the user's own state folder, nor sees another's ledgers."""
    folder = tmp_path_factory.mktemp("markers")
    monkeypatch.setenv("PLANILLA_MARKERS", str(folder))
    return folder
