"""Where a file lies while a process works it, and where it was dropped."""

from __future__ import annotations

from pathlib import Path

CLAIMS = ".en_proceso"
"""The folder of an inbox that holds what a process has claimed, each file in one of its own."""


def is_claimed(path: Path) -> bool:
    """Whether a process has claimed it, or had when this was its path."""
    return CLAIMS in path.parts


def dropped_at(path: Path) -> Path:
    """Where a file was dropped, wherever it was moved to be worked."""
    if not is_claimed(path):
        return path
    return Path(*path.parts[: path.parts.index(CLAIMS)]) / path.name
