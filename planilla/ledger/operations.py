"""Operations: read them, and move them by compare-and-set.

Every move names the state it comes from and the lease it is made under; one
that no longer holds raises `LeaseLost` and changes nothing. What came back is
written into the journal (`attempts`) in the same transaction as the move.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Unpack

from sqlalchemy import Connection, Engine, func, select

from planilla.common.calendar import now
from planilla.common.errors import LeaseLost
from planilla.common.failpoints import reach
from planilla.ledger import rows
from planilla.ledger.change_one import changed
from planilla.ledger.changes import Changes
from planilla.ledger.company_keys import Whose
from planilla.ledger.documents import linked_to
from planilla.ledger.group_commit import Change, GroupCommit, Written
from planilla.ledger.journal import enter
from planilla.ledger.lookup import Lookup
from planilla.ledger.read_lanes import raise_last
from planilla.ledger.schema_version import refuse_newer
from planilla.model.asked import Kind
from planilla.model.operation import LOT, Lease, Operation, State


class Operations(Lookup):
    """The operations of a ledger, moved on behalf of one run.

    `mark` is told, after each commit, how far the journal has come. What changes something is
    there twice: by itself, and as a change that a transaction of several makes (`changes`).
    """

    def __init__(self, engine: Engine, whose: Whose, run: str, mark: Callable[[int], None]) -> None:
        super().__init__(engine, whose)
        self.run = run
        self._mark = mark
        self.changes = GroupCommit(engine, self._committed)

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
        sent: Operation = self.changes.write(self.beginning(operation, lease, number, evidence))
        return sent

    def beginning(
        self,
        operation: Operation,
        lease: Lease,
        number: int | None,
        evidence: Mapping[str, Any] | None = None,
    ) -> Change:
        """What `begin` writes."""
        return lambda connection: Written(
            *self._begin(connection, operation, lease, number, evidence)
        )

    def begin_lot(self, lot: Sequence[Operation], lease: Lease, first: int) -> Sequence[Operation]:
        """The intents of all that one request issues, under `first` and the numbers that follow.

        All of them are on disk, or none; each knows the numbers of its lot.
        """
        sent: Sequence[Operation] = self.changes.write(self.beginning_lot(lot, lease, first))
        return sent

    def beginning_lot(self, lot: Sequence[Operation], lease: Lease, first: int) -> Change:
        """What `begin_lot` writes."""
        span = {LOT: [first, first + len(lot) - 1]}

        def write(connection: Connection) -> Written[list[Operation]]:
            begun = [
                self._begin(connection, operation, lease, number, span)
                for number, operation in enumerate(lot, start=first)
            ]
            return Written([sent for sent, _ in begun], begun[-1][1])

        return write

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
            operation.id,
            State.PENDING,
            lease,
            {
                "state": State.SENDING,
                "number": number,
                "lane": operation.lane,
                "queue": operation.queue,
                "body": rows.dump(operation.body),
                "evidence": seen,
                "fence": lease.fence,
                "sent_at": moment,
                "ended_at": None,
                "refusal": None,
                "updated_at": moment,
            },
            begins=True,
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
        moving = self.moving(operation, lease, target, event, detail, **changes)
        moved: Operation = self.changes.write(moving)
        return moved

    def moving(
        self,
        operation: Operation,
        lease: Lease,
        target: State,
        event: str,
        detail: str = "",
        **changes: Unpack[Changes],
    ) -> Change:
        """What `move` writes; a refusal is noted in the journal."""
        values: dict[str, Any] = {
            key: rows.dump(list(value)) if isinstance(value, tuple) else value
            for key, value in changes.items()
        }
        if target == State.DONE and operation.state != State.DONE and operation.attempts:
            values["done_in_run"] = self.run  # without an attempt of ours it was there before

        def write(connection: Connection) -> Written[Operation]:
            to = {"state": target, "fence": lease.fence, "updated_at": now(), **values}
            row = changed(connection, operation.id, operation.state, lease, to, begins=False)
            if row is None:
                return self._refused(connection, operation, lease, event, detail)
            if target == State.DONE:
                self._conclude(connection, operation, values)
            number = values.get("number", operation.number)
            entry = self._note(connection, operation.id, lease, event, target, number, detail)
            return Written(rows.operation(row), entry)

        return write

    def unless_owned(self, moving: Change, operation: Operation, cae: str) -> Change:
        """The operation moved, and None; or None, and another comprobante that has its CAE.

        Looked at in the transaction of the move: nobody comes between, on PostgreSQL by a lock.
        """

        def write(connection: Connection) -> Written[tuple[Operation | None, Operation | None]]:
            if cae and connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(cae))))
            owner = self.owner_in(connection, cae, operation.id)
            if owner is not None:
                return Written((None, owner))
            moved = moving(connection)
            return Written((moved.value, None), moved.entry, moved.refused)

        return write

    def _refused(
        self, connection: Connection, operation: Operation, lease: Lease, event: str, detail: str
    ) -> Written[Operation]:
        """Another process has it: the journal alone says what was to be written."""
        told, number = f"{event}, refused by the fence", operation.number
        entry = self._note(connection, operation.id, lease, told, None, number, detail)
        lost = LeaseLost(f"operation {operation.id} has been taken by another process")
        return Written(operation, entry, lost)

    def note(self, operation: Operation, lease: Lease, event: str, detail: str) -> None:
        """Add to the journal without moving anything."""
        self.changes.write(self.noting(operation, lease, event, detail))

    def noting(self, operation: Operation, lease: Lease, event: str, detail: str) -> Change:
        """What `note` writes."""
        return lambda connection: Written(
            None,
            self._note(connection, operation.id, lease, event, None, operation.number, detail),
        )

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
            linked_to(connection, done.id, url)
