"""Registering one payment: balance, intent with what was seen, request, outcome.

There is neither number nor reference to lock by. What the service showed before
goes on disk with the intent, and only what it shows afterwards settles an
answer that was lost; what that cannot tell is for a person, and is never sent
again by itself (docs/design.md, "A payment").
"""

from __future__ import annotations

from planilla.common.calendar import now
from planilla.common.errors import (
    Misconfigured,
    NotSent,
    PlanillaError,
    Refused,
    ServiceError,
    Unknown,
)
from planilla.common.failpoints import reach
from planilla.dispatch.attempts import Absence, Mover, recovered
from planilla.dispatch.lane_stops import Halts, LaneStops
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.messages import (
    IN_DOUBT,
    INFERRED,
    NO_SERVICE,
    NO_TOTAL,
    PAYMENT_IN_DOUBT,
)
from planilla.dispatch.order import TurnEnd
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.outcome_table import after_request, refused_by, trouble_in
from planilla.dispatch.steps.payment.balance import Balance, BalanceChange, compare
from planilla.dispatch.steps.payment.current_account import NoTotal, look
from planilla.dispatch.steps.payment.may_be_paid import objection
from planilla.dispatch.waits import Times
from planilla.ledger.ledger import Ledger
from planilla.ledger.payments import Known
from planilla.model.comprobante_key import Key
from planilla.model.operation import Lease, Operation, Reason, Refusal, State
from planilla.service.refusal_texts import Reach
from planilla.service.tusfacturas import TusFacturas

SETTLED = {State.DONE, State.REJECTED, State.REVIEW}


