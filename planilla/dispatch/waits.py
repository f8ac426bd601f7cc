"""How long the dispatcher waits, in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds: how long absence must last to count, a request's limit, the first pause.

    `lot` is how long the service may be at work on a lot, whatever became of its answer.
    """

    settle: float
    request: float
    retry: float
    lot: float = 0.0
