"""Registering one payment: balance, intent with what was seen, request, outcome.

There is neither number nor reference to lock by. What the service showed before
goes on disk with the intent, and only what it shows afterwards settles an
answer that was lost; what that cannot tell is for a person, and is never sent
again by itself (docs/design.md, "A payment").
"""

from __future__ import annotations

from dataclasses import dataclass

from planilla.common.calendar import now
from planilla.common.errors import NotSent, Refused, ServiceError, Unknown
from planilla.common.failpoints import reach
from planilla.dispatch.failed import failure_of
from planilla.dispatch.messages import INFERRED, NO_TOTAL, PAYMENT_IN_DOUBT
from planilla.dispatch.outcome_table import after_request, trouble_in
from planilla.dispatch.settling import Absence, settled
from planilla.dispatch.steps.one_kind import OneKind
from planilla.dispatch.steps.payment.balance_before_and_after import Balance, BalanceChange, compare
from planilla.dispatch.steps.payment.may_be_paid import objection
from planilla.dispatch.steps.payment.read_account import NoTotal, look
from planilla.dispatch.stopped_this_run import LaneStops
from planilla.dispatch.turn import Turn
from planilla.dispatch.what_goes_next import TurnEnd
from planilla.model.comprobante_key import Key
from planilla.model.operation import Lease, Operation, Reason, Refusal, State


@dataclass(frozen=True, slots=True)
class Seen:
    """The balance before a payment and after it, as far as either could be seen."""

    before: Balance | None
    after: Balance | None
    change: BalanceChange


class Payment(OneKind):
    """Brings payments to the end of their turn; asks the balance before each, and after."""

    def end(self, operation: Operation) -> TurnEnd:
        """One for review stops the comprobante's later ones."""
        return TurnEnd.STOPPED if operation.state is State.REVIEW else TurnEnd.SETTLED

    async def attempt(self, operation: Operation, turn: Turn) -> Operation:
        """Pay, unless the balance or what the ledger knows speaks against it."""
        await self._breaker.ready()
        self._halts.check(operation)
        try:
            await self._company.look(operation.account, turn.service)
            shown = await look(_key(operation), turn.service)
        except (NotSent, Unknown, Refused) as error:
            self._breaker.hit(error)
            return operation
        except NoTotal:
            raise LaneStops(NO_TOTAL) from None
        known = await self._ledger.known_of(operation)  # after the service's, with all sent since
        balance = Balance.of(shown, known) if shown else None
        against = objection(operation, balance, known)
        if against is not None:
            return await self._ledger.move(
                operation, turn.lease, against.target, against.event, **against.changes
            )
        assert balance is not None  # noqa: S101 - a comprobante that is not there is objected to
        return await self._pay(operation, balance, turn)

    async def _pay(self, operation: Operation, balance: Balance, turn: Turn) -> Operation:
        reach("before-intent")
        seen = balance.as_evidence()
        sent = await self._ledger.begin(operation, turn.lease, operation.number, seen)
        reach("after-intent")
        try:
            reply = await turn.service.cobros.pagar(_key(operation), operation.body["pagos"])
        except ServiceError as error:
            reach("after-request")
            failure = failure_of(error, after_request(error))
            moved = await self._failing.failed(sent, turn.lease, error, failure)
        else:
            reach("after-request")
            self._breaker.success()
            moved = await self._ledger.move(
                sent, turn.lease, State.DONE, "paid", reply.raw, errors=(), ended_at=now()
            )
        reach("after-outcome")
        return moved

    # Settling

    async def settle(self, operation: Operation, turn: Turn) -> Operation:
        """Ask until the payment shows, or until its absence has lasted."""
        return await settled(self, operation, turn, self._breaker, self._times)

    async def ask(self, operation: Operation, turn: Turn, absence: Absence) -> Seen:  # noqa: ARG002
        """The balance as it is now, beside what it was when the payment was sent."""
        before = Balance.from_evidence(operation.evidence)
        try:
            shown = await look(_key(operation), turn.service)
        except NoTotal:
            shown = None
        after = Balance.of(shown, await self._ledger.known_of(operation)) if shown else None
        change = BalanceChange.UNCLEAR
        if before is not None and after is not None:
            change = compare(before, after, operation.total)
        return Seen(before, after, change)

    async def conclude(
        self, operation: Operation, turn: Turn, shown: Seen, absence: Absence
    ) -> Operation | None:
        """What was applied is done; what was not, or cannot be told, once that may count."""
        if shown.change is BalanceChange.APPLIED:
            return await self._inferred(operation, turn.lease, shown)
        unchanged = shown.change is BalanceChange.UNCHANGED
        if absence.settled or (operation.refusal is Refusal.SERVICE and unchanged):
            return await self._given_up(operation, turn.lease, shown)
        return None

    async def _inferred(self, operation: Operation, lease: Lease, seen: Seen) -> Operation:
        told = INFERRED.format(before=_words(seen.before), after=_words(seen.after))
        return await self._ledger.move(
            operation,
            lease,
            State.DONE,
            "inferred from the account",
            repr(seen.after),
            errors=(),
            observations=(told,),
            refusal=None,
        )

    async def _given_up(self, operation: Operation, lease: Lease, seen: Seen) -> Operation:
        """The service refused it and nothing changed: rejected. Anything else: a person decides.

        A refusal that is not the row's is no verdict on it, and absence proves nothing.
        """
        trouble, detail = trouble_in(operation), repr(seen.after)
        unchanged = seen.change is BalanceChange.UNCHANGED
        if operation.refusal is not None and unchanged and trouble is None:
            return await self._ledger.move(
                operation, lease, State.REJECTED, "refused, and nothing changed", detail
            )
        words = PAYMENT_IN_DOUBT.format(before=_words(seen.before), after=_words(seen.after))
        return await self._ledger.move(
            operation,
            lease,
            State.REVIEW,
            "in doubt",
            detail,
            reason=Reason.PAYMENT,
            errors=(words,) if trouble is None else (words, trouble.told, *operation.errors),
        )


def _key(operation: Operation) -> Key:
    return Key(operation.tipo, operation.punto_venta, operation.number)


def _words(balance: Balance | None) -> str:
    return "no se pudo ver" if balance is None else balance.in_words
