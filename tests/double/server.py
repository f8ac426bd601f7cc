"""The double as a real HTTP server on 127.0.0.1, for tests with processes."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.double.core import Double
from tests.double.faults import Reply
from tests.double.wire import encoded, exchange


class Served:
    """`api` is the base address of the methods. Hold `lock` to look into the books."""

    def __init__(self, double: Double, port: int) -> None:
        self.double = double
        self.lock = threading.RLock()
        self.site = f"http://127.0.0.1:{port}/app"
        self.api = f"{self.site}/api/v2/"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # with the library's 5, clients that come together wait a second


@contextmanager
def serving(double: Double, port: int = 0) -> Iterator[Served]:
    """Serve on a free port until the block is left. The double's links point here.

    A cut is a closed connection, whether the work was done or not: a listening
    socket cannot refuse one of its requests.
    """
    server = _Server(("127.0.0.1", port), BaseHTTPRequestHandler)
    served = Served(double, server.server_address[1])
    double.links.site = served.site
    server.RequestHandlerClass = _handler(served)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(served: Served) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def _answer(self, method: str) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with _locked(served, method, self.path, content) as reply:
                if reply.delay:
                    time.sleep(reply.delay)
                self._write(reply)

        def _write(self, reply: Reply) -> None:
            if reply.cut is not None:
                self.close_connection = True
                with suppress(OSError):
                    self.connection.shutdown(socket.SHUT_RDWR)
                return
            body, kind = encoded(reply)
            with suppress(ConnectionError):
                self.send_response(reply.status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing is logged."""

    return Handler


@contextmanager
def _locked(served: Served, method: str, path: str, content: bytes) -> Iterator[Reply]:
    """The lock is held at the arrival and at the end, not while the answer is on its way."""
    under_way = exchange(served.double, method, path, content)
    with served.lock:
        reply = under_way.__enter__()
    try:
        yield reply
    finally:
        with served.lock:
            under_way.__exit__(None, None, None)
