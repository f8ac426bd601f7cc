"""What the ledger knows, counted: for `planilla status`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from planilla.ledger.epochs import Epoch
from planilla.ledger.ledger import Ledger
from planilla.model.operation import OPEN, Operation, Queue, State


@dataclass
class Standing:
    """Counts and money by kind and state; `open_scopes` have something left to do.

    `reviews` and `headings` wait for a person: operations, and questions about columns.
    `failures` are what failed in the queue, each with its reason, oldest date first;
    `history` is the stretch of the ledger's history that is unbroken.
    """

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    money: dict[tuple[str, str, str], dict[str, Decimal]] = field(default_factory=dict)
    open_scopes: Counter[str] = field(default_factory=Counter)
    reviews: int = 0
    headings: int = 0
    hooks: int = 0
    failures: list[Operation] = field(default_factory=list)
    history: Epoch | None = None

    @property
    def waits(self) -> bool:
        """Whether something is left for a run or for a person."""
        return bool(self.open_scopes) or self.reviews + self.headings > 0

    def summary(self) -> dict[str, Any]:
        """For programs: plain values, amounts as `Decimal`."""
        return {
            "operations": [
                {
                    "kind": k,
                    "state": s,
                    "queue": q or None,
                    "count": n,
                    "total": self.money[k, s, q],
                }
                for (k, s, q), n in sorted(self.counts.items())
            ],
            "open_lanes": dict(self.open_scopes),
            "reviews": self.reviews,
            "headings": self.headings,
            "hooks": self.hooks,
            "failures": [
                {"referencia": o.referencia, "account": o.account, "errors": list(o.errors)}
                for o in self.failures
            ],
            "history": self.history
            and {"since": self.history.since.isoformat(), "why": self.history.why},
        }


def standing(ledger: Ledger) -> Standing:
    """Count everything once."""
    failed = [o for o in ledger.queue.inside() if o.queue is Queue.FAILED]
    found = Standing(hooks=ledger.hooks.count(), failures=failed, history=ledger.history.epoch)
    found.headings = len(ledger.headings.waiting())
    for kind, state, queue, scope, moneda, count, total in ledger.operations.tally():
        place = (kind, state, queue)
        found.counts[place] += count
        amounts = found.money.setdefault(place, {})
        amounts[moneda] = amounts.get(moneda, Decimal(0)) + total
        if State(state) in OPEN:
            found.open_scopes[scope] += count
        if State(state) is State.REVIEW:
            found.reviews += count
    return found
