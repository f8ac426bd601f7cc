"""Whether a ledger knows all that was asked through it, and since when.

A ledger that is put back from a copy, or used in two copies, has lost what was asked
since, and holds nothing that could tell. So each machine keeps a marker outside of the
home (`markers.py`), written after each commit that adds to the journal: it is never
ahead of the ledger unless that was put back. The history is broken when the marker

- is missing, though the ledger is not new;
- names another machine or place: the ledger was copied, or another copy is in use;
- names a stretch of history that the ledger does not have, or a later entry of the
  journal than that stretch has there: the ledger was put back.

Then a new stretch begins, an epoch, with its beginning, its reason and the journal's last
entry before it. A marker of an earlier epoch, and of no later entry, breaks nothing more:
another process has found the break first. A ledger without any epoch is new, or of
an earlier version; what that knew is trusted as it is.

Many machines share a PostgreSQL ledger. One that is new to it has no marker and
joins. What a dump restored elsewhere cannot bring along are the names that the server
itself gave (`incarnation`): by them each machine notices.
"""

from __future__ import annotations

import logging
import platform
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.engine import URL

from planilla.common.calendar import BUENOS_AIRES, now, today
from planilla.common.errors import LedgerError
from planilla.ledger.database import insert_new, reading, writing
from planilla.ledger.epochs import Epoch, Why, incarnation, ledger_name, newest
from planilla.ledger.journal import last_entry
from planilla.ledger.machine_markers import Marker, Markers
from planilla.ledger.tables import epochs, machines, operations

AHEAD = timedelta(days=31)
"""How long before its date most is asked for; no rule bounds it for what is queued."""
UNUSABLE = (
    "the folder {folder} cannot be used ({error}): planilla remembers there how far the ledger has "
    "come, so that one put back from a copy is noticed. Set PLANILLA_MARKERS to a folder of this "
    "machine, outside of PLANILLA_HOME"
)
log = logging.getLogger(__name__)


class History:
    """What a process may believe of its ledger's memory.

    `folder` is where this machine keeps its markers. Opening looks at the marker;
    `look` does so again, before what cannot be undone. Raises `LedgerError`.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._markers = Markers(folder.absolute())
        self._machine = platform.node()
        self._store = f"{self._machine}|{folder.absolute()}"
        self._place = place_of(engine.url)
        self._ledger = ""
        self.epoch = self.look()

    @property
    def since(self) -> datetime:
        """When the unbroken history began."""
        return self.epoch.since

    def whole_for(self, day: date) -> bool:
        """Whether what is dated so can have been asked for only since the unbroken history began.

        False: it may have been asked for without this ledger's knowing; ask the service. What
        is further ahead than `AHEAD` says how long it is asked for: any history is too short.
        """
        begun = self.since.astimezone(BUENOS_AIRES).date()
        return begun < day - AHEAD <= today()

    def look(self) -> Epoch:
        """The epoch that the ledger is in now; a new one begins where the history is broken."""
        try:
            with self._markers.held():
                self.epoch = self._looked()
        except OSError as error:
            told = UNUSABLE.format(folder=self._markers.folder, error=error.strerror or error)
            raise LedgerError(told) from error
        return self.epoch

    def mark(self, sequence: int) -> None:
        """Remember outside of the ledger how far its journal has come; after the commit."""
        try:
            self._markers.advance(self._ledger, self._machine, self._place, sequence)
        except OSError as error:
            log.warning("the marker of the ledger was not moved on: %s", error)

    def _looked(self) -> Epoch:
        with reading(self._engine) as connection:
            first = ledger_name(connection)
        # the marker before the ledger: what is committed meanwhile must not look like a loss
        marker = self._markers.read(first) if first else None
        with reading(self._engine) as connection:
            sequence = last_entry(connection)
            why = self._why(connection, marker, sequence)
            epoch = newest(connection)
        if why is not None:
            with writing(self._engine) as connection:
                epoch = self._begun(connection, why)
            if epoch.told:
                log.warning("%s", epoch.told)
        assert epoch is not None  # noqa: S101 - without one, why is NEW or UPGRADED
        self._remember(epoch, marker, sequence)
        return epoch

    def _why(self, connection: Connection, marker: Marker | None, sequence: int) -> Why | None:
        """What is wrong with the history, or new about it; None for nothing."""
        last = newest(connection)
        if last is None:
            empty = connection.execute(select(operations.c.id).limit(1)).first() is None
            if self._markers.another_at(self._place):
                return Why.LOST if empty else Why.RESTORED
            return Why.NEW if empty else Why.UPGRADED
        if last.incarnation != incarnation(connection):
            return Why.RESTORED
        if marker is None:
            return Why.MISSING if self._must_have_one(connection) else None
        if (marker.machine, marker.place) != (self._machine, self._place):
            return Why.COPIED
        query = select(epochs.c.number).where(epochs.c.name == marker.epoch)
        number = connection.execute(query).scalar()
        if number is None:
            return Why.RESTORED
        query = select(epochs.c.after).where(epochs.c.number == number + 1)
        end = connection.execute(query).scalar()
        return Why.RESTORED if marker.sequence > (sequence if end is None else end) else None

    def _must_have_one(self, connection: Connection) -> bool:
        """Not before its first marker was written; on a server, only a machine that joined."""
        joined = set(connection.execute(select(machines.c.name)).scalars())
        if connection.dialect.name == "postgresql":
            return self._store in joined
        return bool(joined)

    def _begun(self, connection: Connection, why: Why) -> Epoch:
        """A new epoch, or that of another machine which was faster by a moment."""
        last, moment = newest(connection), now()
        trusted = why in {Why.NEW, Why.UPGRADED}
        born = connection.execute(select(func.min(operations.c.created_at))).scalar()
        values = {
            "number": 1 if last is None else last.number + 1,
            "name": uuid4().hex,
            "since": born if trusted and born else moment,
            "why": why,
            "after": 0 if trusted else last_entry(connection),
            "incarnation": incarnation(connection),
            "machine": self._machine,
        }
        insert_new(connection, epochs, values)
        found = newest(connection)
        assert found is not None  # noqa: S101 - just inserted
        return found

    def _remember(self, epoch: Epoch, marker: Marker | None, sequence: int) -> None:
        if not self._ledger:
            with reading(self._engine) as connection:
                self._ledger = ledger_name(connection)
        told = Marker(self._ledger, self._machine, self._place, epoch.name, sequence)
        if told == marker:
            return
        self._markers.put(told)
        if marker is None:
            self._markers.forget_others(self._ledger, self._place)
            with writing(self._engine) as connection:
                insert_new(connection, machines, {"name": self._store, "joined_at": now()})


def place_of(url: URL) -> str:
    """Where a ledger is, without secrets: a file, or a database of a server."""
    if url.get_backend_name() == "sqlite":
        return str(Path(url.database or "").resolve())
    return f"{url.get_backend_name()}://{url.host or ''}:{url.port or ''}/{url.database or ''}"
