"""The questions about a file's columns that stand beside it while it waits for their answers.

They are told from what somebody has saved by a mark of our own: a moment long ago as that of
their last change.
"""

from __future__ import annotations

import os
from pathlib import Path

QUESTIONS = ".preguntas.xlsx"  # behind a file's name
DAY = 86_400.0
UNTOUCHED = 946_684_800.0  # 1/1/2000


def put(made: Path, place: Path) -> bool:
    """Put questions where they belong, unless some stand there: somebody may be answering."""
    if place.exists():
        return False
    os.utime(made, (UNTOUCHED, UNTOUCHED))
    made.replace(place)
    return True


def written_into(path: Path) -> bool:
    """Whether somebody has saved questions since they were put there."""
    try:
        return abs(path.stat().st_mtime - UNTOUCHED) > DAY
    except FileNotFoundError:
        return False
