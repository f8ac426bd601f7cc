"""Links to PDFs over real HTTP, each of which goes wrong in its own way or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SMALL = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
LARGE = b"%PDF-1.4\n" + b"% and so on\n" * 90_000 + b"%%EOF\n"
Way = Callable[[BaseHTTPRequestHandler], None]


def sent(content: bytes, length: int | None = None) -> Way:
    """It answers with a body, and says that it has such a length; the line ends if it lies."""

    def way(handler: BaseHTTPRequestHandler) -> None:
        said = len(content) if length is None else length
        handler.send_response(200)
        handler.send_header("Content-Length", str(said))
        handler.end_headers()
        handler.wfile.write(content)
        handler.close_connection = said != len(content)

    return way


def chunked(content: bytes, *, ends: bool) -> Way:
    """It answers in chunks, and says at last that there are no more, or just stops."""

    def way(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"%x\r\n%b\r\n" % (len(content), content))
        if ends:
            handler.wfile.write(b"0\r\n\r\n")
        handler.close_connection = not ends

    return way


def until_closed(content: bytes) -> Way:
    """It does not say how long the body is: it is what comes until the line ends."""

    def way(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(content)
        handler.close_connection = True

    return way


@dataclass
class Links:
    """Where they are, and how many connections were made to get them."""

    url: str = ""
    connections: int = 0
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving(ways: Mapping[str, Way]) -> Iterator[Links]:
    """Serve each path in its way, over connections that are kept."""
    links = Links()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            links.connections += 1
            super().setup()

        def do_GET(self) -> None:
            links.asked.append(self.path)
            ways[self.path.removeprefix("/")](self)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    links.url = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield links
    finally:
        server.shutdown()
        server.server_close()
