"""Who is alive on this machine: a locked file a process, which the system frees at its death.

A lease outlasts a long request. Without this, the run after a crash would wait
minutes for a lease whose holder is gone.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout


class Presence:
    """This process, as other processes of the machine can see it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.owner = uuid4().hex
        self._lock = FileLock(self._path(self.owner))
        self._lock.acquire(timeout=0)

    def _path(self, owner: str) -> Path:
        return self._folder / f"{owner}.alive"

    def is_dead(self, owner: str) -> bool:
        """Whether `owner` lived on this machine and is gone; False when it cannot be told."""
        path = self._path(owner)
        if owner == self.owner or not path.exists():
            return False
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            return False
        lock.release()
        return True

    def leave(self) -> None:
        """Say that this process is done."""
        self._lock.release()
        with contextlib.suppress(OSError):
            self._path(self.owner).unlink(missing_ok=True)
