"""How far each lane has been read at the service."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, bindparam, select, update

from planilla.ledger.database import insert_one, reading, writing
from planilla.ledger.tables import lanes
from planilla.model.operation import Lane


class Lanes:
    """What has been looked at, so that it is not looked at again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def last_number(self, lane: Lane) -> int | None:
        """The highest number of the lane that has been read or issued; None before any."""
        with reading(self._engine) as connection:
            return connection.execute(
                select(lanes.c.last_number).where(lanes.c.lane == lane)
            ).scalar()

    def read_up_to(self, lane: Lane, number: int) -> None:
        """Everything of the lane up to `number` has been looked at."""
        with writing(self._engine) as connection:
            raise_last(connection, lane, number)


def raise_last(connection: Connection, lane: Lane, number: int) -> None:
    """Set the lane's last number to `number`, if that is higher."""
    raised = connection.execute(RAISE, {"of": lane, "to": number}).rowcount
    if not raised:
        insert_one(connection, lanes, {"lane": lane, "last_number": number})


RAISE = (
    update(lanes)
    .where(lanes.c.lane == bindparam("of"), lanes.c.last_number < bindparam("to"))
    .values(last_number=bindparam("to"))
)
