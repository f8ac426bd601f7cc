"""A comprobante's balance in pesos, before and after a payment, and what the two say of it.

Accounts and payments are in pesos, whatever the comprobante's currency (api.md 4). What
one in another currency is in pesos, by the first that is known:

1. what the client's account charges for it;
2. what the account leaves to pay of it while it is IMPAGA;
3. its total by its cotizacion (as planilla sent it, else as the service shows it), to
   the cent, half to even.

How the service rounds is in no document, so 1 and 2 go before 3; but only where they
differ from it by less than one cent of the comprobante's own currency is worth, the
most that rounding explains. Beyond that, without a cotizacion, or where service and
ledger tell another currency, nobody knows what it is in pesos (`sure` is False) and a
person must say. Once it is known, all must agree to the cent.

A credit note that planilla issued, that details the comprobante alone and equals it, may
have paid it off by itself: both balances, with and without it, are explained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Any

from planilla.common.money import CENT, PESOS, cents, written
from planilla.dispatch.steps.payment.read_account import AccountShown, Row
from planilla.ledger.payments import UNPAID, Known
from planilla.model.operation import State

PARTLY, PAID = "PAGO PARCIAL", "PAGADA"
CREDIT_NOTE = "NOTA DE CREDITO"


class BalanceChange(Enum):
    """What two balances, before and after, say of a payment whose answer was lost."""

    APPLIED = auto()
    UNCHANGED = auto()
    UNCLEAR = auto()


@dataclass(frozen=True, slots=True)
class Balance:
    """A comprobante as the service shows it at one moment, in pesos.

    `left` is what is left to pay, None where the service says no figure; `rows`
    are the client's account rows (date, concept, debit, credit), empty without
    an account. `paid` is what planilla knew to be paid then; `sure` whether it is
    certain what `total` is in pesos; `foreign` tells it in another currency, if it is in
    one. `credit` is the note that may have paid it off, `crediting` says that
    one has, or is being sent.
    """

    total: Decimal
    status: str
    left: Decimal | None
    rows: tuple[Row, ...] = ()
    paid: Decimal = Decimal(0)
    sure: bool = True
    foreign: str = ""
    credit: str = ""
    crediting: bool = False

    @classmethod
    def of(cls, shown: AccountShown, known: Known) -> Balance:
        """From what the service shows and what the ledger knows."""
        moneda = known.moneda or shown.moneda
        rate = known.cotizacion or shown.cotizacion
        foreign = moneda not in {None, PESOS}
        total, sure = _in_pesos(shown, rate) if foreign else (shown.total, True)
        if moneda is None:  # told by nobody: pesos, if the account agrees
            sure = shown.total in {shown.charged, shown.left}
        notes = [n for n in known.notes if n.total == shown.total and n.moneda == (moneda or PESOS)]
        return cls(
            total,
            shown.status,
            shown.left,
            shown.rows,
            known.paid,
            sure and not shown.muddled and not _contradicts(shown, known),
            _words(shown.total, moneda, rate) if foreign else "",
            next((note.comprobante for note in notes if note.state is State.DONE), ""),
            bool(notes),
        )

    def as_evidence(self) -> Mapping[str, Any]:
        """Plain values for the ledger."""
        return {
            "total": self.total,
            "status": self.status,
            "left": self.left,
            "paid": self.paid,
            "rows": [list(row) for row in self.rows],
            "sure": self.sure,
            "foreign": self.foreign,
            "credit": self.credit,
        }

    @classmethod
    def from_evidence(cls, evidence: Mapping[str, Any]) -> Balance | None:
        """What `as_evidence` wrote, now or in an earlier version; None for an operation without."""
        if "status" not in evidence:
            return None
        return cls(
            Decimal(evidence["total"]),
            str(evidence["status"]),
            None if evidence["left"] is None else Decimal(evidence["left"]),
            tuple(tuple(row) for row in evidence["rows"]),
            Decimal(evidence["paid"]),
            bool(evidence.get("sure", True)),
            str(evidence.get("foreign", "")),
            str(evidence.get("credit", "")),
        )

    @property
    def blind(self) -> bool:
        """Whether nothing can be reckoned from what the service says."""
        return self.left is None and (self.status not in {UNPAID, PARTLY, PAID} or not self.sure)

    @property
    def settled(self) -> bool:
        """Whether the service says that nothing is left to pay."""
        return self.status == PAID if self.left is None else self.left == 0

    @property
    def credited(self) -> bool:
        """Whether a credit note of ours is why nothing is left."""
        return bool(self.credit) and self.paid == 0 and self.settled

    @property
    def explained(self) -> bool:
        """Whether what is known, and nothing else, makes it what the service shows."""
        if self.credited:
            return True
        if self.left is not None:
            return self.left == self.total - self.paid
        expected = UNPAID if self.paid == 0 else PAID if self.paid == self.total else PARTLY
        return self.status == expected

    @property
    def whole(self) -> str:
        """The total in words, in both currencies if there are two."""
        pesos = written(self.total)
        return f"{pesos} pesos ({self.foreign})" if self.foreign else pesos

    @property
    def in_words(self) -> str:
        """For the person who has to judge."""
        left = "sin cuenta corriente" if self.left is None else f"resta {written(self.left)}"
        return f"total {self.whole}, {self.status or 'sin estado de cuenta'}, {left}"


def _in_pesos(shown: AccountShown, rate: Decimal | None) -> tuple[Decimal, bool]:
    """What a comprobante in another currency is in pesos, and whether that is certain."""
    told = shown.charged
    if told is None and shown.status == UNPAID:
        told = shown.left
    if rate is None:
        return (shown.total if told is None else told), False
    reckoned = cents(shown.total * rate)
    if told is None:
        return reckoned, True
    return told, abs(told - reckoned) <= max(CENT, cents(CENT * rate))


def _contradicts(shown: AccountShown, known: Known) -> bool:
    """Whether service and ledger tell another currency or rate of one comprobante."""
    if known.moneda is None or shown.moneda is None:
        return False
    if known.moneda != shown.moneda:
        return True
    both = known.cotizacion is not None and shown.cotizacion is not None
    return both and abs(known.cotizacion - shown.cotizacion) >= CENT  # type: ignore[operator]


def _words(total: Decimal, moneda: str | None, rate: Decimal | None) -> str:
    told = (
        "sin cotización" if rate is None else f"a {format(rate.normalize(), 'f').replace('.', ',')}"
    )
    return f"{moneda} {written(total)} {told}"


def compare(before: Balance, after: Balance, payment: Decimal) -> BalanceChange:
    """What became of a payment, by what only it can have caused (docs/design.md, "A payment")."""
    fresh = Counter(after.rows) - Counter(before.rows)
    if after.settled and not before.settled and _by_a_note(after, fresh):
        return BalanceChange.UNCLEAR
    if before.left is not None and after.left is not None:
        if before.left - after.left == payment:
            return BalanceChange.APPLIED
        if _is_one(fresh, payment) and after.left < before.left:
            return BalanceChange.APPLIED
        return BalanceChange.UNCHANGED if before.left == after.left else BalanceChange.UNCLEAR
    completes = before.sure and before.total - before.paid == payment  # only this makes it whole
    if after.status == PAID != before.status and completes:
        return BalanceChange.APPLIED
    if before.status == after.status == UNPAID:
        return BalanceChange.UNCHANGED
    return BalanceChange.UNCLEAR


def _by_a_note(after: Balance, fresh: Counter[Row]) -> bool:
    """Whether a credit note may have paid it off: it does so to what was wholly unpaid."""
    noted = after.crediting or any(concept.startswith(CREDIT_NOTE) for _, concept, _, _ in fresh)
    return noted and after.paid == 0


def _is_one(fresh: Counter[Row], payment: Decimal) -> bool:
    """Whether one row of this amount, and nothing else, is new."""
    return fresh.total() == 1 and all(row[3] == f"{payment:.2f}" for row in fresh)
