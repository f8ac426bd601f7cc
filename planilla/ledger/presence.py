"""Who is alive on this machine: a locked file a process, which the system frees at its death.

A lease outlasts a long request. Without this, the run after a crash would wait
minutes for a lease whose holder is gone.
"""

from __future__ import annotations

import contextlib
import hashlib
import platform
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout


class Presence:
    """This process, as other processes of the machine can see it.

    An owner is named after the machine and the folder of its locks, so that a
    process elsewhere is never taken for a dead one here.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        here = f"{platform.node()}|{folder.absolute()}"
        self._place = hashlib.sha256(here.encode()).hexdigest()[:16]
        self.owner = f"{self._place}-{uuid4().hex}"
        self._lock = FileLock(self._path(self.owner))
        self._lock.acquire(timeout=0)

    def _path(self, owner: str) -> Path:
        return self._folder / f"{owner}.alive"

    def is_dead(self, owner: str) -> bool:
        """Whether `owner` lived here and is gone; False when it cannot be told."""
        if owner == self.owner or not owner.startswith(f"{self._place}-"):
            return False
        path = self._path(owner)
        if not path.exists():
            return True  # it left in order, and could not give its lease back
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            return False
        lock.release()
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return True

    def leave(self) -> None:
        """Say that this process is done."""
        self._lock.release()
        with contextlib.suppress(OSError):
            self._path(self.owner).unlink(missing_ok=True)
