"""Settings that all tests share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.contract_tally", "tests.forked"]

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes its own folder there
NEEDED_BYTES = 4 << 30
LONGEST = (
    "flows/",
    "simulation/",
    "postgres/",
    "matrix/",
    "inbox/test_inbox.py",
    "queue/test_webhooks.py",
    "whole/",
    "crash/",
)
"""What takes long or waits begins first: begun last, one worker runs it while the others idle."""

# machines differ in speed: no test may pass or fail by it
settings.register_profile(
    "planilla",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    max_examples=30,
)
settings.register_profile(
    "campaign", settings.get_profile("planilla"), derandomize=False, max_examples=1000
)
settings.load_profile("planilla")


def pytest_configure(config: pytest.Config) -> None:
    """Ledgers in memory where there is room: a process that is killed loses nothing there either.

    On a disk each commit waits 5 ms for it, and a test has hundreds.
    """
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > NEEDED_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; else in the order of the files."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    name = item.nodeid.removeprefix("tests/")
    places = (n for n, longest in enumerate(LONGEST) if name.startswith(longest))
    return next(places, len(LONGEST))


@pytest.fixture(autouse=True)
def markers_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """No test writes into the user's own state folder, nor sees another's ledgers."""
    folder = tmp_path_factory.mktemp("markers")
    monkeypatch.setenv("PLANILLA_MARKERS", str(folder))
    return folder
