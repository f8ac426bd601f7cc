"""SQLite as a death leaves it, and as a power cut does.

The log of a ledger only grows here (no checkpoint while it is open), and what is in it up to
the last commit that was acknowledged is what a power cut leaves for certain; of the rest it
leaves as much as the dice say.
"""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.simulation.process import Process, current, reach

LOG = "-wal"
INDEX = "-shm"


@dataclass
class Trouble:
    """Which commits of a computer fail: `times` of them, once `after` more have been made.

    One that is `kept` is on disk, though whoever asked for it is told that it failed.
    """

    after: int = 0
    times: int = 0
    kept: bool = False

    def strikes(self) -> bool:
        """Whether the commit that begins now is one of them."""
        if self.after:
            self.after -= 1
            return False
        self.times -= 1
        return self.times >= 0


class Connection(sqlite3.Connection):
    """A connection that belongs to the process that opened it."""

    def __init__(self, database: str, *args: Any, **options: Any) -> None:
        options["timeout"] = 0.5  # there are no threads: who waits waits for ever
        super().__init__(database, *args, **options)
        self.path = Path(database)
        self.process: Process | None = current()
        super().execute("PRAGMA synchronous=OFF")
        super().execute("PRAGMA wal_autocheckpoint=0")
        if self.process is not None:
            self.process.computer.connections.setdefault(self.process, []).append(self)

    def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
        if "synchronous" in sql:
            return self.cursor()
        return super().execute(sql, *args)

    def commit(self) -> None:
        if not self.in_transaction:
            return
        reach("before-commit")
        trouble = self.process.computer.trouble if self.process is not None else None
        failing = trouble is not None and trouble.strikes()
        if failing and trouble is not None and not trouble.kept:
            raise sqlite3.OperationalError("database or disk is full")
        super().commit()
        if failing:
            raise sqlite3.OperationalError("disk I/O error")
        reach("before-acknowledgement")
        if self.process is not None:
            self.process.computer.acknowledged[self.path] = log_size(self.path)
        reach("after-commit")

    def die(self) -> None:
        """The system closes it: what was begun and not committed is gone."""
        with contextlib.suppress(sqlite3.Error):
            self.close()


def log_size(path: Path) -> int:
    """How long the log of a database is."""
    try:
        return path.with_name(path.name + LOG).stat().st_size
    except FileNotFoundError:
        return 0


def as_on_disk(path: Path, acknowledged: int, dice: Random) -> tuple[bytes, bytes]:
    """What a power cut leaves of a database and of its log."""
    whole = path.with_name(path.name + LOG)
    log = whole.read_bytes() if whole.exists() else b""
    certain = min(acknowledged, len(log))
    return path.read_bytes(), log[: dice.choice((certain, dice.randint(certain, len(log))))]


def put_back(path: Path, found: tuple[bytes, bytes]) -> None:
    """The disk as it comes up again; nobody may have it open."""
    path.write_bytes(found[0])
    path.with_name(path.name + LOG).write_bytes(found[1])
    path.with_name(path.name + INDEX).unlink(missing_ok=True)
