"""Claiming a file: an atomic rename, so that of several processes one has it.

What a process that died on this machine had claimed is taken up again; who is
alive is told by the locked file of `planilla.ledger.presence`. That a file is being
read is on disk before it is opened, and how often reading it was a process's end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from planilla.common.claimed import CLAIMS
from planilla.inbox.attempts import Attempts
from planilla.inbox.folder import Folder
from planilla.ledger.presence import Presence


@dataclass(frozen=True, slots=True)
class Claim:
    """A file that is this process's alone, in a folder of its own.

    `again` says that a process died with it, and may have put its results in place.
    """

    path: Path
    again: bool = False

    @property
    def room(self) -> Path:
        """The folder of this claim, also for what is made of the file."""
        return self.path.parent

    @property
    def attempts(self) -> Attempts:
        """What is known of reading it."""
        return Attempts(self.room)

    def give_up(self) -> None:
        """Remove what is left of the claim's folder."""
        for path in sorted(self.room.rglob("*"), reverse=True):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()
        self.room.rmdir()


class Claims:
    """The claims of one process."""

    def __init__(self, folder: Folder, presence: Presence) -> None:
        self._folder = folder
        self._presence = presence

    def take(self, path: Path) -> Claim | None:
        """The file as ours, or None when another process was faster."""
        room = self._folder.root / CLAIMS / self._presence.owner / uuid4().hex
        room.mkdir(parents=True)
        target = room / _readable(path.name)
        try:
            path.rename(target)
        except (FileNotFoundError, PermissionError):  # gone, or open in a program on Windows
            room.rmdir()
            return None
        return Claim(target)

    def has_orphans(self) -> bool:
        """Whether a process has died with a file."""
        owners = (self._folder.root / CLAIMS).glob("*")
        return any(self._is_left(owner) for owner in owners)

    def orphans(self) -> Iterator[Claim]:
        """The files of processes that died, each taken as ours."""
        for owner in sorted((self._folder.root / CLAIMS).glob("*")):
            if not self._is_left(owner):
                continue
            for room in sorted(owner.glob("*")):
                yield from self._take_up(room)
            _remove_if_empty(owner)

    def _is_left(self, owner: Path) -> bool:
        return owner.name != self._presence.owner and self._presence.is_dead(owner.name)

    def _take_up(self, room: Path) -> Iterator[Claim]:
        inside = [path for path in room.glob("*") if path.is_file()]
        originals = [path for path in inside if not path.name.startswith(".")]
        before = Attempts(room)
        if not originals:
            _remove_tree(room)  # it had been finished, but for this folder
        for path in originals:
            claim = self.take(path)
            if claim is not None:
                claim.attempts.take_over(before)
                _remove_tree(room)
                yield replace(claim, again=True)


def _readable(name: str) -> str:
    """A name of bytes that are no UTF-8, as an old Windows wrote it: no ledger holds the bytes."""
    whole = os.fsencode(name)
    try:
        return whole.decode("utf-8")
    except UnicodeDecodeError:
        return whole.decode("cp1252", errors="replace")


def _remove_tree(room: Path) -> None:
    for path in sorted(room.rglob("*"), reverse=True):
        try:
            path.rmdir() if path.is_dir() else path.unlink()
        except OSError:
            return
    _remove_if_empty(room)


def _remove_if_empty(room: Path) -> None:
    try:
        room.rmdir()
    except OSError:
        return
