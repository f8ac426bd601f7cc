"""What a world is: plain data, so that a failing one can be printed, made smaller and kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Row = dict[str, Any]
Step = Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """`steps` one after the other; each says what it `do`es.

    write    a file's rows, in a format
    run      a command on a computer, which may die (`doom`: point, n, power)
    together several runs at once
    faults   rules of what goes wrong at the service from here on
    calm     none of them any more
    service  switches of the service that change
    approve  what waits in the queue for approval
    wait     seconds
    clock    how wrong a computer's clock is from here on, in seconds
    answer   what waits for a person, rightly or wrongly
    disk     some of a computer's commits fail from here on
    lose, keep, restore  a computer's ledger

    `pause` is the longest, in seconds, that the disk takes for one thing; seldom it takes `stall`.
    """

    seed: int
    computers: int = 1
    points: int = 2
    latency: float = 1.0
    switches: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    pause: float = 0.004
    stall: float = 0.0
    steps: tuple[Step, ...] = ()

    def dumped(self) -> str:
        """As text, to be kept or read: a step a line."""
        head = {name: value for name, value in asdict(self).items() if name != "steps"}
        lines = [json.dumps(step, ensure_ascii=False) for step in self.steps]
        inside = ",\n  ".join(lines)
        return json.dumps(head, ensure_ascii=False)[:-1] + f', "steps": [\n  {inside}\n]}}'

    @classmethod
    def loaded(cls, text: str) -> Plan:
        """From that text."""
        found = json.loads(text)
        return cls(**{**found, "steps": tuple(found["steps"])})
