"""What planilla has paid on a comprobante, and what somebody said was paid elsewhere."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Engine, select

from planilla.calendar import now
from planilla.ledger import rows
from planilla.ledger.database import reading, writing
from planilla.ledger.model import Operation, State
from planilla.ledger.tables import balances, operations
from planilla.ledger.whose import Whose
from planilla.rows.asked import Kind

PESOS = "PES"


class Payments:
    """The ledger's side of a comprobante's balance."""

    def __init__(self, engine: Engine, whose: Whose) -> None:
        self._engine = engine
        self._whose = whose

    def paid(self, payment: Operation) -> Decimal:
        """All that is known to be paid on the comprobante that `payment` is about.

        The payments that are done, the one that came with issuing it, and what
        a person accepted as paid elsewhere.
        """
        made = select(operations.c.total).where(
            operations.c.scope == payment.scope,
            operations.c.kind == Kind.PAY,
            operations.c.state == State.DONE,
        )
        with reading(self._engine) as connection:
            amounts = [Decimal(text) for (text,) in connection.execute(made)]
        start = self._with_issuing(payment) + self.elsewhere(payment.scope)
        return sum(amounts, start)

    def _with_issuing(self, payment: Operation) -> Decimal:
        with reading(self._engine) as connection:
            query = select(operations.c.body).where(
                operations.c.kind == Kind.ISSUE,
                operations.c.account.in_(self._whose.kin(connection, payment.account)),
                operations.c.tipo == payment.tipo,
                operations.c.punto_venta == payment.punto_venta,
                operations.c.number == payment.number,
                operations.c.state == State.DONE,
            )
            found = connection.execute(query).scalar()
        block = rows.parse(found)["comprobante"].get("pagos") if found else None
        return Decimal(block["total"]) if block else Decimal(0)

    def currencies(self) -> dict[tuple[str, str], str]:
        """What was issued in another currency than pesos, by account and comprobante."""
        query = select(operations).where(
            operations.c.kind == Kind.ISSUE,
            operations.c.state == State.DONE,
            operations.c.moneda != PESOS,
        )
        with reading(self._engine) as connection:
            found = [rows.operation(row) for row in connection.execute(query).mappings()]
        return {(one.account, one.comprobante): one.moneda for one in found}

    def by_comprobante(self) -> dict[tuple[str, str], Decimal]:
        """What planilla registered as paid, by account and comprobante."""
        query = select(operations).where(
            operations.c.kind == Kind.PAY,
            operations.c.state == State.DONE,
        )
        sums: dict[tuple[str, str], Decimal] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(query).mappings():
                one = rows.operation(row)
                name = (one.account, one.comprobante)
                sums[name] = sums.get(name, Decimal(0)) + one.total
        return sums

    def standing(self) -> list[Operation]:
        """The payments of all accounts that are registered, or may yet be."""
        query = select(operations).where(
            operations.c.kind == Kind.PAY,
            operations.c.state != State.REJECTED,
        )
        with reading(self._engine) as connection:
            found = connection.execute(query.order_by(operations.c.id)).mappings()
            return [rows.operation(row) for row in found]

    def accepted(self, scope: str) -> bool:
        """Whether a person has said what was paid elsewhere on a comprobante."""
        query = select(balances.c.scope).where(balances.c.scope == scope)
        with reading(self._engine) as connection:
            return connection.execute(query).first() is not None

    def elsewhere(self, scope: str) -> Decimal:
        """What a person said was paid elsewhere on a comprobante; nothing unless asked."""
        query = select(balances.c.paid_elsewhere).where(balances.c.scope == scope)
        with reading(self._engine) as connection:
            found = connection.execute(query).scalar()
        return Decimal(found) if found else Decimal(0)

    def accept(self, scope: str, paid_elsewhere: Decimal, who: str) -> None:
        """Remember what was paid elsewhere, in place of what was said before."""
        with writing(self._engine) as connection:
            connection.execute(balances.delete().where(balances.c.scope == scope))
            connection.execute(
                balances.insert().values(
                    scope=scope, paid_elsewhere=str(paid_elsewhere), who=who, at=now()
                )
            )