class Payment(Mover):
    """Brings payments to the end of their turn, one call a turn."""

    def __init__(
        self, ledger: Ledger, breaker: Breaker, times: Times, company: SameCompany
    ) -> None:
        self._ledger = ledger
        super().__init__(ledger.awaited)
        self._breaker = breaker
        self._times = times
        self._company = company
        self._halts = Halts()

    @property
    def trouble(self) -> PlanillaError | None:
        """What the service will not take of an account or a point of sale."""
        return self._halts.trouble

    async def enter(self, lease: Lease, service: TusFacturas) -> None:
        """Nothing to learn beforehand: the balance is asked before each payment."""

    async def turn(
        self,
        operation_id: int,
        lease: Lease,
        service: TusFacturas,
        *,
        alone: bool,  # noqa: ARG002 - a lane is one comprobante
    ) -> TurnEnd:
        """Pay, or settle what became of it; one for review stops the comprobante's later ones."""
        operation = await self._store.get(operation_id)
        try:
            while operation.state not in SETTLED:
                if operation.state is State.SENDING:
                    operation = await recovered(self._store, operation, lease, self._times)
                elif operation.state is State.UNKNOWN:
                    operation = await self._settle(operation, lease, service)
                else:
                    operation = await self._pay(operation, lease, service)
        except LaneStops as stop:
            await self._move(operation, lease, operation.state, "stopped", errors=(str(stop),))
            return stop.verdict
        return TurnEnd.STOPPED if operation.state is State.REVIEW else TurnEnd.SETTLED

    # Paying

    async def _pay(self, operation: Operation, lease: Lease, service: TusFacturas) -> Operation:
        await self._breaker.ready()
        self._halts.check(operation)
        try:
            await self._company.look(operation.account, service)
            shown = await look(_key(operation), service)
        except (NotSent, Unknown, Refused) as error:
            self._breaker.hit(error)
            return operation
        except NoTotal:
            raise LaneStops(NO_TOTAL) from None
        known = await self._known(operation)
        balance = Balance.of(shown, known) if shown else None
        against = objection(operation, balance, known)
        if against is not None:
            return await self._move(
                operation, lease, against.target, against.event, **against.changes
            )
        assert balance is not None  # noqa: S101 - a comprobante that is not there is objected to
        reach("before-intent")
        seen = balance.as_evidence()
        sent = await self._store.begin(operation, lease, operation.number, seen)
        reach("after-intent")
        try:
            reply = await service.cobros.pagar(_key(operation), operation.body["pagos"])
        except ServiceError as error:
            reach("after-request")
            moved = await self._failed(sent, lease, error)
        else:
            reach("after-request")
            self._breaker.success()
            moved = await self._move(
                sent, lease, State.DONE, "paid", reply.raw, errors=(), ended_at=now()
            )
        reach("after-outcome")
        return moved

    async def _known(self, operation: Operation) -> Known:
        """The ledger's side, read after the service's: what was sent meanwhile is in it."""
        return await self._ledger.awaited.known_of(operation)

    async def _failed(self, sent: Operation, lease: Lease, error: ServiceError) -> Operation:
        target = after_request(error)
        texts = error.messages if isinstance(error, Refused) else (IN_DOUBT,)
        moved = await self._move(
            sent,
            lease,
            target,
            f"{type(error).__name__}: {error}",
            error.raw,
            ended_at=now(),
            refusal=refused_by(error),
            errors=(NO_SERVICE,) if target is State.PENDING else texts,
        )
        if isinstance(error, Misconfigured):
            raise error
        if isinstance(error, NotSent):
            self._breaker.hit(error)
        self._halts.mind(sent, texts)
        trouble = trouble_in(moved)
        if trouble is not None and trouble.reach is Reach.OUTAGE:
            self._breaker.trip(str(error))
        return moved

    # Settling

    async def _settle(self, operation: Operation, lease: Lease, service: TusFacturas) -> Operation:
        """Ask until the payment shows, or until its absence has lasted."""
        before = Balance.from_evidence(operation.evidence)
        absence = Absence(operation, self._times)
        while True:
            await self._breaker.ready()
            settled = absence.counts()
            try:
                shown = await look(_key(operation), service)
            except (NotSent, Unknown, Refused) as error:
                self._breaker.hit(error)
                continue
            except NoTotal:
                shown = None
            after = Balance.of(shown, await self._known(operation)) if shown else None
            sight = BalanceChange.UNCLEAR
            if before is not None and after is not None:
                sight = compare(before, after, operation.total)
            if sight is BalanceChange.APPLIED:
                return await self._inferred(operation, lease, before, after)
            at_once = operation.refusal is Refusal.SERVICE and sight is BalanceChange.UNCHANGED
            if at_once or settled:
                return await self._give_up(operation, lease, before, after, sight)
            await absence.last()

    async def _inferred(
        self, operation: Operation, lease: Lease, before: Balance | None, after: Balance | None
    ) -> Operation:
        seen = INFERRED.format(before=_words(before), after=_words(after))
        return await self._move(
            operation,
            lease,
            State.DONE,
            "inferred from the account",
            repr(after),
            errors=(),
            observations=(seen,),
            refusal=None,
        )

    async def _give_up(
        self,
        operation: Operation,
        lease: Lease,
        before: Balance | None,
        after: Balance | None,
        sight: BalanceChange,
    ) -> Operation:
        """The service refused it and nothing changed: rejected. Anything else: a person decides.

        A refusal that is not the row's is no verdict on it, and absence proves nothing.
        """
        trouble = trouble_in(operation)
        if operation.refusal is not None and sight is BalanceChange.UNCHANGED and trouble is None:
            return await self._move(
                operation, lease, State.REJECTED, "refused, and nothing changed", repr(after)
            )
        words = PAYMENT_IN_DOUBT.format(before=_words(before), after=_words(after))
        return await self._move(
            operation,
            lease,
            State.REVIEW,
            "in doubt",
            repr(after),
            reason=Reason.PAYMENT,
            errors=(words,) if trouble is None else (words, trouble.told, *operation.errors),
        )


def _key(operation: Operation) -> Key:
    return Key(operation.tipo, operation.punto_venta, operation.number)


def _words(balance: Balance | None) -> str:
    return "no se pudo ver" if balance is None else balance.in_words
