"""Reading the body of an answer within bounds, whatever it unpacks to."""

from __future__ import annotations

import httpx

PACKED_ONCE = {"", "identity", "gzip", "deflate"}
"""Packed twice, 64 KiB could become 64 GiB before anybody counts."""


class TooMuch(Exception):
    """The body is larger than any that is meant."""


async def read_within(response: httpx.Response, most: int) -> bytes:
    """The whole body, at most so many bytes; raises `TooMuch`, and httpx's own errors."""
    if response.headers.get("Content-Encoding", "").strip().lower() not in PACKED_ONCE:
        raise TooMuch("it is packed in a way that was not asked for")
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        if len(content) > most:
            raise TooMuch(f"it is larger than {most} bytes")
    return bytes(content)
