"""What planilla knows of a comprobante that is paid, and what somebody said was paid elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, select

from planilla.common.calendar import now
from planilla.ledger import rows
from planilla.ledger.company_keys import Whose
from planilla.ledger.credit_notes import notes_of
from planilla.ledger.database import reading, writing
from planilla.ledger.history import History
from planilla.ledger.journal import ANSWERED, ISSUED
from planilla.ledger.tables import attempts, balances, operations, reviews
from planilla.model.asked import Kind
from planilla.model.operation import ACCEPTED, APPROVED, Operation, Reason, Refusal, Scope, State

UNPAID = "IMPAGA"


@dataclass(frozen=True, slots=True)
class Known:
    """The ledger's side of a payment, in pesos.

    `paid` is all that is known to be paid on its comprobante; `moneda` and
    `cotizacion` are what that was issued with, None where planilla did not issue it.
    `notes` are the credit notes, sent or being sent, that detail it alone. `accepted` says
    that a person has said what was paid elsewhere, `agreed` that one did so of this very
    payment, `approved` that one wants it sent although it looks like too much. `followed`
    says that nothing can have been paid through this ledger that it does not know;
    `broken` is since when its history is whole, None if it always was.
    """

    paid: Decimal
    moneda: str | None = None
    cotizacion: Decimal | None = None
    notes: tuple[Operation, ...] = ()
    accepted: bool = False
    agreed: bool = False
    approved: bool = False
    followed: bool = False
    broken: datetime | None = None

    @property
    def issued(self) -> bool:
        """Whether planilla issued the comprobante."""
        return self.moneda is not None


class Payments:
    """The ledger's side of a comprobante's balance."""

    def __init__(self, engine: Engine, whose: Whose, history: History) -> None:
        self._engine = engine
        self._whose = whose
        self._history = history

    def known(self, payment: Operation) -> Known:
        """All that counts for a payment, as it is on disk now."""
        epoch = self._history.look()
        with reading(self._engine) as connection:
            kin = self._whose.kin(connection, payment.account)
            issued = _issued(connection, kin, payment)
            comprobante: Mapping[str, Any] = issued.body["comprobante"] if issued else {}
            rate = comprobante.get("cotizacion")
            referencia = issued.referencia if issued else None
            elsewhere = _elsewhere(connection, payment.scope)
            return Known(
                paid=_made(connection, payment) + _at_once(comprobante) + (elsewhere or Decimal(0)),
                moneda=issued.moneda if issued else None,
                cotizacion=None if rate is None else Decimal(str(rate)),
                notes=tuple(notes_of(connection, kin, payment, referencia)),
                accepted=elsewhere is not None,
                agreed=_agreed(connection, payment, epoch.after),
                approved=_approved(connection, payment),
                followed=_followed(connection, payment, issued, epoch.after),
                broken=epoch.since if epoch.told else None,
            )

    def paid(self, payment: Operation) -> Decimal:
        """All that is known to be paid on the comprobante that `payment` is about, in pesos.

        The payments that are done, the one that came with issuing it, and what
        a person accepted as paid elsewhere.
        """
        return self.known(payment).paid

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

    def put_off(self) -> list[Operation]:
        """The payments that a person refused, or said to be annulled at the service."""
        query = select(operations).where(
            operations.c.kind == Kind.PAY,
            operations.c.state == State.REJECTED,
            operations.c.refusal == Refusal.PERSON,
        )
        with reading(self._engine) as connection:
            found = connection.execute(query.order_by(operations.c.id)).mappings()
            return [rows.operation(row) for row in found]

    def elsewhere(self, scope: Scope) -> Decimal:
        """What a person said was paid elsewhere on a comprobante; nothing unless asked."""
        with reading(self._engine) as connection:
            return _elsewhere(connection, scope) or Decimal(0)

    def accept(self, scope: Scope, paid_elsewhere: Decimal, who: str) -> None:
        """Remember what was paid elsewhere, in place of what was said before."""
        with writing(self._engine) as connection:
            connection.execute(balances.delete().where(balances.c.scope == scope))
            connection.execute(
                balances.insert().values(
                    scope=scope, paid_elsewhere=str(paid_elsewhere), who=who, at=now()
                )
            )


def _made(connection: Connection, payment: Operation) -> Decimal:
    """The payments that are done."""
    query = select(operations.c.total).where(
        operations.c.scope == payment.scope,
        operations.c.kind == Kind.PAY,
        operations.c.state == State.DONE,
    )
    return sum((Decimal(text) for (text,) in connection.execute(query)), Decimal(0))


def _issued(connection: Connection, kin: Collection[str], payment: Operation) -> Operation | None:
    """The operation that issued what is paid."""
    query = select(operations).where(
        operations.c.kind == Kind.ISSUE,
        operations.c.account.in_(kin),
        operations.c.tipo == payment.tipo,
        operations.c.punto_venta == payment.punto_venta,
        operations.c.number == payment.number,
        operations.c.state == State.DONE,
    )
    found = connection.execute(query).mappings().first()
    return None if found is None else rows.operation(found)


def _at_once(comprobante: Mapping[str, Any]) -> Decimal:
    """What was paid in the moment of issuing: the block is in pesos, as every payment."""
    block = comprobante.get("pagos")
    return Decimal(str(block["total"])) if block else Decimal(0)


def _elsewhere(connection: Connection, scope: Scope) -> Decimal | None:
    """What a person said was paid elsewhere; None where nobody has been asked."""
    query = select(balances.c.paid_elsewhere).where(balances.c.scope == scope)
    found = connection.execute(query).scalar()
    return None if found is None else Decimal(found)


def _agreed(connection: Connection, payment: Operation, after: int) -> bool:
    """Whether a person let this very payment go on, since the unbroken history began."""
    query = select(attempts.c.id).where(
        attempts.c.operation_id == payment.id,
        attempts.c.id > after,
        attempts.c.event == ANSWERED.format(answer=ACCEPTED),
    )
    return connection.execute(query).first() is not None


def _followed(
    connection: Connection, payment: Operation, issued: Operation | None, after: int
) -> bool:
    """Whether the comprobante is known from its first payment on, in the unbroken history.

    planilla issued it since that began, or a payment was sent since then of which the
    service showed just before that nothing was paid, as the ledger knew it.
    """
    if issued is not None:
        own = select(attempts.c.id).where(
            attempts.c.operation_id == issued.id,
            attempts.c.id > after,
            attempts.c.event == ISSUED,
        )
        if connection.execute(own).first() is not None:
            return True
    sent = (
        select(attempts.c.detail)
        .join(operations, operations.c.id == attempts.c.operation_id)
        .where(
            operations.c.scope == payment.scope,
            operations.c.kind == Kind.PAY,
            attempts.c.id > after,
            attempts.c.state == State.SENDING,
            attempts.c.detail != "",
        )
    )
    shown = [rows.parse(detail) for detail in connection.execute(sent).scalars()]
    return any(seen.get("status") == UNPAID and not Decimal(seen["paid"]) for seen in shown)


def _approved(connection: Connection, payment: Operation) -> bool:
    query = select(reviews.c.id).where(
        reviews.c.operation_id == payment.id,
        reviews.c.reason == Reason.EXCESS,
        reviews.c.answer == APPROVED,
    )
    return connection.execute(query).first() is not None
