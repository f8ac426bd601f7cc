"""The clock of the ledger: one for all the processes that share it.

Machines differ in what time it is. What one of them writes and another compares
with "now" (leases, the pace) goes by the database server's clock; a SQLite
ledger has only processes of one machine, and so that machine's.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, DateTime, func, literal, type_coerce

from planilla.common.calendar import now
from planilla.ledger.tables import Moment


def moment(connection: Connection, later: timedelta = timedelta(0)) -> ColumnElement[datetime]:
    """This moment, or one so much later, by the ledger's clock, as SQL.

    On a server it is the moment of the statement, not of its transaction.
    """
    if connection.dialect.name != "postgresql":
        return literal(now() + later, Moment)
    clock = func.clock_timestamp(type_=DateTime(timezone=True))
    return type_coerce(clock + later, Moment)
