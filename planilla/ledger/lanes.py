"""How far each lane has been read at the service, and which days have been looked through."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, Engine, select, update

from planilla.ledger.database import insert_new, reading, writing
from planilla.ledger.tables import dates_read, lanes


class Lanes:
    """What has been looked at, so that it is not looked at again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def last_number(self, lane: str) -> int | None:
        """The highest number of the lane that has been read or issued; None before any."""
        with reading(self._engine) as connection:
            return connection.execute(
                select(lanes.c.last_number).where(lanes.c.lane == lane)
            ).scalar()

    def read_up_to(self, lane: str, number: int) -> None:
        """Everything of the lane up to `number` has been looked at."""
        with writing(self._engine) as connection:
            raise_last(connection, lane, number)

    def day_was_read(self, scope: str, fecha: date) -> bool:
        """Whether the comprobantes that the service held of a day have been looked through."""
        query = select(dates_read.c.scope).where(
            dates_read.c.scope == scope, dates_read.c.fecha == fecha
        )
        with reading(self._engine) as connection:
            return connection.execute(query).first() is not None

    def mark_day_read(self, scope: str, fecha: date) -> None:
        """Remember that a day has been looked through."""
        if self.day_was_read(scope, fecha):
            return
        with writing(self._engine) as connection:
            insert_new(connection, dates_read, {"scope": scope, "fecha": fecha})


def raise_last(connection: Connection, lane: str, number: int) -> None:
    """Set the lane's last number to `number`, if that is higher."""
    last = connection.execute(select(lanes.c.last_number).where(lanes.c.lane == lane)).scalar()
    if last is None:
        insert_new(connection, lanes, {"lane": lane, "last_number": number})
    elif number > last:
        connection.execute(update(lanes).where(lanes.c.lane == lane).values(last_number=number))
