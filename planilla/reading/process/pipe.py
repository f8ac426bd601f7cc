"""How the two processes speak: a header of JSON and blobs, each behind its length."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import IO, Any

READY, BEGUN = b"r", b"b"
LENGTH = struct.Struct("<Q")
MOST_HEADER = 64 << 20
MOST_ANSWER = 2 << 30
BLOCK = 1 << 20


def put(target: IO[bytes], header: dict[str, Any], blobs: Sequence[bytes]) -> None:
    """Write an answer."""
    told = json.dumps({**header, "sizes": [len(blob) for blob in blobs]}).encode("ascii")
    head = LENGTH.pack(len(told)) + told
    if sum(map(len, blobs)) < BLOCK:  # at once: whoever waits is woken up once
        head, blobs = b"".join((head, *blobs)), ()
    for blob in (head, *blobs):
        target.write(blob)
    target.flush()


def get(source: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Read an answer; raises `EOFError` where it ends early, `ValueError` where it is none."""
    (size,) = LENGTH.unpack(exactly(source, LENGTH.size))
    header = json.loads(exactly(source, _bounded(size, MOST_HEADER)))
    sizes = header.get("sizes") if isinstance(header, dict) else None
    if not isinstance(sizes, list) or not all(isinstance(one, int) for one in sizes):
        raise ValueError("no header")
    _bounded(sum(sizes), MOST_ANSWER)
    return header, [exactly(source, _bounded(one, MOST_ANSWER)) for one in sizes]


def exactly(source: IO[bytes], size: int) -> bytes:
    """So many bytes; raises `EOFError`."""
    parts: list[bytes] = []
    left = size
    while left:
        part = source.read(min(left, BLOCK))
        if not part:
            raise EOFError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _bounded(size: int, most: int) -> int:
    if not 0 <= size <= most:
        raise ValueError(f"an answer of {size} bytes")
    return size
