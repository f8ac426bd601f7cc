"""Operations, read in the ways that they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from sqlalchemy import Connection, Engine, bindparam, func, or_, select

from planilla.ledger import rows
from planilla.ledger.chunks import chunks
from planilla.ledger.company_keys import Whose
from planilla.ledger.database import reading
from planilla.ledger.tables import operations
from planilla.model.asked import Kind
from planilla.model.operation import IN_QUEUE, OPEN, Lane, Operation, Scope, State

# those of each turn are made once: to make a statement costs more than to run it
_others = operations.alias()
_inside = (
    select(func.count())
    .where(_others.c.scope == operations.c.scope, _others.c.queue.in_(IN_QUEUE))
    .scalar_subquery()
    .label("inside")
)
BESIDE = select(operations, _inside).where(operations.c.id == bindparam("chosen"))
OWNER = (
    select(operations)
    .where(
        operations.c.cae == bindparam("wanted"),
        operations.c.kind == Kind.ISSUE,
        operations.c.id != bindparam("otherwise"),
    )
    .order_by(operations.c.id)
    .limit(1)
)


class Lookup:
    """The operations of a ledger, as they are on disk now."""

    def __init__(self, engine: Engine, whose: Whose) -> None:
        self._engine = engine
        self._whose = whose

    def get(self, operation_id: int) -> Operation:
        """The operation as it is on disk now."""
        with reading(self._engine) as connection:
            row = connection.execute(select(operations).where(operations.c.id == operation_id))
            return rows.operation(row.mappings().one())

    def beside_the_queue(self, operation_id: int) -> tuple[Operation, int]:
        """The operation as it is on disk now, and how many its scope has in the queue."""
        with reading(self._engine) as connection:
            row = connection.execute(BESIDE, {"chosen": operation_id}).mappings().one()
            return rows.operation(row), int(row["inside"])

    def some(self, ids: Iterable[int]) -> dict[int, Operation]:
        """The operations with these ids."""
        wanted = list(ids)
        found: dict[int, Operation] = {}
        with reading(self._engine) as connection:
            for some in chunks(wanted):
                query = select(operations).where(operations.c.id.in_(some))
                for row in connection.execute(query).mappings():
                    found[row["id"]] = rows.operation(row)
        return found

    def unsettled(self, scope: Scope) -> list[Operation]:
        """What is open or for review in a scope, in the order it was asked for."""
        states = [*OPEN, State.REVIEW]
        query = (
            select(operations)
            .where(operations.c.scope == scope, operations.c.state.in_(states))
            .order_by(operations.c.fecha, operations.c.id)
        )
        with reading(self._engine) as connection:
            return [rows.operation(row) for row in connection.execute(query).mappings()]

    def states(self, scope: Scope) -> list[tuple[int, State]]:
        """The ids of what is open or for review in a scope, and the state of each."""
        query = select(operations.c.id, operations.c.state).where(
            operations.c.scope == scope, operations.c.state.in_([*OPEN, State.REVIEW])
        )
        with reading(self._engine) as connection:
            return [(row.id, State(row.state)) for row in connection.execute(query)]

    def scopes(self, ids: Iterable[int]) -> set[Scope]:
        """Whose turn the operations with these ids wait for."""
        found: set[Scope] = set()
        with reading(self._engine) as connection:
            for some in chunks(list(ids)):
                query = select(operations.c.scope).where(operations.c.id.in_(some)).distinct()
                found |= {Scope(scope) for scope in connection.execute(query).scalars()}
        return found

    def behind(self, first: Operation, most: int) -> list[Operation]:
        """What is open behind an operation, of its lane and date, at most so many."""
        query = (
            select(operations)
            .where(
                operations.c.scope == first.scope,
                operations.c.lane == first.lane,
                operations.c.fecha == first.fecha,
                operations.c.state.in_(OPEN),
                operations.c.id > first.id,
            )
            .order_by(operations.c.id)
        )
        with reading(self._engine) as connection:
            found = connection.execute(query.limit(most)).mappings()
            return [rows.operation(row) for row in found]

    def holding(self, lane: Lane, numbers: range) -> list[Operation]:
        """What is not settled of a lane, and was sent under one of these numbers."""
        query = (
            select(operations)
            .where(
                operations.c.lane == lane,
                operations.c.state.in_([*OPEN, State.REVIEW]),
                operations.c.attempts > 0,
                operations.c.number.between(numbers.start, numbers.stop - 1),
            )
            .order_by(operations.c.number)
        )
        with reading(self._engine) as connection:
            return [rows.operation(row) for row in connection.execute(query).mappings()]

    def by_references(self, account: str, references: Collection[str]) -> list[Operation]:
        """The operations sent, or to be sent, with one of these external references.

        Or that an earlier version of the reading would have sent with one (`former`).
        """
        wanted = sorted(references)
        found: list[Operation] = []
        with reading(self._engine) as connection:
            kin = self._whose.kin(connection, account)
            for some in chunks(wanted):
                query = select(operations).where(
                    operations.c.kind == Kind.ISSUE,
                    operations.c.account.in_(kin),
                    or_(
                        operations.c.external_reference.in_(some),
                        operations.c.former.in_(some),
                    ),
                )
                found += [rows.operation(row) for row in connection.execute(query).mappings()]
        return found

    def latest(self, account: str, referencia: str) -> Operation | None:
        """The newest revision of a referencia."""
        revisions = self.revisions(account, referencia)
        return revisions[-1] if revisions else None

    def revisions(self, account: str, referencia: str) -> list[Operation]:
        """All revisions of a company's referencia, oldest first."""
        with reading(self._engine) as connection:
            kin = self._whose.kin(connection, account)
            query = (
                select(operations)
                .where(
                    operations.c.kind == Kind.ISSUE,
                    operations.c.account.in_(kin),
                    operations.c.referencia == referencia,
                )
                .order_by(operations.c.revision, operations.c.id)
            )
            return [rows.operation(row) for row in connection.execute(query).mappings()]

    def issued(
        self,
        account: str,
        most: int,
        *,
        oldest: bool = False,
        points: Collection[int] | None = None,
    ) -> list[Operation]:
        """A company's comprobantes with a CAE: the newest first, at most so many a point of sale.

        With `oldest` the oldest first, of those whose QR is known; `points` are the only
        points of sale that are meant.
        """
        places = [
            (key, point, lead)
            for key, point, lead in self._places()
            if lead == account and (points is None or point in points)
        ]
        found = [one for key, point, _ in places for one in self._issued(key, point, most, oldest)]
        return sorted(found, key=lambda operation: operation.id, reverse=not oldest)

    def _issued(self, key: str, point: int, most: int, oldest: bool) -> list[Operation]:
        """One point of sale's: the index has its rows in the order of their ids."""
        query = select(operations).where(
            operations.c.account == key,
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

    def owner_of(self, cae: str, otherwise: int) -> Operation | None:
        """Another comprobante than `otherwise` (an id) that has this CAE; none has an empty one."""
        with reading(self._engine) as connection:
            return self.owner_in(connection, cae, otherwise)

    def owner_in(self, connection: Connection, cae: str, otherwise: int) -> Operation | None:
        """As `owner_of`, in a transaction."""
        if not cae:
            return None
        given = {"wanted": cae, "otherwise": otherwise}
        row = connection.execute(OWNER, given).mappings().first()
        return None if row is None else rows.operation(row)

    def numbered(self, account: str, lane: tuple[str, int], number: int) -> list[Operation]:
        """A company's comprobantes that are done under a number of a tipo and point of sale."""
        tipo, point = lane
        with reading(self._engine) as connection:
            query = select(operations).where(
                operations.c.account.in_(self._whose.kin(connection, account)),
                operations.c.punto_venta == point,
                operations.c.kind == Kind.ISSUE,
                operations.c.state == State.DONE,
                operations.c.tipo == tipo,
                operations.c.number == number,
            )
            return [rows.operation(row) for row in connection.execute(query).mappings()]

    def points(self) -> set[tuple[str, int]]:
        """Every company with its points of sale."""
        return {(lead, point) for _, point, lead in self._places()}

    def _places(self) -> list[tuple[str, int, str]]:
        """Every key with its points of sale, and the one that leads it."""
        query = select(operations.c.account, operations.c.punto_venta).distinct()
        with reading(self._engine) as connection:
            known = self._whose.known(connection)
            leads = {key: one.lead for key, one in known.items()}
            return [(k, point, leads.get(k, k)) for k, point in connection.execute(query)]

    def of_kind(self, kind: Kind, *states: State) -> list[Operation]:
        """All operations of a kind in one of some states, oldest first."""
        query = (
            select(operations)
            .where(operations.c.kind == kind, operations.c.state.in_(states))
            .order_by(operations.c.fecha, operations.c.id)
        )
        with reading(self._engine) as connection:
            return [rows.operation(row) for row in connection.execute(query).mappings()]

    def tally(self) -> list[tuple[str, str, str, str, str, int, Decimal]]:
        """Count and total of each kind, state, queue, scope and currency."""
        columns = [operations.c[n] for n in ("kind", "state", "queue", "scope", "moneda", "total")]
        found: dict[tuple[str, ...], list[Decimal]] = {}
        with reading(self._engine) as connection:
            for kind, *place, moneda, total in connection.execute(select(*columns)):
                name = (kind, *place, rows.currency(kind, moneda))
                found.setdefault(name, []).append(Decimal(total))
        return [
            (kind, state, queue, scope, moneda, len(totals), sum(totals, Decimal(0)))
            for (kind, state, queue, scope, moneda), totals in sorted(found.items())
        ]

    def count_like(self, account: str, identity: str) -> int:
        """How many operations of a company have this identity, or one that goes on from it."""
        starts = operations.c.referencia.startswith(identity, autoescape=True)
        with reading(self._engine) as connection:
            own = operations.c.account.in_(self._whose.kin(connection, account))
            query = select(func.count()).select_from(operations).where(own, starts)
            return int(connection.execute(query).scalar_one())
