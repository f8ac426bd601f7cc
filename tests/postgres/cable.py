"""A line between a process and a server that can be cut, as a network does.

`python -m tests.postgres.cable HOST PORT NEAR` carries what comes to an address of
its own, which it prints, to that one.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import sys
import threading
from types import TracebackType
from typing import Self

RESET = struct.pack("ii", 1, 0)  # on closing, drop what is under way


class Cable:
    """Carries what comes to its own port to another, of this machine or `host`, until it is cut.

    `near` is the address it listens at.
    """

    def __init__(self, to: int, host: str = "127.0.0.1", near: str = "127.0.0.1") -> None:
        self._to = host, to
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._cut = False
        self._door = socket.create_server((near, 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """Drop every connection at once, and refuse new ones."""
        with self._lock:
            self._cut = True
            ends, self._open = [self._door, *self._open], []
        for end in ends:
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._door.accept()
                self._join(near)

    def _join(self, near: socket.socket) -> None:
        far = socket.create_connection(self._to)
        with self._lock:
            self._open += [near, far]
        for source, target in ((near, far), (far, near)):
            target.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._carry, args=(source, target), daemon=True).start()
        if self._cut:
            self.cut()

    @staticmethod
    def _carry(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.cut()


if __name__ == "__main__":
    print(Cable(int(sys.argv[2]), sys.argv[1], sys.argv[3]).port, flush=True)
    threading.Event().wait()
