"""How a run ended, as the exit code of the command line."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """What a command ends with (README.md, "Commands")."""

    DONE = 0
    COULD_NOT = 1
    SOME_WRONG = 3
    SOME_OPEN = 4


DONE, COULD_NOT, SOME_WRONG, SOME_OPEN = ExitCode
WORST_FIRST = COULD_NOT, SOME_OPEN, SOME_WRONG


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """The one that wins of several: 1, 4, 3, 0."""
    found = set(codes)
    return next((code for code in WORST_FIRST if code in found), DONE)
