"""The ways the service fails, on request: by probability, by count, for one reference."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """How an answer goes wrong; `done` says whether the work was done all the same."""

    LOST = "lost"  # the work is done, the connection closes without an answer
    RESET = "reset"  # the connection closes before the work
    TOO_MANY = "429"
    SERVER = "500"  # the work is not done
    SERVER_DONE = "500-done"  # the work is done
    GATEWAY = "524"  # the work ends after the answer
    BROKEN = "broken"  # half of the JSON, the work is done
    ERROR_DONE = "error-done"  # `error: S`, the work is done
    AFIP = "afip"  # AFIP is down for a while
    MAINTENANCE = "maintenance"


@dataclass
class Plan:
    """Which fault comes next: `rates` by probability, `counted` the next n, `named` one request.

    A name is the external_reference; for `pagar` and `reenviar`, as
    `FACTURA A 00003-00000074`; any one of its references names a `lotes_encola`.
    """

    seed: int = 0
    rates: dict[Fault, float] = field(default_factory=dict)
    counted: list[Fault] = field(default_factory=list)
    named: dict[str, list[Fault]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - a rehearsal, not a secret

    def next(self, *references: str) -> Fault | None:
        """The fault for this request, if it is to have one; `references` are its names."""
        for reference in references:
            waiting = self.named.get(reference)
            if waiting:
                return waiting.pop(0)
        if self.counted:
            return self.counted.pop(0)
        drawn = self._random.random()
        for fault, rate in self.rates.items():
            if drawn < rate:
                return fault
            drawn -= rate
        return None
