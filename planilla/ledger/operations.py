"""Operations: read them, and move them by compare-and-set.

Every move names the state it comes from and the lease it is made under; one
that no longer holds raises `LeaseLost` and changes nothing. What came back is
written into the journal (`attempts`) in the same transaction as the move.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, func, select, update

from planilla.calendar import now, today
from planilla.errors import LeaseLost
from planilla.ledger import rows
from planilla.ledger.database import reading, writing
from planilla.ledger.lanes import raise_last
from planilla.ledger.leases import holds
from planilla.ledger.model import OPEN, Lease, Operation, State
from planilla.ledger.tables import attempts, documents, operations
from planilla.rows.asked import Kind

CHUNK = 500  # below SQLite's limit of variables a statement


class Operations:
    """The operations of a ledger, moved on behalf of one run."""

    def __init__(self, engine: Engine, run: str) -> None:
        self._engine = engine
        self.run = run

    # Reading

    def get(self, operation_id: int) -> Operation:
        """The operation as it is on disk now."""
        with reading(self._engine) as connection:
            row = connection.execute(select(operations).where(operations.c.id == operation_id))
            return rows.operation(row.mappings().one())

    def some(self, ids: Iterable[int]) -> dict[int, Operation]:
        """The operations with these ids."""
        wanted = list(ids)
        found: dict[int, Operation] = {}
        with reading(self._engine) as connection:
            for start in range(0, len(wanted), CHUNK):
                chosen = wanted[start : start + CHUNK]
                query = select(operations).where(operations.c.id.in_(chosen))
                for row in connection.execute(query).mappings():
                    found[row["id"]] = rows.operation(row)
        return found

    def unsettled(self, scope: str) -> list[Operation]:
        """What is open or for review in a scope, in the order it was asked for."""
        states = [*OPEN, State.REVIEW]
        query = (
            select(operations)
            .where(operations.c.scope == scope, operations.c.state.in_(states))
            .order_by(operations.c.fecha, operations.c.id)
        )
        with reading(self._engine) as connection:
            return [rows.operation(row) for row in connection.execute(query).mappings()]

    def by_references(self, account: str, references: Collection[str]) -> list[Operation]:
        """The operations sent, or to be sent, with one of these external references."""
        wanted = sorted(references)
        found: list[Operation] = []
        with reading(self._engine) as connection:
            for start in range(0, len(wanted), CHUNK):
                query = select(operations).where(
                    operations.c.kind == Kind.ISSUE,
                    operations.c.account == account,
                    operations.c.external_reference.in_(wanted[start : start + CHUNK]),
                )
                found += [rows.operation(row) for row in connection.execute(query).mappings()]
        return found

    def latest(self, account: str, referencia: str) -> Operation | None:
        """The newest revision of a referencia."""
        revisions = self.revisions(account, referencia)
        return revisions[-1] if revisions else None

    def revisions(self, account: str, referencia: str) -> list[Operation]:
        """All revisions of a referencia, oldest first."""
        query = (
            select(operations)
            .where(
                operations.c.kind == Kind.ISSUE,
                operations.c.account == account,
                operations.c.referencia == referencia,
            )
            .order_by(operations.c.revision)
        )
        with reading(self._engine) as connection:
            return [rows.operation(row) for row in connection.execute(query).mappings()]

    def issued(self, account: str, most: int, *, oldest: bool = False) -> list[Operation]:
        """An account's comprobantes with a CAE: the newest first, at most so many a point of sale.

        With `oldest` the oldest first, of those whose QR is known.
        """
        points = [point for whose, point in self.points() if whose == account]
        found = [one for point in points for one in self._issued(account, point, most, oldest)]
        return sorted(found, key=lambda operation: operation.id, reverse=not oldest)

    def _issued(self, account: str, point: int, most: int, oldest: bool) -> list[Operation]:
        """One point of sale's: the index has its rows in the order of their ids."""
        query = select(operations).where(
            operations.c.account == account,
            operations.c.punto_venta == point,
            operations.c.kind == Kind.ISSUE,
            operations.c.state == State.DONE,
            operations.c.cae != "",
        )
        if oldest:
            query = query.where(operations.c.afip_qr != "").order_by(operations.c.id)
        else:
            query = query.order_by(operations.c.id.desc())
        with reading(self._engine) as connection:
            return [rows.operation(row) for row in connection.execute(query.limit(most)).mappings()]

    def points(self) -> set[tuple[str, int]]:
        """Every account with its points of sale."""
        query = select(operations.c.account, operations.c.punto_venta).distinct()
        with reading(self._engine) as connection:
            return {(row.account, row.punto_venta) for row in connection.execute(query)}

    def of_kind(self, kind: Kind, state: State) -> list[Operation]:
        """All operations of a kind in a state, oldest first."""
        query = (
            select(operations)
            .where(operations.c.kind == kind, operations.c.state == state)
            .order_by(operations.c.fecha, operations.c.id)
        )
        with reading(self._engine) as connection:
            return [rows.operation(row) for row in connection.execute(query).mappings()]

    def tally(self) -> list[tuple[str, str, str, str, str, int, Decimal]]:
        """Count and total of each kind, state, queue, scope and currency."""
        columns = [operations.c[n] for n in ("kind", "state", "queue", "scope", "moneda", "total")]
        found: dict[tuple[str, ...], list[Decimal]] = {}
        with reading(self._engine) as connection:
            for *place, total in connection.execute(select(*columns)):
                found.setdefault(tuple(place), []).append(Decimal(total))
        return [
            (kind, state, queue, scope, moneda, len(totals), sum(totals, Decimal(0)))
            for (kind, state, queue, scope, moneda), totals in sorted(found.items())
        ]

    def count_like(self, account: str, identity: str) -> int:
        """How many operations of an account have this identity, or one that goes on from it."""
        starts = operations.c.referencia.startswith(identity, autoescape=True)
        own = operations.c.account == account
        query = select(func.count()).select_from(operations).where(own, starts)
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    # Moving

    def begin(
        self,
        operation: Operation,
        lease: Lease,
        number: int | None,
        evidence: Mapping[str, Any] | None = None,
    ) -> None:
        """pending → sending: the intent, on disk before the request leaves.

        It is kept as `operation` has it, which is what leaves: the same file, dropped
        meanwhile by another process, may have mended an address or asked for the queue.
        `evidence` is what the service showed just before, where that is all
        there is to settle by.
        """
        moment = now()
        seen = rows.dump(evidence) if evidence else ""
        with writing(self._engine) as connection:
            done = connection.execute(
                update(operations)
                .where(
                    operations.c.id == operation.id,
                    operations.c.state == State.PENDING,
                    holds(connection, lease, unexpired=True),
                )
                .values(
                    state=State.SENDING,
                    number=number,
                    lane=operation.lane,
                    queue=operation.queue,
                    body=rows.dump(operation.body),
                    evidence=seen,
                    fence=lease.fence,
                    attempts=operations.c.attempts + 1,
                    sent_at=moment,
                    ended_at=None,
                    refusal=None,
                    updated_at=moment,
                )
            )
            if done.rowcount != 1:
                raise LeaseLost(f"operation {operation.id} is no longer this process's to send")
            self._note(connection, operation.id, lease, "sending", State.SENDING, number, seen)

    def move(
        self,
        operation: Operation,
        lease: Lease,
        target: State,
        event: str,
        detail: str = "",
        **changes: Any,
    ) -> Operation:
        """From the state `operation` has to `target`, with the changes and the journal's note.

        `changes` are columns of `operations`; tuples are stored as JSON. A move
        to done also advances the lane's last number and asks for the document.
        """
        values: dict[str, Any] = {
            key: rows.dump(list(value)) if isinstance(value, tuple) else value
            for key, value in changes.items()
        }
        if target == State.DONE and operation.state != State.DONE and operation.attempts:
            values["done_in_run"] = self.run  # without an attempt of ours it was there before
        with writing(self._engine) as connection:
            done = connection.execute(
                update(operations)
                .where(
                    operations.c.id == operation.id,
                    operations.c.state == operation.state,
                    holds(connection, lease, unexpired=False),
                )
                .values(state=target, fence=lease.fence, updated_at=now(), **values)
            )
            moved = done.rowcount == 1
            if moved and target == State.DONE:
                self._conclude(connection, operation, values)
            if moved:
                number = values.get("number", operation.number)
                self._note(connection, operation.id, lease, event, target, number, detail)
        if not moved:
            self.note(operation, lease, f"{event}, refused by the fence", detail)
            raise LeaseLost(f"operation {operation.id} has been taken by another process")
        return self.get(operation.id)

    def note(self, operation: Operation, lease: Lease, event: str, detail: str) -> None:
        """Add to the journal without moving anything."""
        with writing(self._engine) as connection:
            self._note(connection, operation.id, lease, event, None, operation.number, detail)

    def _note(
        self,
        connection: Connection,
        operation_id: int,
        lease: Lease,
        event: str,
        state: State | None,
        number: int | None,
        detail: str,
    ) -> None:
        connection.execute(
            attempts.insert().values(
                operation_id=operation_id,
                at=now(),
                run=self.run,
                fence=lease.fence,
                event=event,
                number=number,
                state=state,
                detail=detail,
            )
        )

    def _conclude(self, connection: Connection, done: Operation, values: dict[str, Any]) -> None:
        number = values.get("number", done.number)
        if number is not None and done.kind is Kind.ISSUE:
            raise_last(connection, done.lane, number)
        url = values.get("pdf_url", "")
        known = connection.execute(
            select(documents.c.operation_id).where(documents.c.operation_id == done.id)
        ).first()
        if url and known is None:
            connection.execute(
                documents.insert().values(
                    operation_id=done.id, url=url, url_day=today(), problem="", updated_at=now()
                )
            )
