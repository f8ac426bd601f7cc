"""A network of its own, whose packets can be swallowed: nobody is told that nobody answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.postgres.cable import Cable

ROOT = Path(__file__).parents[2]


class Network:
    """A host beyond a wire: `port` of `host` there leads back to a port of this machine."""

    def __init__(self, name: str, host: str, port: int) -> None:
        self._name, self.host, self.port = name, host, port

    def swallow(self) -> None:
        """From now on nothing arrives, and nothing is refused."""
        _ip("-n", self._name, "link", "set", f"{self._name}b", "down")


@contextmanager
def network(to: int) -> Iterator[Network]:
    """A network namespace with a way back to a port; skips where none can be made."""
    if not shutil.which("ip") or os.name == "nt" or os.geteuid() != 0:
        pytest.skip("no network of our own on this machine")
    name, block = f"pl{os.getpid() % 100_000}", f"10.213.{os.getpid() % 250}"
    try:
        _ip("netns", "add", name)
    except subprocess.CalledProcessError:
        pytest.skip("no network of our own on this machine")
    try:
        _ip("link", "add", f"{name}a", "type", "veth", "peer", "name", f"{name}b")
        _ip("link", "set", f"{name}b", "netns", name)
        _ip("addr", "add", f"{block}.1/30", "dev", f"{name}a")
        _ip("link", "set", f"{name}a", "up")
        _ip("-n", name, "addr", "add", f"{block}.2/30", "dev", f"{name}b")
        _ip("-n", name, "link", "set", f"{name}b", "up")
        with Cable(to, near=f"{block}.1") as back:
            words = ["ip", "netns", "exec", name, sys.executable, "-m", "tests.postgres.cable"]
            words += [f"{block}.1", str(back.port), f"{block}.2"]
            with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as beyond:
                assert beyond.stdout is not None
                yield Network(name, f"{block}.2", int(beyond.stdout.readline()))
                beyond.kill()
    finally:
        _ip("netns", "del", name)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
