"""Whether a dropped file has been copied completely, so that it may be claimed.

It has come to rest when it has not changed for a while. A program's own files (hidden ones,
locks, downloads under way) are none, and what is open in Excel is still being written.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

STABLE_SECONDS = 2.0
EMPTY_SECONDS = 60.0  # an empty file may still be on its way
ON_THE_WAY = {
    *(".tmp", ".part", ".partial", ".crdownload", ".download", ".gdownload", ".icloud"),
    *(".swp", ".lock"),
}


class AtRest:
    """What has been seen of files; `stable` are the seconds for which one must not have changed."""

    def __init__(self, stable: float) -> None:
        self._stable = stable
        self._seen: dict[Path, tuple[os.stat_result, float]] = {}

    def has(self, path: Path) -> bool:
        """Whether nobody is still writing it: unchanged for a while, and not just begun."""
        try:
            state = path.stat()
        except FileNotFoundError:
            return False  # somebody else was faster
        needed = self._stable if state.st_size else max(self._stable, EMPTY_SECONDS)
        idle = time.time() - max(state.st_mtime, state.st_ctime)
        return idle >= needed or (idle < 0 and self._watched(path, state) >= needed)

    def _watched(self, path: Path, state: os.stat_result) -> float:
        """For how long a file that claims to be of a later moment has been seen as it is."""
        before, since = self._seen.get(path, (None, 0.0))
        if before is None or _changed(before) != _changed(state):
            since = time.monotonic()
            self._seen[path] = state, since
        return time.monotonic() - since


def passing(name: str, names: set[str]) -> bool:
    """Whether a name is a program's own: hidden, a lock, a download under way, or open in Excel.

    `names` are all that stand beside it.
    """
    if name.startswith((".", "~")) or Path(name).suffix.lower() in ON_THE_WAY:
        return True
    # Excel's lock has the name behind ~$, or all but its first two letters
    return bool({f"~${name}", f"~${name[2:]}", f".~lock.{name}#"} & names)


def _changed(state: os.stat_result) -> tuple[float, float, int]:
    return state.st_mtime, state.st_ctime, state.st_size
