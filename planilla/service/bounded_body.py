"""Reading the body of an answer within bounds, whatever it unpacks to."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx

PACKED_ONCE = {"", "identity", "gzip", "deflate"}
"""Packed twice, 64 KiB could become 64 GiB before anybody counts."""


class TooMuch(Exception):
    """The body is larger than any that is meant."""


async def read_within(response: httpx.Response, most: int) -> bytes:
    """The whole body, at most so many bytes; raises `TooMuch`, and httpx's own errors."""
    content = bytearray()
    async for piece in pieces_within(response, most):
        content += piece
    return bytes(content)


async def pieces_within(response: httpx.Response, most: int) -> AsyncIterator[bytes]:
    """The body piece by piece, as `read_within`."""
    if response.headers.get("Content-Encoding", "").strip().lower() not in PACKED_ONCE:
        raise TooMuch("it is packed in a way that was not asked for")
    seen = 0
    async for piece in response.aiter_bytes():
        seen += len(piece)
        if seen > most:
            raise TooMuch(f"it is larger than {most} bytes")
        yield piece
