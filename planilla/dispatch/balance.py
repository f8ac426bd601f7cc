"""What the service shows of a comprobante's balance, before and after a payment.

A client with CUIT has a current account that says to the cent what is left of
each comprobante; for the others there is only `ctacte_status` (api.md 2, 5).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Any

from planilla.money import written
from planilla.service.cobros import AccountRow
from planilla.service.key import Key
from planilla.service.tusfacturas import TusFacturas

UNPAID, PARTLY, PAID = "IMPAGA", "PAGO PARCIAL", "PAGADA"
CONCEPT = re.compile(r"^(?P<tipo>.*?)\s+(?P<pv>\d+)-(?P<number>\d+)")


class NoTotal(Exception):
    """The service shows the comprobante without its total."""


class Sight(Enum):
    """What two balances, before and after, say of a payment whose answer was lost."""

    APPLIED = auto()
    UNCHANGED = auto()
    UNCLEAR = auto()


@dataclass(frozen=True, slots=True)
class Balance:
    """A comprobante as the service shows it at one moment.

    `left` is what is left to pay, None where the service says no figure; `rows`
    are the client's account rows (date, concept, debit, credit), empty without
    an account.
    """

    total: Decimal
    status: str
    left: Decimal | None
    rows: tuple[tuple[str, str, str, str], ...]
    paid: Decimal = Decimal(0)  # as planilla knew it then

    def as_evidence(self) -> Mapping[str, Any]:
        """Plain values for the ledger."""
        return {
            "total": self.total,
            "status": self.status,
            "left": self.left,
            "paid": self.paid,
            "rows": [list(row) for row in self.rows],
        }

    @classmethod
    def from_evidence(cls, evidence: Mapping[str, Any]) -> Balance | None:
        """What `as_evidence` wrote; None for an operation without any."""
        if "status" not in evidence:
            return None
        return cls(
            Decimal(evidence["total"]),
            str(evidence["status"]),
            None if evidence["left"] is None else Decimal(evidence["left"]),
            tuple(tuple(row) for row in evidence["rows"]),
            Decimal(evidence["paid"]),
        )

    @property
    def blind(self) -> bool:
        """Whether the service says nothing of what is paid."""
        return self.left is None and self.status not in {UNPAID, PARTLY, PAID}

    def agrees_with(self, paid: Decimal) -> bool:
        """Whether the service shows just what is known to be paid."""
        if self.left is not None:
            return self.left == self.total - paid
        expected = UNPAID if paid == 0 else PAID if paid == self.total else PARTLY
        return self.status == expected

    def in_words(self) -> str:
        """For the person who has to judge."""
        left = "sin cuenta corriente" if self.left is None else f"resta {written(self.left)}"
        return f"total {written(self.total)}, {self.status or 'sin estado de cuenta'}, {left}"


async def read_balance(key: Key, service: TusFacturas) -> Balance | None:
    """Ask the service (`consulta`, free; the account, which counts); None when it has no such one.

    Raises `ServiceError` kinds, and `NoTotal` when it does not say how much the
    comprobante is.
    """
    held = await service.consulta(key)
    if held is None or not held.issued:  # one of the queue is nothing to be paid yet
        return None
    if held.total is None:
        raise NoTotal
    if held.documento_tipo != "CUIT":
        return Balance(held.total, held.ctacte_status, None, ())
    rows = await service.cobros.account("".join(c for c in held.documento_nro if c.isdigit()))
    own = [row for row in rows if _is(row, key)]
    left = own[0].remaining if len(own) == 1 else None
    return Balance(held.total, held.ctacte_status, left, tuple(_plain(r) for r in rows))


def compare(before: Balance, after: Balance, payment: Decimal) -> Sight:
    """What became of a payment, by what only it can have caused (docs/design.md, "A payment")."""
    if before.left is not None and after.left is not None:
        if before.left - after.left == payment:
            return Sight.APPLIED
        if _new_rows(before, after, payment) == 1 and after.left < before.left:
            return Sight.APPLIED
        return Sight.UNCHANGED if before.left == after.left else Sight.UNCLEAR
    completes = before.total - before.paid == payment  # nothing else makes the sums equal
    if after.status == PAID != before.status and completes:
        return Sight.APPLIED
    if before.status == after.status == UNPAID:
        return Sight.UNCHANGED
    return Sight.UNCLEAR


def _new_rows(before: Balance, after: Balance, payment: Decimal) -> int:
    fresh = Counter(after.rows) - Counter(before.rows)
    others = sum(count for row, count in fresh.items() if row[3] != f"{payment:.2f}")
    matching = sum(count for row, count in fresh.items() if row[3] == f"{payment:.2f}")
    return 0 if others else matching


def _is(row: AccountRow, key: Key) -> bool:
    """Whether an account row is the comprobante itself: `FACTURA A 0002-00000002 (…)`."""
    found = CONCEPT.match(row.concepto)
    if found is None:
        return False
    named = (found["tipo"], int(found["pv"]), int(found["number"]))
    return named == (key.tipo.upper(), key.punto_venta, key.number)


def _plain(row: AccountRow) -> tuple[str, str, str, str]:
    fecha = row.fecha.isoformat() if row.fecha else ""
    return fecha, row.concepto, _figure(row.debe), _figure(row.haber)


def _figure(value: Decimal | None) -> str:
    return "?" if value is None else f"{value:.2f}"
