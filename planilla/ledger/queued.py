"""What the service's queue was given, and what it is to be given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, or_, select, update

from planilla.common.calendar import now
from planilla.ledger import rows
from planilla.ledger.database import reading, writing
from planilla.ledger.tables import operations
from planilla.model.asked import Kind
from planilla.model.operation import IN_QUEUE, Operation, Queue, Reason, Scope, State

_DOUBLED = and_(operations.c.state == State.REVIEW, operations.c.reason == Reason.DUPLICATE)
_INSIDE = or_(operations.c.queue.in_(IN_QUEUE), _DOUBLED)


class Queued:
    """The operations that the queue has to do with."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def inside(self, scope: Scope | None = None) -> list[Operation]:
        """What waits or failed in the queue, of one point of sale or all, oldest date first.

        Also what is issued while another of its reference waits there.
        """
        return self._where(_INSIDE, scope)

    def unknown(self, scope: Scope) -> list[Operation]:
        """What was sent to the queue of a point of sale, and nobody knows whether it is there."""
        doubt = (State.SENDING, State.UNKNOWN, State.REVIEW)
        sent = (operations.c.queue == Queue.WANTED) & (operations.c.attempts > 0)
        return self._where(sent & operations.c.state.in_(doubt), scope)

    def to_send(self, scope: Scope, most: int) -> list[Operation]:
        """What is to be queued next in a point of sale."""
        wanted = operations.c.queue == Queue.WANTED
        return self._where(wanted & (operations.c.state == State.PENDING), scope)[:most]

    def scopes(self) -> list[Scope]:
        """The points of sale that have something in the queue."""
        query = select(operations.c.scope).where(_INSIDE).group_by(operations.c.scope)
        with reading(self._engine) as connection:
            return sorted(connection.execute(query).scalars())

    def asked(self, inside: Collection[Operation]) -> None:
        """The service has been asked about these: the next time may wait longer."""
        moment = now().isoformat()
        with writing(self._engine) as connection:
            for operation in inside:
                times = int(operation.evidence.get("times", 0)) + 1
                _note(connection, operation, {"asked_at": moment, "times": times})

    def tried_again(self, operation: Operation, moment: datetime) -> None:
        """It was sent again at a moment: what hooks said before is no longer why it failed."""
        kept = {k: v for k, v in operation.evidence.items() if k != "why"}
        told = replace(operation, evidence=kept)
        with writing(self._engine) as connection:
            _note(connection, told, {"since": moment.isoformat()})

    def count(self, scope: Scope, states: Collection[Queue] = IN_QUEUE) -> int:
        """How many of a point of sale are in the queue, as far as the ledger knows."""
        query = select(func.count()).where(
            operations.c.scope == scope, operations.c.queue.in_(list(states))
        )
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def _where(self, condition: object, scope: Scope | None) -> list[Operation]:
        query = select(operations).where(
            operations.c.kind == Kind.ISSUE,
            condition,  # type: ignore[arg-type]
        )
        if scope is not None:
            query = query.where(operations.c.scope == scope)
        query = query.order_by(operations.c.fecha, operations.c.id)
        with reading(self._engine) as connection:
            return [rows.operation(row) for row in connection.execute(query).mappings()]


def _note(connection: Connection, operation: Operation, seen: Mapping[str, Any]) -> None:
    """Add to what is known of one that is inside, and of no other."""
    connection.execute(
        update(operations)
        .where(operations.c.id == operation.id, _INSIDE)
        .values(evidence=rows.dump({**operation.evidence, **seen}))
    )
