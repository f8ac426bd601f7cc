"""The ledger as one process uses it: opened, with its parts, and closed again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from planilla.ledger.database import open_engine
from planilla.ledger.documents import Documents
from planilla.ledger.hooks import Hooks
from planilla.ledger.kept import Kept
from planilla.ledger.lanes import Lanes
from planilla.ledger.leases import Leases
from planilla.ledger.leftovers import Leftovers
from planilla.ledger.operations import Operations
from planilla.ledger.pacing import SharedPace
from planilla.ledger.payments import Payments
from planilla.ledger.presence import Presence
from planilla.ledger.queued import Queued
from planilla.ledger.registration import Registration
from planilla.ledger.reviews import Reviews


class Ledger:
    """What was asked of the service and what came back, durable; the only memory.

    `url` is the database, `service` whose operations it holds, `home` a folder of
    this machine, and `lease_lifetime` how long a point of sale stays leased without renewal.
    Raises `LedgerError` and its kinds.
    """

    def __init__(self, url: str, service: str, home: Path, lease_lifetime: timedelta) -> None:
        locks = home / "locks"
        self._engine = open_engine(url, service, locks)
        self._presence = Presence(locks)
        self.service = service
        self.run = uuid4().hex
        self.operations = Operations(self._engine, self.run)
        self.registration = Registration(self._engine)
        self.lanes = Lanes(self._engine)
        self.payments = Payments(self._engine)
        self.queue = Queued(self._engine)
        self.reviews = Reviews(self._engine, self.run)
        self.hooks = Hooks(self._engine)
        self.leases = Leases(self._engine, self._presence, lease_lifetime)
        self.documents = Documents(self._engine)
        self.leftovers = Leftovers(self._engine)
        self.kept = Kept(self._engine)

    def pace(self, account: str, seconds: float) -> SharedPace:
        """The pause between an account's requests, shared by all who share this ledger."""
        return SharedPace(self._engine, account, seconds)

    def close(self) -> None:
        """Give the database and this process's presence back."""
        self._engine.dispose()
        self._presence.leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
