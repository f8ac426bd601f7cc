"""Settings that all tests share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# before polars is imported: its threads cost more than they give where frames are small
os.environ.setdefault("POLARS_MAX_THREADS", "1")

pytest_plugins = ["tests.contract_tally", "tests.forked", "tests.compiled_once"]

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
SLOW_ROOMS = {"crash", "flows", "matrix", "postgres", "simulation", "upgrade", "whole"}
"""Real processes, servers and whole days; elsewhere a slow test is marked where it stands."""
FAST = "not campaign and not slow"

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


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The fast tests do not even import what the slow rooms need."""
    fast = config.option.markexpr == FAST
    return True if fast and _room(collection_path) in SLOW_ROOMS else None


@pytest.hookimpl(tryfirst=True)  # before those that are not asked for are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; else in the order of the files."""
    items.sort(key=_place)
    for item in items:
        if _room(item.path) in SLOW_ROOMS:
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tests of a group share a server: a worker that does not know groups would begin its own."""
    if not getattr(session.config.option, "loadgroup", False):
        return
    for item in session.items:
        if item.get_closest_marker("xdist_group") and "@" not in item.nodeid:
            raise pytest.UsageError(f"pytest-xdist has not put {item.nodeid} into its group")


def _room(path: Path) -> str:
    here = Path(__file__).parent
    return path.relative_to(here).parts[0] if path.is_relative_to(here) and path != here else ""


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
