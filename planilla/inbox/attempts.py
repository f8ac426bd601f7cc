"""What is on disk of reading a claimed file: that it began, and whose end it was.

A file may be the end of the process that reads it, and once of the whole program: what
is written down before it is opened is what a next run goes by. Only a death of the
reading process counts against a file; a power cut at the wrong moment is no fault of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from planilla.common.atomic_write import write_whole

RECORD = ".lectura"  # no dropped file has such a name: hidden ones are left alone
MOST_DEATHS = 2
MOST_UNFINISHED = 2


@dataclass(frozen=True, slots=True)
class Attempts:
    """The record in a claim's folder; raises `OutputError` where it cannot be written."""

    room: Path

    @property
    def deaths(self) -> int:
        """How many reading processes the file has ended."""
        return self._told("deaths")

    @property
    def poisonous(self) -> bool:
        """Whether it has ended as many as it may."""
        return self.deaths >= MOST_DEATHS

    @property
    def feared(self) -> bool:
        """Whether it may be the end of the next one, so that others had better go first.

        That nobody lived to say how a reading ended may be chance once, and not twice.
        """
        return self.deaths > 0 or self._told("unfinished") >= MOST_UNFINISHED

    def begin(self) -> None:
        """Before the file is opened."""
        self._tell(self._told("unfinished") + 1, self.deaths)

    def end(self) -> None:
        """It was read, or refused."""
        if self.deaths:
            self._tell(0, self.deaths)
        else:
            (self.room / RECORD).unlink(missing_ok=True)

    def died(self) -> None:
        """A reading process ended over it."""
        self._tell(0, self.deaths + 1)

    def take_over(self, other: Attempts) -> None:
        """What an earlier claim of the same file has learnt."""
        if (other.room / RECORD).exists():
            self._tell(other._told("unfinished"), other.deaths)

    def _told(self, name: str) -> int:
        try:
            told = json.loads((self.room / RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0
        count = told.get(name) if isinstance(told, dict) else None
        return count if isinstance(count, int) else 0

    def _tell(self, unfinished: int, deaths: int) -> None:
        told = json.dumps({"unfinished": unfinished, "deaths": deaths})
        write_whole(self.room / RECORD, lambda: told.encode("utf-8"))
