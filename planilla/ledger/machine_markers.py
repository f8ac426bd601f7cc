"""What this machine remembers of a ledger, outside of its home: a marker each.

A ledger that is put back from a copy cannot know it by itself. Its marker is not put
back with it: it names the ledger, the machine, the place, the stretch of its history
(`epoch`) and the last entry of its journal (`sequence`).

The sequence stands first, in a fixed width, and is written over in place: a process
that dies leaves the earlier or the later one, and nothing waits for the disk. A power
cut may take back some seconds; a marker that lags is never mistaken for a restore.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from filelock import FileLock

from planilla.common.private_home import FILE, private_folders

WIDTH = 20
PATIENCE_SECONDS = 10.0
POLL_SECONDS = 0.005
ENDING = ".marker"


@dataclass(frozen=True, slots=True)
class Marker:
    """A ledger as this machine last saw it."""

    ledger: str
    machine: str
    place: str
    epoch: str
    sequence: int


class Markers:
    """The markers in one folder, for all the processes that use it.

    Everything raises `OSError` where the folder cannot be used; a lock that a frozen
    process keeps is a `TimeoutError`, which is one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = FileLock(
            folder / "markers.lock", PATIENCE_SECONDS, FILE, poll_interval=POLL_SECONDS
        )

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the other threads and processes of this machine out."""
        if not self.folder.is_dir():
            private_folders(self.folder)
        with self._lock:
            yield

    def read(self, ledger: str) -> Marker | None:
        """A ledger's marker; None where there is none that can be read."""
        return _read(self._path(ledger))

    def put(self, marker: Marker) -> None:
        """Write a marker, in place of an earlier one, so that it is there after a power cut."""
        path = self._path(marker.ledger)
        draft = path.with_name(f"{path.name}.{uuid4().hex}")
        told = {k: v for k, v in asdict(marker).items() if k != "sequence"}
        text = f"{marker.sequence:0{WIDTH}d}\n{json.dumps(told)}\n"
        try:
            with open(draft, "xb", opener=_private) as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def advance(self, ledger: str, machine: str, place: str, sequence: int) -> None:
        """Move a marker on, never back; one that another place has written stays as it is."""
        with self.held():
            found = self.read(ledger)
            if found is None or (found.machine, found.place) != (machine, place):
                return
            if sequence > found.sequence:
                with self._path(ledger).open("r+b") as file:
                    file.write(f"{sequence:0{WIDTH}d}".encode())

    def another_at(self, place: str) -> bool:
        """Whether any ledger was at a place."""
        return any(found.place == place for found in self._all())

    def forget_others(self, ledger: str, place: str) -> None:
        """Leave only one ledger at a place."""
        for found in self._all():
            if found.place == place and found.ledger != ledger:
                self._path(found.ledger).unlink(missing_ok=True)

    def _all(self) -> list[Marker]:
        return [found for path in self.folder.glob(f"*{ENDING}") if (found := _read(path))]

    def _path(self, ledger: str) -> Path:
        return self.folder / f"{ledger}{ENDING}"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, FILE)


def _read(path: Path) -> Marker | None:
    try:
        sequence, _, told = path.read_text(encoding="utf-8").partition("\n")
        found = json.loads(told)
        if not all(isinstance(value, str) for value in found.values()):
            return None
        return Marker(sequence=int(sequence), **found)
    except FileNotFoundError:
        return None
    # not ours, or of another version
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def state_folder(
    platform: str = sys.platform, environment: Mapping[str, str] = os.environ
) -> Path | None:
    """Where a user's programs keep what they remember on this machine; None without a home."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if platform == "win32":
        base = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_STATE_HOME") or home / ".local" / "state")
    return base / "planilla" / "markers"
