"""Small facts that are asked for seldom, with the day on which they were learnt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Engine, delete, select, update

from planilla.ledger.chunks import chunks
from planilla.ledger.database import insert_new, reading, writing
from planilla.ledger.tables import meta


class Kept:
    """One value a name, and the day it is of."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, name: str) -> tuple[date, str] | None:
        """The value and its day; None when nobody has asked yet."""
        return self.some([name]).get(name)

    def some(self, names: Iterable[str]) -> dict[str, tuple[date, str]]:
        """The values and days of those names that somebody has asked about."""
        keys = {_key(name): name for name in names}
        found: dict[str, tuple[date, str]] = {}
        with reading(self._engine) as connection:
            for some in chunks(list(keys)):
                query = select(meta.c.key, meta.c.value).where(meta.c.key.in_(some))
                for key, stored in connection.execute(query):
                    day, _, value = str(stored).partition(" ")
                    found[keys[key]] = date.fromisoformat(day), value
        return found

    def drop(self, kind: str, before: date) -> None:
        """Forget what names of a kind (their first word) had from days before this one."""
        named = meta.c.key.startswith(_key(f"{kind} "), autoescape=True)
        with writing(self._engine) as connection:
            connection.execute(delete(meta).where(named, meta.c.value < before.isoformat()))

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
