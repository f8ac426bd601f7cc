"""The clock of the ledger: one for all the processes that share it.

Machines differ in what time it is. What one of them writes and another compares
with "now" (leases, the pace) goes by the database server's clock; a SQLite
ledger has only processes of one machine, and so that machine's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, DateTime, bindparam, func, literal, type_coerce

from planilla.common.calendar import now
from planilla.ledger.tables import Moment

SERVER = "postgresql"


def moment(connection: Connection, later: timedelta = timedelta(0)) -> ColumnElement[datetime]:
    """This moment, or one so much later, by the ledger's clock, as SQL.

    On a server it is the moment of the statement, not of its transaction.
    """
    if connection.dialect.name != SERVER:
        return literal(now() + later, Moment)
    return _server(later)


def this_moment(dialect: str) -> ColumnElement[datetime]:
    """The same for a statement that is made once: its value is what `clock_of` gives."""
    if dialect != SERVER:
        return bindparam("this_moment", type_=Moment())
    return _server(timedelta(0))


def clock_of(connection: Connection) -> Mapping[str, datetime]:
    """What a statement with `this_moment` is run with."""
    return {} if connection.dialect.name == SERVER else {"this_moment": now()}


def _server(later: timedelta) -> ColumnElement[datetime]:
    clock = func.clock_timestamp(type_=DateTime(timezone=True))
    return type_coerce(clock + later, Moment)
