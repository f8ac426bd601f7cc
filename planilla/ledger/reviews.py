"""What waits for a person, and what people answered, with who and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Engine, select, update

from planilla.common.calendar import now
from planilla.common.errors import LeaseLost
from planilla.ledger import rows
from planilla.ledger.chunks import chunks
from planilla.ledger.database import reading, writing
from planilla.ledger.journal import ANSWERED, enter
from planilla.ledger.read_lanes import raise_last
from planilla.ledger.tables import operations, reviews
from planilla.model.asked import Kind
from planilla.model.operation import UNDONE, Lease, Operation, Reason, Refusal, Review, State


class Reviews:
    """The questions of a ledger and their answers."""

    def __init__(self, engine: Engine, run: str, mark: Callable[[int], None]) -> None:
        self._engine = engine
        self._run = run
        self._mark = mark

    def waiting(self) -> list[Operation]:
        """All that waits for a person, oldest first."""
        query = (
            select(operations).where(operations.c.state == State.REVIEW).order_by(operations.c.id)
        )
        with reading(self._engine) as connection:
            return [rows.operation(row) for row in connection.execute(query).mappings()]

    def beside(self, operation: Operation) -> list[Operation]:
        """What one answer to `operation` is for, itself first: of a whole file again all of it."""
        if operation.reason is not Reason.AGAIN:
            return [operation]
        query = (
            select(operations)
            .where(
                operations.c.state == State.REVIEW,
                operations.c.reason == Reason.AGAIN,
                operations.c.file_id == operation.file_id,
                operations.c.id != operation.id,
            )
            .order_by(operations.c.id)
        )
        with reading(self._engine) as connection:
            others = connection.execute(query).mappings()
            return [operation, *(rows.operation(row) for row in others)]

    def answer(
        self,
        operation: Operation,
        lease: Lease,
        target: State,
        answer: str,
        who: str,
        note: str,
        **changes: Any,
    ) -> None:
        """Record an answer and what follows from it, together.

        A number that turns out to be ours is the lane's, as one that was issued is.
        Raises `LeaseLost` when the operation no longer waits for that answer.
        """
        moment = now()
        values = {
            key: rows.dump(list(value)) if isinstance(value, tuple) else value
            for key, value in changes.items()
        }
        with writing(self._engine) as connection:
            done = connection.execute(
                update(operations)
                .where(
                    operations.c.id == operation.id,
                    operations.c.state == State.REVIEW,
                    operations.c.updated_at == operation.updated_at,
                )
                .values(
                    state=target,
                    reason=Reason.NONE,
                    fence=lease.fence,
                    updated_at=moment,
                    **values,
                )
            )
            if done.rowcount != 1:
                raise LeaseLost(f"operation {operation.id} no longer waits for an answer")
            number = changes.get("number")
            if target is State.DONE and number is not None and operation.kind is Kind.ISSUE:
                raise_last(connection, operation.lane, number)
            connection.execute(
                reviews.insert().values(
                    operation_id=operation.id,
                    at=moment,
                    who=who,
                    reason=operation.reason,
                    answer=answer,
                    note=note,
                )
            )
            entry = enter(
                connection,
                operation_id=operation.id,
                run=self._run,
                fence=lease.fence,
                event=ANSWERED.format(answer=answer),
                number=operation.number,
                state=target,
                detail=f"{who}: {note}",
            )
        self._mark(entry)

    def undo(self, payment: Operation, lease: Lease, who: str, note: str, told: str) -> None:
        """Record that the service holds a payment no more, though it did; `told` is why.

        Raises `LeaseLost` when the payment is no longer as it was seen.
        """
        moment = now()
        with writing(self._engine) as connection:
            values: dict[str, Any] = {
                "errors": rows.dump([told]),
                "refusal": Refusal.PERSON,
                "fence": lease.fence,
                "updated_at": moment,
            }
            done = connection.execute(
                update(operations)
                .where(
                    operations.c.id == payment.id,
                    operations.c.kind == Kind.PAY,
                    operations.c.state == State.DONE,
                    operations.c.updated_at == payment.updated_at,
                )
                .values(state=State.REJECTED, reason=Reason.NONE, **values)
            )
            if done.rowcount != 1:
                raise LeaseLost(f"payment {payment.id} is no longer as it was")
            connection.execute(
                reviews.insert().values(
                    operation_id=payment.id,
                    at=moment,
                    who=who,
                    reason=Reason.NONE,
                    answer=UNDONE,
                    note=note,
                )
            )
            entry = enter(
                connection,
                operation_id=payment.id,
                run=self._run,
                fence=lease.fence,
                event=ANSWERED.format(answer=UNDONE),
                number=payment.number,
                state=State.REJECTED,
                detail=f"{who}: {note}",
            )
        self._mark(entry)

    def of(self, operation_ids: Iterable[int]) -> dict[int, list[Review]]:
        """The answers about these operations, oldest first."""
        wanted = list(operation_ids)
        found: dict[int, list[Review]] = {}
        with reading(self._engine) as connection:
            for some in chunks(wanted):
                query = (
                    select(reviews).where(reviews.c.operation_id.in_(some)).order_by(reviews.c.id)
                )
                for row in connection.execute(query):
                    one = Review(
                        row.operation_id,
                        row.at,
                        row.who,
                        Reason(row.reason),
                        row.answer,
                        row.note,
                    )
                    found.setdefault(row.operation_id, []).append(one)
        return found
