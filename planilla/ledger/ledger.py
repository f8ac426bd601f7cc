"""The ledger as one process uses it: opened, with its parts, and closed again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from sqlalchemy import Engine

from planilla.common.errors import SettingsError
from planilla.ledger.awaited import Awaited
from planilla.ledger.claim_companies import settle
from planilla.ledger.company_keys import Whose
from planilla.ledger.credit_notes import naming
from planilla.ledger.database import open_engine, reading
from planilla.ledger.documents import Documents
from planilla.ledger.files import Files
from planilla.ledger.headings import Headings
from planilla.ledger.history import History
from planilla.ledger.hooks import Hooks
from planilla.ledger.kept_facts import Kept
from planilla.ledger.leases import Leases
from planilla.ledger.left_open import Leftovers
from planilla.ledger.operations import Operations
from planilla.ledger.pacing import SharedPace
from planilla.ledger.past import Past
from planilla.ledger.payments import Payments
from planilla.ledger.presence import Presence
from planilla.ledger.queued import Queued
from planilla.ledger.read_lanes import Lanes
from planilla.ledger.reviews import Reviews
from planilla.ledger.seen_payments import SeenPayments
from planilla.model.issuers import SANDBOX, Issuers
from planilla.model.operation import Operation, Scope, place_of

MARKERS = "markers"


class Ledger:
    """What was asked of the service and what came back, durable; the only memory.

    `url` is the database, `service` whose operations it holds, `home` a folder of
    this machine, and `lease_lifetime` how long a point of sale stays leased without renewal.
    `markers` is where this machine remembers its ledgers: outside of the home, or
    nobody notices that the home was put back whole.
    Raises `LedgerError` and its kinds.
    """

    def __init__(
        self,
        url: str,
        service: str,
        home: Path,
        lease_lifetime: timedelta,
        markers: Path | None = None,
    ) -> None:
        locks = home / "locks"
        self._engine = open_engine(url, service, locks)
        self.history = History(self._engine, markers or home / MARKERS)
        self._presence = Presence(locks)
        self.service = service
        self.run = uuid4().hex
        self.issuers = Issuers()
        self.whose = Whose(learns=service != SANDBOX)
        self.operations = Operations(self._engine, self.whose, self.run, self.history.mark)
        self.files = Files(self._engine)
        self.lanes = Lanes(self._engine)
        self.payments = Payments(self._engine, self.whose, self.history)
        self.queue = Queued(self._engine)
        self.reviews = Reviews(self._engine, self.run, self.history.mark)
        self.hooks = Hooks(self._engine)
        self.headings = Headings(self._engine, self.whose)
        self.leases = Leases(self._engine, self._presence, lease_lifetime)
        self.documents = Documents(self._engine)
        self.leftovers = Leftovers(self._engine)
        self.kept = Kept(self._engine)
        self.past = Past(self._engine)
        self.seen_payments = SeenPayments(self._engine)
        self.awaited = Awaited(
            self.operations,
            self.lanes,
            self.queue,
            self.leases,
            self.payments,
            self.reviews,
            self.hooks,
        )

    @property
    def engine(self) -> Engine:
        """The database, for what decides within one transaction what is written."""
        return self._engine

    def take(self, sets: Issuers) -> None:
        """Find out which company each set of credentials is of: `issuers`, from then on.

        Raises `SettingsError` where nobody can tell, and `LedgerError`.
        """
        self.issuers = settle(self._engine, sets, self.whose, self._presence)

    def set_of(self, scope: Scope) -> str:
        """The set of credentials that a scope is worked with now, whatever it was before.

        Raises `SettingsError` when the settings have none for it.
        """
        account, point = place_of(scope)
        found = self.issuers.asking(account, point)
        if found is None:
            raise SettingsError(
                f"no credentials for point of sale {point} of {self.issuers.called(account)}: give "
                "it a profile in planilla.toml (what the ledger knows of it stays as it is)"
            )
        return found.name

    def kin(self, accounts: Iterable[str]) -> set[str]:
        """The keys under which what may be these companies' is worked."""
        with reading(self._engine) as connection:
            known = self.whose.known(connection)
            found = {k for a in set(accounts) for k in self.whose.kin(connection, a)}
        return found | {known[key].lead for key in found if key in known}

    def notes_naming(self, issued: Operation) -> list[Operation]:
        """The credit notes asked for that name a comprobante, rejected ones left out."""
        kin = self.kin([issued.account])
        with reading(self._engine) as connection:
            return naming(connection, kin, issued)

    def pace(self, name: str, seconds: float, most: int) -> SharedPace:
        """The pause between the requests of a set of credentials, for all of this ledger.

        At most `most` wait for their turn at once.
        """
        return SharedPace(self._engine, name, seconds, most)

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
