"""What the ledger knew at an earlier moment, by its journal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, func, select

from planilla.ledger.database import reading
from planilla.ledger.tables import attempts
from planilla.model.operation import State


class Past:
    """The states of operations as they were."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def states(self, until: datetime) -> dict[int, State]:
        """The state that each operation had just before a moment, by its id.

        What was asked for later is not among them.
        """
        entry = attempts.c
        last = (
            select(func.max(entry.id))
            .where(entry.at < until, entry.state.is_not(None))
            .group_by(entry.operation_id)
        )
        with reading(self._engine) as connection:
            found = connection.execute(
                select(entry.operation_id, entry.state).where(entry.id.in_(last))
            )
            return {one: State(state) for one, state in found}
