"""Small facts that are asked for seldom, with the day on which they were learnt."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, select, update

from planilla.ledger.database import insert_new, reading, writing
from planilla.ledger.tables import meta


class Kept:
    """One value a name, and the day it is of."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, name: str) -> tuple[date, str] | None:
        """The value and its day; None when nobody has asked yet."""
        with reading(self._engine) as connection:
            query = select(meta.c.value).where(meta.c.key == _key(name))
            found = connection.execute(query).scalar()
        if found is None:
            return None
        day, _, value = str(found).partition(" ")
        return date.fromisoformat(day), value

    def put(self, name: str, day: date, value: str) -> None:
        """Keep a value, in place of an earlier one."""
        stored = f"{day.isoformat()} {value}"
        with writing(self._engine) as connection:
            if not insert_new(connection, meta, {"key": _key(name), "value": stored}):
                connection.execute(
                    update(meta).where(meta.c.key == _key(name)).values(value=stored)
                )


def _key(name: str) -> str:
    return f"kept {name}"
