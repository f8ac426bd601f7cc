"""A real PostgreSQL of our own, on a free port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

PATIENCE_SECONDS = 150


def plain(address: str) -> str:
    """The address as PostgreSQL's own programs take it."""
    return address.replace("+psycopg", "")


def programs() -> Path | None:
    """Where PostgreSQL's own programs are."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return known[-1].parent if known else None


def _as_somebody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a fresh, empty database."""
    where = programs()
    if where is None:
        pytest.skip("no PostgreSQL on this machine")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o777)
        data, who = folder / "data", _as_somebody()
        words = [str(where / "initdb"), "-D", str(data), "-U", "planilla", "-A", "trust"]
        words += ["-E", "UTF8"]
        subprocess.run(words, check=True, capture_output=True, cwd=folder, **who)
        start = [str(where / "postgres"), "-D", str(data), "-k", str(folder)]
        start += ["-h", "127.0.0.1", "-F"]  # it is thrown away: no fsync
        process, port = _begun(start, folder, who)
        try:
            yield f"postgresql+psycopg://planilla@127.0.0.1:{port}/postgres"
        finally:
            process.send_signal(signal.SIGINT)  # waits for no client
            process.wait(30)


def _begun(
    start: list[str], folder: Path, who: dict[str, Any]
) -> tuple[subprocess.Popen[bytes], int]:
    """A server that answers, and where: a port that was free may be somebody else's by then."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        with socket.create_server(("127.0.0.1", 0)) as found:
            port = found.getsockname()[1]
        quiet = subprocess.DEVNULL
        words = [*start, "-p", str(port)]
        process = subprocess.Popen(words, cwd=folder, stdout=quiet, stderr=quiet, **who)
        if _answers(process, port, deadline):
            return process, port


def _answers(process: subprocess.Popen[bytes], port: int, deadline: float) -> bool:
    """Whether it does, as soon as it does; not where it has ended."""
    while process.poll() is None:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="planilla", dbname="postgres").close()
        except psycopg.OperationalError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return True
    assert time.monotonic() < deadline
    return False
