"""The contract's check is on in the whole suite; what it saw is told at the end, by method.

Every client in this process and in those that the tests start holds its requests
against the contract (`planilla.service.checked`), every sandbox its requests and
answers; each writes a line into one folder at once, so that workers and killed
processes count too. A client's request that the contract does not allow fails the
run even where a test did not notice, as does an answer of a sandbox that no
document knows. Tests that break the contract on purpose use `aside`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from schemas.service.tally import ANSWER, FOLDER, REFUSED, REQUEST, UNDOCUMENTED, written

SWITCH = "PLANILLA_CHECK_CONTRACT"
INHERITED = (SWITCH, FOLDER)
"""What a process that a test starts needs of the environment to be checked and counted too."""
NEVER = (("client", REFUSED), ("sandbox", UNDOCUMENTED))
COLUMNS = {
    ("client", REQUEST): "client sent",
    ("client", REFUSED): "not allowed",
    ("client", ANSWER): "was answered",
    ("client", UNDOCUMENTED): "undocumented",
    ("sandbox", REQUEST): "| sandbox took",
    ("sandbox", REFUSED): "not allowed",
    ("sandbox", ANSWER): "answered",
    ("sandbox", UNDOCUMENTED): "undocumented",
}
OWN_FOLDER = pytest.StashKey[Path]()


def inherited() -> dict[str, str]:
    """The variables of the check, for the environment of a process."""
    return {name: os.environ[name] for name in INHERITED if name in os.environ}


@contextmanager
def aside() -> Iterator[None]:
    """What happens inside is on purpose: it is checked all the same, and not counted."""
    folder = os.environ.pop(FOLDER, None)
    try:
        yield
    finally:
        if folder is not None:
            os.environ[FOLDER] = folder


def pytest_configure(config: pytest.Config) -> None:
    """Turn it on before anything is collected; workers inherit the folder."""
    os.environ[SWITCH] = "1"
    if FOLDER not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="planilla-contract-"))
        config.stash[OWN_FOLDER] = folder
        os.environ[FOLDER] = str(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder, if it is ours."""
    folder = config.stash.get(OWN_FOLDER, None)
    if folder is not None:
        os.environ.pop(FOLDER, None)
        shutil.rmtree(folder, ignore_errors=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A breach that no test noticed fails the run."""
    if hasattr(session.config, "workerinput") or exitstatus != pytest.ExitCode.OK:
        return
    if any((who, what) in NEVER for who, what, _ in written(Path(os.environ[FOLDER]))):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table."""
    counts = written(Path(os.environ[FOLDER]))
    if not counts:
        return
    terminalreporter.section("requests and answers held against the contract, by method")
    for line in table(counts):
        terminalreporter.write_line(line)
    for who, what in NEVER:
        bad = {m: n for (w, k, m), n in counts.items() if (w, k) == (who, what)}
        if bad:
            terminalreporter.write_line(f"NOT ALLOWED: {who} {what} {bad}", red=True)


def table(counts: Counter[tuple[str, str, str]]) -> Iterator[str]:
    """A line a method, and the sums."""
    methods = sorted({method for _, _, method in counts})
    width = max(len(method) for method in methods)
    heads = list(COLUMNS.values())
    yield " ".join([f"{'':{width}}", *heads])
    sums = [0] * len(COLUMNS)
    for method in methods:
        cells = [counts[who, what, method] for who, what in COLUMNS]
        sums = [a + b for a, b in zip(sums, cells, strict=True)]
        yield _line(method, width, cells, heads)
    yield _line("all", width, sums, heads)


def _line(name: str, width: int, cells: list[int], heads: list[str]) -> str:
    told = [f"{cell:{len(head)}d}" for cell, head in zip(cells, heads, strict=True)]
    return " ".join([f"{name:{width}}", *told])
