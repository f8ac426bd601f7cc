"""A computer: a home, a clock, and the processes that run there."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.simulation.disk import Connection, Trouble, as_on_disk, put_back
from tests.simulation.process import Process


class Computer:
    """`off` is how wrong its clock is, in seconds; `home` where its ledger is."""

    def __init__(self, name: str, home: Path, dice: Random) -> None:
        self.name, self.home = name, home
        self.off = 0.0
        self.trouble = Trouble()
        self.processes: list[Process] = []
        self.connections: dict[Process, list[Connection]] = {}
        self.acknowledged: dict[Path, int] = {}
        self.locks: dict[str, Process] = {}
        self._dice = dice

    @property
    def markers(self) -> Path:
        """What this computer remembers of its ledgers, beside its home."""
        return self.home.with_name(f"markers of {self.name}")

    @property
    def ledger(self) -> Path:
        return self.home / "ledger.sqlite3"

    def bereave(self, process: Process) -> None:
        """Take back what a dead process held."""
        for connection in self.connections.pop(process, []):
            connection.die()
        for path in [path for path, holder in self.locks.items() if holder is process]:
            del self.locks[path]
        if process in self.processes:
            self.processes.remove(process)
        if not self.connections:
            self.acknowledged.clear()  # the log went into the database

    def leave(self, process: Process) -> None:
        """It has ended in order; what it forgot to close the system closes."""
        process.alive = False
        self.bereave(process)

    def power_cut(self, first: Process, where: str) -> None:
        """Everything that runs here dies at once; the disk keeps what was acknowledged."""
        kept = {}
        if self.ledger.exists():
            acknowledged = self.acknowledged.get(self.ledger, 0)
            kept[self.ledger] = as_on_disk(self.ledger, acknowledged, self._dice)
        for process in [first, *[one for one in self.processes if one is not first]]:
            process.kill(f"power cut at {where} of {first.name}")
        for path, found in kept.items():
            put_back(path, found)
