"""The folder in which files are dropped, and the rooms beside it.

inbox/                        what a person drops
inbox/.en_proceso/<owner>/    what a process has claimed, a folder a file
inbox/pendientes/             what could not be finished, to be tried again; beside a note,
                              what waits for a person; beside questions, what waits for answers
inbox/procesados/AAAA-MM-DD/  the original and its result
inbox/con_errores/            the same, with something to mend
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from planilla.common.claimed import CLAIMS
from planilla.inbox.fully_copied import STABLE_SECONDS, AtRest, passing
from planilla.inbox.questions_beside import QUESTIONS, written_into

WAITING, DONE, WRONG = "pendientes", "procesados", "con_errores"
NOTE = ".leame.txt"  # behind a file's name: what is to be known of it
RETRY_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Folder:
    """An inbox; `stable` are the seconds for which a file must not have changed."""

    root: Path
    stable: float = STABLE_SECONDS
    _at_rest: AtRest = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_at_rest", AtRest(self.stable))

    def make(self) -> None:
        """Make the rooms that are missing; raises `OSError`."""
        for name in (CLAIMS, WAITING, DONE, WRONG):
            (self.root / name).mkdir(parents=True, exist_ok=True)

    def ready(self) -> list[Path]:
        """What can be claimed now: what was dropped and has come to rest, and what waits."""
        dropped = [path for path in self._files(self.root) if self._at_rest.has(path)]
        waited = [path for path in self.waiting() if _age(path) >= RETRY_SECONDS]
        answered = self._answered()
        being_answered = {path.name.removesuffix(QUESTIONS) for path in answered}
        waited = [path for path in waited if path.name not in being_answered]
        return [*sorted(dropped), *(p for p in answered if self._at_rest.has(p)), *waited]

    def coming(self) -> bool:
        """Whether something was dropped, or answered, that has not come to rest yet."""
        found = [*self._files(self.root), *self._answered()]
        return any(not self._at_rest.has(path) for path in found)

    def dropped(self) -> list[Path]:
        """What was dropped and nobody has taken yet."""
        return list(self._files(self.root))

    def waiting(self) -> list[Path]:
        """What could not be finished and is tried again by itself, `RETRY_SECONDS` after."""
        found = {path.name: path for path in self._files(self.root / WAITING)}
        return [
            path
            for name, path in sorted(found.items())
            if not name.endswith((NOTE, QUESTIONS))
            and f"{name}{NOTE}" not in found  # a person has to look
        ]

    def _answered(self) -> list[Path]:
        """The questions that somebody has written into where they stand, beside their file."""
        found = {path.name: path for path in self._files(self.root / WAITING)}
        asked = [path for name, path in sorted(found.items()) if name.endswith(QUESTIONS)]
        return [path for path in asked if written_into(path)]

    def drop_questions(self, name: str) -> None:
        """Take away what was asked about a file that waits no more; not what somebody answered."""
        path = self.root / WAITING / f"{name}{QUESTIONS}"
        with suppress(OSError):  # somebody has it open
            if path.exists() and not written_into(path):
                path.unlink()

    def asks(self, path: Path) -> bool:
        """Whether what waits does so for answers about its columns."""
        return (path.parent / f"{path.name}{QUESTIONS}").exists()

    def hurry(self, path: Path) -> None:
        """Have what waits tried again at once: nothing was in its way but the program's end."""
        moment = time.time() - RETRY_SECONDS
        with suppress(FileNotFoundError):  # somebody else was faster
            os.utime(path, (moment, moment))

    def _files(self, room: Path) -> Iterator[Path]:
        try:
            entries = list(os.scandir(room))
        except FileNotFoundError:
            return
        names = {entry.name for entry in entries}
        for entry in entries:
            if entry.is_file(follow_symlinks=False) and not passing(entry.name, names):
                yield Path(entry.path)


def _age(path: Path) -> float:
    """Seconds since it was put there; endless where a clock has been put back since."""
    try:
        age = time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
    return age if age > -RETRY_SECONDS else math.inf
