"""The pause between requests of one credential, kept in the ledger for all its processes."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, select, update

from planilla.ledger.clock import moment
from planilla.ledger.database import insert_new, writing
from planilla.ledger.tables import pace


class SharedPace:
    """Lets one request of an account start every `seconds`, on whatever machine.

    `most` is how many may wait: a start further ahead was booked by a clock that went wrong.
    """

    def __init__(self, engine: Engine, account: str, seconds: float, most: int) -> None:
        self._engine = engine
        self._account = account
        self._seconds = timedelta(seconds=seconds)
        self._most = most

    async def turn(self) -> None:
        """Wait for this request's turn; raises `LedgerError`."""
        if not self._seconds:
            return
        delay = await asyncio.to_thread(self._book)
        if delay > 0:
            await asyncio.sleep(delay)

    def _book(self) -> float:
        """Take the next free start; the seconds until then."""
        with writing(self._engine) as connection:
            booked, asked = self._booked(connection)
            # a clock that was set back must not hold everything up
            bound = asked + self._most * self._seconds
            start = booked if asked < booked < bound else asked
            connection.execute(
                update(pace)
                .where(pace.c.account == self._account)
                .values(next_at=start + self._seconds)
            )
        return float((start - asked).total_seconds())

    def _booked(self, connection: Connection) -> tuple[datetime, datetime]:
        """The next start that is free, which nobody else looks at meanwhile, and the hour."""
        query = select(pace.c.next_at, moment(connection).label("asked_at"))
        query = query.where(pace.c.account == self._account).with_for_update()
        row = connection.execute(query).first()
        if row is None:
            first = {"account": self._account, "next_at": moment(connection)}
            insert_new(connection, pace, first)
            row = connection.execute(query).one()
        return row.next_at, row.asked_at
