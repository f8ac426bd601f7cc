"""The stretches of a ledger's history that are unbroken, as it keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select, text

from planilla.ledger.tables import epochs

TOLD = (
    "the ledger's history is whole only since {since:%Y-%m-%d %H:%M} UTC: {why}. Payments that "
    'only its history could vouch for wait for a person (docs/operation.md, "Backup and restore")'
)
OWN = "SELECT oid, 'attempts'::regclass::oid FROM pg_database WHERE datname = current_database()"
ALLOWED = "SELECT has_function_privilege(:function, 'execute')"
SERVERS_OWN = {
    "pg_control_system()": "system_identifier",
    "pg_control_checkpoint()": "timeline_id",
}


class Why(StrEnum):
    """Why a stretch of history began."""

    NEW = "new"
    UPGRADED = "upgraded"
    LOST = "lost"
    RESTORED = "restored"
    COPIED = "copied"
    MISSING = "missing"


WORDS = {
    Why.LOST: "it is new, and another ledger was at this place before",
    Why.RESTORED: "it was put back from a copy",
    Why.COPIED: "it was copied or moved here, or another copy of it is in use",
    Why.MISSING: "this machine has no marker of it",
}


@dataclass(frozen=True, slots=True)
class Epoch:
    """A stretch of unbroken history; `after` is the journal's last entry before it."""

    number: int
    name: str
    since: datetime
    why: Why
    after: int
    incarnation: str

    @property
    def told(self) -> str:
        """What broke the history before it, in words; blank where nothing did."""
        words = WORDS.get(self.why)
        return TOLD.format(why=words, since=self.since) if words else ""


def incarnation(connection: Connection) -> str:
    """What a server itself calls this database, its journal and its own time; blank for a file.

    A dump restored anywhere gives the journal another number, a copied database has
    another itself, and a replica that takes over, or a restore to a moment, has another
    timeline.
    """
    if connection.dialect.name != "postgresql":
        return ""
    found = [*connection.execute(text(OWN)).one()]
    for function, column in SERVERS_OWN.items():
        if connection.execute(text(ALLOWED), {"function": function}).scalar():
            query = text(f"SELECT {column} FROM {function}")  # noqa: S608 - our own words
            found.append(connection.execute(query).scalar())
    return " ".join(map(str, found))


def newest(connection: Connection) -> Epoch | None:
    found = connection.execute(select(epochs).order_by(epochs.c.number.desc()).limit(1)).first()
    if found is None:
        return None
    why = Why(found.why)
    return Epoch(found.number, found.name, found.since, why, found.after, found.incarnation)


def ledger_name(connection: Connection) -> str:
    """The ledger's own name: its first epoch's; blank before there is one."""
    query = select(epochs.c.name).order_by(epochs.c.number).limit(1)
    return str(connection.execute(query).scalar() or "")
