"""Changing one operation under a lease: compare, set, and the row as it then is.

A comprobante takes two such changes, and to make a statement costs more than to run it:
each is made once for the columns that it sets.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Update, bindparam, select, update

from planilla.ledger.clock import clock_of
from planilla.ledger.leases import held_by, holds
from planilla.ledger.schema_version import is_known
from planilla.ledger.tables import operations
from planilla.model.operation import Lease, State

CHOSEN = select(operations).where(operations.c.id == bindparam("chosen"))


def changed(
    connection: Connection,
    operation_id: int,
    state: State,
    lease: Lease,
    values: Mapping[str, Any],
    *,
    begins: bool,
) -> RowMapping | None:
    """Set an operation's columns; None where it is not in `state`, or the lease is another's.

    With `begins` an attempt begins: the lease must not have expired, and no newer planilla
    have migrated the ledger. SQLite tells the row in the same statement from 3.35 on.
    """
    dialect = connection.dialect
    statement = _statement(dialect.name, tuple(sorted(values)), begins, dialect.update_returning)
    given = {f"to_{name}": value for name, value in values.items()}
    given |= {"chosen": operation_id, "from_state": state, **held_by(lease)}
    if begins:
        given |= clock_of(connection)
    done = connection.execute(statement, given)
    if dialect.update_returning:
        return done.mappings().one_or_none()
    if done.rowcount != 1:
        return None
    return connection.execute(CHOSEN, {"chosen": operation_id}).mappings().one()


@cache
def _statement(dialect: str, names: tuple[str, ...], begins: bool, returning: bool) -> Update:
    columns = operations.c
    to: dict[str, ColumnElement[Any]] = {
        name: bindparam(f"to_{name}", type_=columns[name].type) for name in names
    }
    if begins:
        to["attempts"] = columns.attempts + 1
    statement = update(operations).where(
        columns.id == bindparam("chosen"),
        columns.state == bindparam("from_state"),
        holds(dialect, unexpired=begins),
    )
    if begins:
        statement = statement.where(is_known())
    statement = statement.values(to)
    return statement.returning(operations) if returning else statement
