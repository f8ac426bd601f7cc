"""`planilla up`: the office opens, works what is dropped, and closes with nothing left running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prefect.client.orchestration import SyncPrefectClient

from planilla.sandbox.server import Sandbox
from tests.flows.ports import free_port
from tests.helpers import check_books, lanes, write_csv
from tests.processes import command, environment

PATIENCE_SECONDS = 150


def test_the_office_opens_works_what_is_dropped_and_closes_whole(tmp_path: Path) -> None:
    port = free_port()
    dropped = write_csv(tmp_path / "ventas.csv", lanes(4))
    inbox = tmp_path / "office" / "inbox"
    with Sandbox() as box, _office(box, tmp_path / "office", port) as (office, log):
        _wait_for(lambda: "Drop files in" in _text(log) or _ended(office, log))
        dropped.rename(inbox / "ventas.csv")
        _wait_for(lambda: bool(_results(inbox)) or _ended(office, log))
        _wait_for(lambda: ("bandeja: ventas.csv", "Completed") in _runs(port))
        office.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT))
        _wait_for(lambda: office.poll() is not None)
        check_books(box)
        assert len(box.books.held) == 4
    assert office.returncode == 0, _text(log)
    names = [path.name for path in _results(inbox)]
    assert names == ["PDF", "ventas.csv", "ventas.resultado.xlsx"]
    assert _left_behind(tmp_path) == []
    assert _is_free(port)


@contextmanager
def _office(
    box: Sandbox, folder: Path, port: int
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    folder.mkdir()
    log = folder / "up.log"
    with log.open("wb") as out:
        office = subprocess.Popen(
            command("up", "--port", port),
            env=environment(box, folder / "home"),
            cwd=folder,
            stdout=out,
            stderr=out,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        try:
            yield office, log
        finally:
            if office.poll() is None:  # the test has failed: as orderly as it can be
                office.terminate()
                office.wait(PATIENCE_SECONDS)


def _wait_for(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.3)


def _ended(office: subprocess.Popen[bytes], log: Path) -> bool:
    assert office.poll() is None, _text(log)
    return False


def _results(inbox: Path) -> list[Path]:
    found = sorted(inbox.glob("procesados/*/*"))
    return found if any(path.name.endswith(".resultado.xlsx") for path in found) else []


def _runs(port: int) -> list[tuple[str, str | None]]:
    with SyncPrefectClient(f"http://127.0.0.1:{port}/api") as client:
        return [(run.name, run.state_name) for run in client.read_flow_runs()]


def _text(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")


def _left_behind(folder: Path) -> list[str]:
    """Command lines of living processes that were given this folder (where /proc tells it)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            given = (process / "environ").read_bytes()
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue  # ended meanwhile, or another user's
        if os.fsencode(folder) in given and words:
            found.append(words.replace(b"\0", b" ").decode())
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
