"""The journal: what was sent and what came back, only ever added to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from planilla.common.calendar import now
from planilla.ledger.tables import attempts

ISSUED = "issued"
"""The service said so itself, in answer to a request of ours."""
ANSWERED = "answered: {answer}"

ENTER = attempts.insert()


def enter(connection: Connection, **columns: Any) -> int:
    """Add an entry; its number, which is higher than any before."""
    done = connection.execute(ENTER, {"at": now(), **columns})
    (number,) = done.inserted_primary_key or (0,)
    return int(number)


def last_entry(connection: Connection) -> int:
    """The highest number; 0 while the journal is empty."""
    return int(connection.execute(select(func.max(attempts.c.id))).scalar() or 0)
