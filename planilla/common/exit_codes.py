"""How a run ended, as the exit code of the command line."""

from __future__ import annotations

from collections.abc import Iterable

DONE, COULD_NOT, SOME_WRONG, SOME_OPEN = 0, 1, 3, 4
WORST_FIRST = COULD_NOT, SOME_OPEN, SOME_WRONG


def worst(codes: Iterable[int]) -> int:
    """The one that wins of several: 1, 4, 3, 0 (README.md, "Commands")."""
    found = set(codes)
    return next((code for code in WORST_FIRST if code in found), DONE)
