"""Operations: read them, and move them by compare-and-set.

Every move names the state it comes from and the lease it is made under; one
that no longer holds raises `LeaseLost` and changes nothing. What came back is
written into the journal (`attempts`) in the same transaction as the move.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Unpack

from sqlalchemy import Connection, Engine, and_

from planilla.common.calendar import now, today
from planilla.common.errors import LeaseLost
from planilla.common.failpoints import reach
from planilla.ledger import rows
from planilla.ledger.changes import Changes
from planilla.ledger.company_keys import Whose
from planilla.ledger.database import changed, insert_new, writing
from planilla.ledger.journal import enter
from planilla.ledger.leases import holds
from planilla.ledger.lookup import Lookup
from planilla.ledger.read_lanes import raise_last
from planilla.ledger.schema_version import is_known, refuse_newer
from planilla.ledger.tables import documents, operations
from planilla.model.asked import Kind
from planilla.model.operation import LOT, Lease, Operation, State


class Operations(Lookup):
    """The operations of a ledger, moved on behalf of one run.

    `mark` is told, after each commit, how far the journal has come.
    """

    def __init__(self, engine: Engine, whose: Whose, run: str, mark: Callable[[int], None]) -> None:
        super().__init__(engine, whose)
        self.run = run
        self._mark = mark

    def begin(
        self,
        operation: Operation,
        lease: Lease,
        number: int | None,
        evidence: Mapping[str, Any] | None = None,
    ) -> Operation:
        """pending → sending: the intent, on disk before the request leaves; as it then is.

        It is kept as `operation` has it, which is what leaves: the same file, dropped
        meanwhile by another process, may have mended an address or asked for the queue.
        `evidence` is what the service showed just before, where that is all
        there is to settle by.
        """
        with writing(self._engine) as connection:
            sent, entry = self._begin(connection, operation, lease, number, evidence)
        self._committed(entry)
        return sent

    def begin_lot(self, lot: Sequence[Operation], lease: Lease, first: int) -> Sequence[Operation]:
        """The intents of all that one request issues, under `first` and the numbers that follow.

        All of them are on disk, or none; each knows the numbers of its lot.
        """
        span = {LOT: [first, first + len(lot) - 1]}
        with writing(self._engine) as connection:
            begun = [
                self._begin(connection, operation, lease, number, span)
                for number, operation in enumerate(lot, start=first)
            ]
        self._committed(begun[-1][1])
        return [sent for sent, _ in begun]

    def _begin(
        self,
        connection: Connection,
        operation: Operation,
        lease: Lease,
        number: int | None,
        evidence: Mapping[str, Any] | None,
    ) -> tuple[Operation, int]:
        """One intent, and its place in the journal."""
        moment = now()
        seen = rows.dump(evidence) if evidence else ""
        row = changed(
            connection,
            operations,
            operation.id,
            and_(
                operations.c.state == State.PENDING,
                holds(connection, lease, unexpired=True),
                is_known(),
            ),
            {
                "state": State.SENDING,
                "number": number,
                "lane": operation.lane,
                "queue": operation.queue,
                "body": rows.dump(operation.body),
                "evidence": seen,
                "fence": lease.fence,
                "attempts": operations.c.attempts + 1,
                "sent_at": moment,
                "ended_at": None,
                "refusal": None,
                "updated_at": moment,
            },
        )
        if row is None:
            refuse_newer(connection)
            raise LeaseLost(f"operation {operation.id} is no longer this process's to send")
        entry = self._note(connection, operation.id, lease, "sending", State.SENDING, number, seen)
        return rows.operation(row), entry

    def move(
        self,
        operation: Operation,
        lease: Lease,
        target: State,
        event: str,
        detail: str = "",
        **changes: Unpack[Changes],
    ) -> Operation:
        """From the state `operation` has to `target`, with the changes and the journal's note.

        Returns it as it then is. `changes` are columns of `operations`; tuples are stored
        as JSON. A move to done also advances the lane's last number and asks for the document.
        """
        values: dict[str, Any] = {
            key: rows.dump(list(value)) if isinstance(value, tuple) else value
            for key, value in changes.items()
        }
        if target == State.DONE and operation.state != State.DONE and operation.attempts:
            values["done_in_run"] = self.run  # without an attempt of ours it was there before
        with writing(self._engine) as connection:
            row = changed(
                connection,
                operations,
                operation.id,
                and_(
                    operations.c.state == operation.state,
                    holds(connection, lease, unexpired=False),
                ),
                {"state": target, "fence": lease.fence, "updated_at": now(), **values},
            )
            if row is not None and target == State.DONE:
                self._conclude(connection, operation, values)
            if row is not None:
                number = values.get("number", operation.number)
                entry = self._note(connection, operation.id, lease, event, target, number, detail)
        if row is None:
            self.note(operation, lease, f"{event}, refused by the fence", detail)
            raise LeaseLost(f"operation {operation.id} has been taken by another process")
        self._committed(entry)
        return rows.operation(row)

    def note(self, operation: Operation, lease: Lease, event: str, detail: str) -> None:
        """Add to the journal without moving anything."""
        with writing(self._engine) as connection:
            entry = self._note(
                connection, operation.id, lease, event, None, operation.number, detail
            )
        self._committed(entry)

    def _committed(self, entry: int) -> None:
        reach("before-marker")
        self._mark(entry)

    def _note(
        self,
        connection: Connection,
        operation_id: int,
        lease: Lease,
        event: str,
        state: State | None,
        number: int | None,
        detail: str,
    ) -> int:
        return enter(
            connection,
            operation_id=operation_id,
            run=self.run,
            fence=lease.fence,
            event=event,
            number=number,
            state=state,
            detail=detail,
        )

    def _conclude(self, connection: Connection, done: Operation, values: dict[str, Any]) -> None:
        number = values.get("number", done.number)
        if number is not None and done.kind is Kind.ISSUE:
            raise_last(connection, done.lane, number)
        if qr := values.get("afip_qr"):
            self._whose.learn(connection, done.account, qr)
        if url := values.get("pdf_url", ""):
            linked = {"operation_id": done.id, "url": url, "url_day": today(), "problem": ""}
            insert_new(connection, documents, {**linked, "updated_at": now()})
