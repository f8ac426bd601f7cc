"""The lines of statements that reconciling has seen, for all machines of a ledger.

Each is kept as text under its own name; what it means is the affair of who keeps it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Engine, bindparam, delete, select

from planilla.ledger.database import insert_or_replace, reading, writing
from planilla.ledger.tables import seen_payments


class SeenPayments:
    """Lines by their names, in the memory of a profile, or of nobody in particular (blank)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, memory: str) -> dict[str, str]:
        """Every line that a memory has, by its name."""
        query = select(seen_payments.c.id, seen_payments.c.line)
        with reading(self._engine) as connection:
            found = connection.execute(query.where(seen_payments.c.memory == memory))
            return {row.id: row.line for row in found}

    def keep(self, memory: str, lines: Mapping[str, str], gone: Collection[str] = ()) -> None:
        """Keep these lines, each in place of the one of its name, and let `gone` go.

        All or none; others may keep lines at the same time, and none of theirs is lost.
        """
        if not lines and not gone:
            return
        rows = [{"memory": memory, "id": name, "line": line} for name, line in lines.items()]
        one = (seen_payments.c.memory == memory) & (seen_payments.c.id == bindparam("name"))
        with writing(self._engine) as connection:
            insert_or_replace(connection, seen_payments, rows)
            if gone:
                connection.execute(delete(seen_payments).where(one), [{"name": n} for n in gone])
