"""Who works a point of sale: leases with a number that only grows."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, and_, bindparam, exists, select, update

from planilla.ledger.clock import moment, this_moment
from planilla.ledger.database import insert_new, writing
from planilla.ledger.presence import Presence
from planilla.ledger.tables import leases
from planilla.model.operation import Lease, Scope


def holds(dialect: str, *, unexpired: bool) -> ColumnElement[bool]:
    """The SQL condition that a lease, that of `held_by`, is still the newest of its scope.

    With `unexpired` it is run with `clock_of`, too.
    """
    conditions = [
        leases.c.scope == bindparam("held_scope"),
        leases.c.owner == bindparam("held_owner"),
        leases.c.fence == bindparam("held_fence"),
    ]
    if unexpired:
        conditions.append(leases.c.expires_at > this_moment(dialect))
    return exists().where(and_(*conditions))


def held_by(lease: Lease) -> Mapping[str, Any]:
    """What a statement with `holds` is run with."""
    return {
        "held_scope": lease.scope,
        "held_owner": lease.owner,
        "held_fence": lease.fence,
    }


class Leases:
    """Takes, renews and gives back the leases of one process."""

    def __init__(self, engine: Engine, presence: Presence, lifetime: timedelta) -> None:
        self._engine = engine
        self._presence = presence
        self.lifetime = lifetime
        # other processes' leases, by scope, and since when each is as it is
        self._seen: dict[Scope, tuple[tuple[Any, ...], float]] = {}
        self._since: dict[Lease, float] = {}  # own ones: when each was last taken or renewed

    def take(self, scope: Scope) -> Lease | None:
        """The lease of `scope`, or None while another process has it.

        A holder that died on this machine loses it at once, any other one when
        it expires, or when nobody has renewed it for long.
        """
        asked = time.monotonic()
        with writing(self._engine) as connection:
            live = (leases.c.expires_at > moment(connection)).label("live")
            query = select(leases.c.owner, leases.c.fence, leases.c.expires_at, live)
            row = connection.execute(query.where(leases.c.scope == scope).with_for_update()).first()
            if row is not None and row.live and self._is_kept(scope, row):
                return None
            fence = 1 if row is None else row.fence + 1
            values = {
                "owner": self._presence.owner,
                "fence": fence,
                "expires_at": moment(connection, self.lifetime),
            }
            if row is None:
                if not insert_new(connection, leases, {"scope": scope, **values}):
                    return None  # another process was faster by a moment
            else:
                connection.execute(update(leases).where(leases.c.scope == scope).values(**values))
        lease = Lease(scope, self._presence.owner, fence)
        self._since[lease] = asked
        return lease

    def _is_kept(self, scope: Scope, row: Row[Any]) -> bool:
        """Whether its holder may be at work.

        What the ledger's clock says of a lease is worth nothing once that clock is put back:
        one that was seen for two lives without being renewed is nobody's.
        """
        if self._presence.is_dead(row.owner):
            return False
        is_new = self._seen.get(scope, ((), 0.0))[0] != tuple(row)
        if is_new:
            self._seen[scope] = tuple(row), time.monotonic()
        return is_new or time.monotonic() - self._seen[scope][1] < 2 * self.lifetime.total_seconds()

    def renew(self, lease: Lease) -> bool:
        """Lengthen a lease; False when another process has taken it."""
        asked = time.monotonic()
        with writing(self._engine) as connection:
            done = connection.execute(
                update(leases)
                .where(
                    leases.c.scope == lease.scope,
                    leases.c.owner == lease.owner,
                    leases.c.fence == lease.fence,
                )
                .values(expires_at=moment(connection, self.lifetime))
            )
        if done.rowcount == 1:
            self._since[lease] = asked
        return done.rowcount == 1

    def is_long(self, lease: Lease) -> bool:
        """Whether at least half of a lease's life is left: enough for a request."""
        lived = time.monotonic() - self._since.get(lease, -math.inf)
        return lived < self.lifetime.total_seconds() / 2

    def release(self, lease: Lease) -> None:
        """Give a lease back; its number stays, so that the next one is higher."""
        self._since.pop(lease, None)
        with writing(self._engine) as connection:
            connection.execute(
                update(leases)
                .where(
                    leases.c.scope == lease.scope,
                    leases.c.owner == lease.owner,
                    leases.c.fence == lease.fence,
                )
                .values(expires_at=moment(connection))
            )
