"""Processes of planilla from one that has imported everything: a fork, not a new interpreter.

What is born here is a process of its own, which dies by SIGKILL, holds its own locks and
ends with its own exit code; only its imports are done (2 s of them otherwise). polars is
imported and not used: its threads would be missing in a fork.

Who wants one (`tests/forked.py`) connects, sends what to run with the three streams, is
told the process's id and later how it ended; who goes away takes the process along.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

LONGEST = 1_000_000
MODULES = (
    "planilla.cli",
    *(
        f"planilla.commands.work.{name}"
        for name in ("batch", "inbox", "query", "reconcile", "requeue", "retry", "review", "status")
    ),
    "planilla.queue.webhooks",
    "planilla.reading.process.child",
    "planilla.sandbox.server",
    "planilla.service.checked",
    "planilla.writing.result_workbook",
    # what others import only when they are used
    "_strptime",
    "alembic.command",
    "alembic.config",
    "anyio._backends._asyncio",
    "httpcore",
    "openpyxl.packaging.extended",
    "pandera.backends.polars.container",
    "pandera.backends.register_checks",
    "sqlalchemy.dialects.sqlite",
)
HARMLESS = {"jemalloc_bg_thd", "polars-ooc-clea"}
"""Threads that polars has from its import on, and that a fork does without."""
Asked = dict[str, Any]


def main() -> None:
    """Serve the listening socket of the given number, for as long as file 0 is open."""
    for name in MODULES:
        importlib.import_module(name)
    from planilla.settings.connection import tls
    from schemas.service.contract import contract

    contract(), tls()  # made once for all
    threads = [one.read_text().strip() for one in Path("/proc/self/task").glob("*/comm")]
    used = [name for name in threads if name not in HARMLESS][1:]
    assert not used, f"a fork would hang without {used}"
    gc.collect()
    gc.freeze()
    asked = _Server(socket.socket(fileno=int(sys.argv[1]))).serve()
    if asked is None:
        return
    try:
        _run(asked)
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        _end(end.code)
    _end(0)


class _Server:
    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._children: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._ended, self._bell = socket.socketpair()
        self._bell.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._bell.fileno())
        self._selector.register(0, selectors.EVENT_READ)
        self._selector.register(self._ended, selectors.EVENT_READ, self._reap)

    def serve(self) -> Asked | None:
        """What is to be done, in each process that is born; nothing when all is over."""
        self._selector.register(self._listener, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._listener:
                    if asked := self._accept():
                        return asked
                elif key.fileobj == 0:
                    self._over()
                    return None
                else:
                    key.data()

    def _accept(self) -> Asked | None:
        client, _ = self._listener.accept()
        content, streams = _heard(client)
        if not content.endswith(b"\n"):  # killed before it had said what it wants
            self._close(client, streams)
            return None
        child = os.fork()
        if not child:
            client.detach()
            self._leave(streams)
            asked: Asked = json.loads(content)
            return asked
        self._close(None, streams)
        self._children[child] = client
        self._selector.register(client, selectors.EVENT_READ, partial(self._left, child))
        with contextlib.suppress(OSError):  # who asked is gone: `_left` is told next
            client.sendall(f"{child}\n".encode())
        return None

    def _close(self, client: socket.socket | None, streams: list[int]) -> None:
        for stream in streams:
            os.close(stream)
        if client:
            client.close()

    def _left(self, child: int) -> None:
        """Whoever goes away leaves nothing running; the child may have ended by itself just now."""
        if child in self._children:
            self._selector.unregister(self._children[child])
            os.kill(child, signal.SIGKILL)

    def _leave(self, streams: list[int]) -> None:
        """Let go of all that is the server's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        for one in (self._ended, self._bell, self._listener, *self._children.values()):
            one.detach()
        self._selector.close()
        os.closerange(3, 4096)

    def _reap(self) -> None:
        self._ended.recv(4096)
        while self._children:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            client = self._children.pop(child)
            with contextlib.suppress(KeyError):  # of one who left it is no longer there
                self._selector.unregister(client)
            with contextlib.suppress(OSError):
                client.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
            client.close()

    def _over(self) -> None:
        for child in self._children:
            os.kill(child, signal.SIGKILL)


def _heard(client: socket.socket) -> tuple[bytes, list[int]]:
    """All that a client says up to the end of its line, or what it said before it went away."""
    content, streams = b"", list[int]()
    with contextlib.suppress(OSError):
        content, streams, _, _ = socket.recv_fds(client, LONGEST, 3)
        while not content.endswith(b"\n") and (more := client.recv(LONGEST)):
            content += more
    return content, streams


def _run(asked: Asked) -> None:
    """Do as a new interpreter would that was given these words."""
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    os.chdir(asked["cwd"])
    sys.executable = asked["python"]
    how, what = asked["how"]
    sys.argv = [how, *asked["words"]]
    if how == "-c":
        os.setsid()
        exec(what, {"__name__": "__main__"})  # noqa: S102 - planilla's own words
    else:
        runpy.run_module(what, run_name="__main__", alter_sys=True)


def _end(code: int) -> None:
    """As the interpreter ends, but for taking a thousand modules apart (0.1 s)."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
