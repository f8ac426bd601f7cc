"""The ledger as a reconciliation reads it: as it is, or as it was at the end of a past day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from planilla.common.calendar import end_of
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.model.operation import Operation, State

Name = tuple[str, str]
"""Account and comprobante."""


@dataclass(frozen=True)
class LedgerThen:
    """What was asked for and what became of it; `states` are those of then, None for now's."""

    ledger: Ledger
    states: Mapping[int, State] | None = None

    @classmethod
    def at(cls, ledger: Ledger, as_of: date | None) -> LedgerThen:
        """At the end of a day, or now."""
        return cls(ledger, None if as_of is None else ledger.past.states(end_of(as_of)))

    def issued(self) -> list[Operation]:
        """The comprobantes that were issued."""
        done = self._then(self.ledger.operations.of_kind(Kind.ISSUE, State.DONE))
        return [one for one in done if one.state is State.DONE]

    def standing(self) -> list[Operation]:
        """The payments of all accounts that were registered, or might have been."""
        if self.states is None:
            return self.ledger.payments.standing()
        every = self._then(self.ledger.operations.of_kind(Kind.PAY, *State))
        return sorted(
            (one for one in every if one.state is not State.REJECTED), key=lambda one: one.id
        )

    def paid(self) -> dict[Name, Decimal]:
        """What planilla had registered as paid, by account and comprobante."""
        if self.states is None:
            return self.ledger.payments.by_comprobante()
        sums: dict[Name, Decimal] = {}
        for one in self.standing():
            if one.state is State.DONE:
                name = (one.account, one.comprobante)
                sums[name] = sums.get(name, Decimal(0)) + one.total
        return sums

    def number_of(self, account: str, referencia: str) -> Operation | None:
        """The comprobante that a referencia had become, if it had."""
        latest = self.ledger.operations.latest(account, referencia)
        then = self._then([latest] if latest else [])
        return next((one for one in then if one.state is State.DONE), None)

    def _then(self, operations: Iterable[Operation]) -> list[Operation]:
        if self.states is None:
            return list(operations)
        states = self.states
        return [replace(one, state=states[one.id]) for one in operations if one.id in states]
