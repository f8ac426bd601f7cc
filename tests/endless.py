"""A service that never comes to an end, each in its own way, over real sockets."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
LONG = HEAD + b"Content-Length: 1000000\r\n\r\n"
DROP = 0.02  # seconds between two bytes: far below any limit of a read
Way = Callable[[socket.socket], None]


def silent(peer: socket.socket) -> None:
    """It takes the request and says nothing."""
    peer.recv(1)


def drips_headers(peer: socket.socket) -> None:
    """A header a drop."""
    peer.sendall(HEAD)
    _drip(peer, b"X-A: b\r\n")


def drips_body(peer: socket.socket) -> None:
    """A body that is always about to end."""
    peer.sendall(LONG)
    _drip(peer, b" ")


def interim(peer: socket.socket) -> None:
    """Answer after answer that is only a promise of one."""
    while True:
        peer.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def body_without_end(peer: socket.socket) -> None:
    """As much as the line takes."""
    peer.sendall(CHUNKED)
    while True:
        peer.sendall(b"100000\r\n" + b" " * 0x100000 + b"\r\n")


def bomb(peer: socket.socket) -> None:
    """200 MB in 200 kB."""
    _packed(peer, gzip.compress(b" " * 200_000_000), b"gzip")


def bomb_in_a_bomb(peer: socket.socket) -> None:
    """100 GB in a few hundred bytes."""
    _packed(peer, gzip.compress(gzip.compress(b" " * 50_000_000) * 40), b"gzip, gzip")


def redirects(peer: socket.socket) -> None:
    """To itself, for ever."""
    peer.sendall(
        b"HTTP/1.1 302 Found\r\nLocation: /again.pdf\r\nContent-Length: 0\r\n"
        b"Connection: close\r\n\r\n"
    )


WAYS: tuple[Way, ...] = (
    silent, drips_headers, drips_body, interim, body_without_end, bomb, bomb_in_a_bomb,
)  # fmt: skip


@contextmanager
def endless(way: Way) -> Iterator[str]:
    """The address of a service that answers each request in this way."""
    listener = socket.create_server(("127.0.0.1", 0))
    peers: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            peers.append(peer)
            threading.Thread(target=_answer, args=(peer, way), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        listener.close()
        for peer in peers:
            peer.close()


def _answer(peer: socket.socket, way: Way) -> None:
    try:
        peer.recv(65536)
        way(peer)
        if way is not silent:
            peer.close()
    except OSError:
        return


def _drip(peer: socket.socket, drop: bytes) -> None:
    while True:
        peer.sendall(drop)
        time.sleep(DROP)


def _packed(peer: socket.socket, content: bytes, how: bytes) -> None:
    length = b"Content-Length: %d\r\n" % len(content)
    peer.sendall(HEAD + length + b"Content-Encoding: " + how + b"\r\n\r\n" + content)
