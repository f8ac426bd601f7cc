"""What one run is asked to do, and each of its files on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from planilla.admission.known_or_new import Entry
from planilla.admission.unknown_columns import NOTHING_UNKNOWN, Admitted
from planilla.batch.followed import Followed, followed
from planilla.batch.run_result import Outcome
from planilla.common.errors import InputError
from planilla.model.operation import Operation
from planilla.reading.loaded import Loaded
from schemas.faults import Fault


@dataclass(frozen=True, slots=True)
class Job:
    """What one run is asked to do; with which settings is told apart: they hold secrets."""

    files: tuple[Path, ...]
    out: Path | None = None
    dry_run: bool = False
    leftovers: bool = False  # what earlier runs left, from whatever file; nothing else is asked


Stands = Callable[[Outcome], Path | None]
"""By how a run ended, the folder that its results are moved to; None where they stay."""


def where_written(_: Outcome) -> None:
    """The results stay where they are written."""


@dataclass
class FileRun:
    """One file on its way through a run.

    `entries` are what it asks for while that is decided, `followed` what is kept of them
    from then on. `stood` are the rows that have faults by now, and what they asked for
    before they had; `columns` says what waits because a heading is not understood,
    `asks_anew` whether nobody has been asked about it before.
    """

    path: Path
    loaded: Loaded | None = None
    problem: InputError | None = None
    entries: list[Entry] = field(default_factory=list)
    followed: Sequence[Followed] = ()
    faults: list[Fault] = field(default_factory=list)
    stood: Mapping[int, Operation] = field(default_factory=dict)
    columns: Admitted = NOTHING_UNKNOWN
    asks_anew: bool = False
    source_id: int | None = None
    result: Path | None = None

    @property
    def ids(self) -> list[int]:
        """The operations of what it asks for."""
        return [one.operation_id for one in self.followed if one.operation_id is not None]

    def planned(self) -> None:
        """All is decided: keep of it what tells what becomes of each thing asked."""
        self.followed = tuple(map(followed, self.entries))

    def let_go(self) -> None:
        """All is written down: what is to be sent is the ledger's from now on.

        The bodies and the file's typed rows would take most of a run's memory.
        """
        self.entries = []
        self.columns = replace(self.columns, asked=())
        if self.loaded is not None:
            self.loaded = replace(self.loaded, asked=())
