"""The pause between the starts of two requests of one credential (api.md 7)."""

from __future__ import annotations

import asyncio
from typing import Protocol

MOST_TURNS = 600
"""So many requests may wait for their turn; one that would wait longer than they do, does not."""

LOT_TIMES = 3
"""So many times the limit of one request a lot may take: it is issued one after the other."""


class Paced(Protocol):
    """What a client waits for before each request."""

    async def turn(self) -> None:
        """Wait for this request's turn."""
        ...


class Pace:
    """Lets one request start every `seconds`, in the order they ask."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = 0.0

    async def turn(self) -> None:
        """Wait for this request's turn."""
        loop = asyncio.get_running_loop()
        start = max(loop.time(), self._next)
        self._next = start + self._seconds
        delay = start - loop.time()
        if delay > 0:
            await asyncio.sleep(delay)
