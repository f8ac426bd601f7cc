"""The interpreter by which tests start planilla: where it can be, a fork of one that is ready.

The session's stand-in for Python hands planilla's own words to the fork server
(`tests/fork_server.py`) and ends as the fork does; all other words go to the real Python.
The server begins when it is first wanted: tests without processes do without it.
"""

from __future__ import annotations

import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

VARIABLE = "TESTS_INTERPRETER"
TELL = "TESTS_TELL_PID"
LONGEST_ADDRESS = 100  # the system's bound is 107
ROOT = Path(__file__).parents[1]
LOST = 99
"""How the stand-in ends when the server died before it could say how the process did."""
STAND_IN = """#!{python} -IS
import os, sys
words = sys.argv[1:]
if words[:2] == ["-m", "planilla"]:
    how, words = words[:2], words[2:]
elif words[:2] == ["-P", "-c"] and "planilla.reading.process.child" in words[2]:
    how, words = words[1:3], words[3:]
else:
    os.execv({python!r}, [{python!r}, *words])
import json, socket
server = socket.socket(socket.AF_UNIX)
server.connect({address!r})
tell = os.environ.pop({tell!r}, "")
asked = dict(how=how, words=words, python=sys.argv[0], env=dict(os.environ), cwd=os.getcwd())
socket.send_fds(server, [json.dumps(asked).encode() + b"\\n"], [0, 1, 2])
for stream in (0, 1, 2):
    os.close(stream)
told = server.makefile()
pid = told.readline()
if not pid:
    os._exit({lost})
if tell:
    os.write(int(tell), pid.encode())
    os.close(int(tell))
code = int(told.readline() or {lost})
if code < 0:
    os.kill(os.getpid(), -code)
os._exit(code)
"""


def interpreter() -> str:
    """What to start planilla with."""
    return os.environ.get(VARIABLE, sys.executable)


class Process(subprocess.Popen[str]):
    """A process of planilla; what is sent to it reaches the fork itself, at once."""

    def __init__(self, words: list[str], *, env: dict[str, str], **options: Any) -> None:
        self._fork: int | None = None
        if words[0] == sys.executable:
            super().__init__(words, env=env, **options)
            return
        told, tell = os.pipe()
        try:
            super().__init__(words, env=env | {TELL: str(tell)}, pass_fds=(tell,), **options)
        finally:
            os.close(tell)
            with open(told, encoding="ascii") as said:  # noqa: PTH123 - a pipe
                line = said.readline()
                self._fork = int(line) if line else None  # the stand-in itself was lost

    def send_signal(self, sig: int) -> None:
        """Send it, unless the process has ended."""
        if self._fork is None:
            super().send_signal(sig)
        elif self.poll() is None:
            os.kill(self._fork, sig)


@contextmanager
def served() -> Iterator[None]:
    """Have a fork server at hand while the block lasts, where the system has one to give."""
    folder = Path(tempfile.mkdtemp(prefix="planilla-fork-"))
    address = folder / "socket"
    if sys.platform != "linux" or len(str(address)) > LONGEST_ADDRESS or VARIABLE in os.environ:
        folder.rmdir()
        yield
        return
    stand_in = folder / "python"
    text = STAND_IN.format(python=sys.executable, address=str(address), tell=TELL, lost=LOST)
    stand_in.write_text(text, encoding="utf-8")
    stand_in.chmod(0o700)
    over, end = os.pipe()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(address))
        listener.listen(128)
        waiting = threading.Thread(target=_serve, args=(listener, over), daemon=True)
        waiting.start()
        os.environ[VARIABLE] = str(stand_in)
        try:
            yield
        finally:
            del os.environ[VARIABLE]
            os.close(end)
            waiting.join()
            os.close(over)
            shutil.rmtree(folder, ignore_errors=True)


def _serve(listener: socket.socket, over: int) -> None:
    """Begin the server when the first one knocks, and another should it die."""
    while over not in select.select([listener.fileno(), over], [], [])[0]:
        _serve_once(listener, over)


def _serve_once(listener: socket.socket, over: int) -> None:
    ours = ("PLANILLA_", "PREFECT_")
    env = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    words = [sys.executable, "-m", "tests.fork_server", str(listener.fileno())]
    subprocess.run(
        words,
        stdin=over,
        cwd=ROOT,
        env=env | {"PYTHONIOENCODING": "utf-8"},
        pass_fds=(listener.fileno(),),
        start_new_session=True,
        check=False,
    )


SERVER = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """One for the session; workers inherit its name."""
    stack = config.stash[SERVER] = ExitStack()
    stack.enter_context(served())


def pytest_unconfigure(config: pytest.Config) -> None:
    """End it."""
    if SERVER in config.stash:
        config.stash[SERVER].close()
