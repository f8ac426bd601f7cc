"""Named points at which a test can kill the process, as a power cut would.

`PLANILLA_DIE_AT=after-intent` dies at the first pass of that point,
`after-intent:3` at the third. Without the variable a point costs a look-up in
a dictionary. A simulator in this process hears of every point it passes (`heard`).
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

VARIABLE = "PLANILLA_DIE_AT"
POINTS = (
    "before-reading",
    "before-intent",
    "before-marker",
    "after-intent",
    "after-request",
    "after-outcome",
    "before-adoption",
    "before-pdf",
    "after-pdf",
    "after-document",
    "before-workbook",
    "during-workbook",
    "after-workbook",
    "before-filing",
    "during-filing",
)

_passes: dict[str, int] = {}
heard: list[Callable[[str], None]] = []


def reach(point: str) -> None:
    """Die here if the environment says so; nothing is flushed or closed."""
    for hears in heard:
        hears(point)
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    name, _, count = wanted.partition(":")
    if name != point:
        return
    _passes[point] = _passes.get(point, 0) + 1
    if _passes[point] == int(count or 1):
        _die()


def _die() -> None:
    if os.name == "nt":
        os._exit(137)
    os.kill(os.getpid(), signal.SIGKILL)
