"""E-mailing a comprobante again: once a day, and never again by itself."""

from __future__ import annotations

from planilla.common.calendar import now
from planilla.common.errors import Misconfigured, NotSent, Refused, ServiceError, Unknown
from planilla.common.failpoints import reach
from planilla.dispatch.failed import Failure
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.messages import MAIL_IN_DOUBT, NO_SERVICE
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.steps.one_kind import OneKind
from planilla.dispatch.turn import Turn
from planilla.dispatch.waits import Times
from planilla.dispatch.what_goes_next import TurnEnd
from planilla.ledger.changes import Changes
from planilla.ledger.ledger import Ledger
from planilla.model.comprobante_key import Key
from planilla.model.operation import Operation, Reason, Refusal, State
from planilla.service.refusal_texts import Reach, trouble_of


class Mail(OneKind):
    """Sends each comprobante's e-mail; nothing tells afterwards whether one went out."""

    stopped = "halted"

    def __init__(
        self, ledger: Ledger, breaker: Breaker, times: Times, company: SameCompany
    ) -> None:
        super().__init__(ledger, breaker, times, company, waited_out=frozenset(Reach))

    def end(self, operation: Operation) -> TurnEnd:  # noqa: ARG002
        """Nothing waits for an e-mail."""
        return TurnEnd.SETTLED

    async def attempt(self, operation: Operation, turn: Turn) -> Operation:
        """Send it, once it is known whose the credentials are."""
        self._halts.check(operation)
        await self._breaker.ready()
        try:
            await self._company.look(operation.account, turn.service)
        except (NotSent, Unknown) as error:
            self._breaker.hit(error)
            return operation
        reach("before-intent")
        sent = await self._ledger.begin(operation, turn.lease, operation.number)
        reach("after-intent")
        try:
            key = Key(operation.tipo, operation.punto_venta, operation.number)
            reply = await turn.service.reenviar(key)
        except ServiceError as error:
            return await self._failing.failed(sent, turn.lease, error, _failure(error))
        self._breaker.success()
        return await self._ledger.move(sent, turn.lease, State.DONE, "sent", reply.raw, errors=())

    async def settle(self, operation: Operation, turn: Turn) -> Operation:
        """Nothing tells whether it went out, whatever was said: a person does."""
        return await self._ledger.move(
            operation,
            turn.lease,
            State.REVIEW,
            "in doubt",
            reason=Reason.MAIL,
            errors=(MAIL_IN_DOUBT, *operation.errors),
        )


def _failure(error: ServiceError) -> Failure:
    """A refusal is a verdict, since there is nothing to look for; what is not the row's is none."""
    if isinstance(error, NotSent | Misconfigured):
        return Failure(State.PENDING, str(error), {"errors": (NO_SERVICE,)})
    trouble = trouble_of(error.messages) if isinstance(error, Refused) else None
    if isinstance(error, Refused) and trouble is None:
        told: Changes = {"refusal": Refusal.SERVICE, "errors": error.messages}
        return Failure(State.REJECTED, "refused", told)
    why = (trouble.told, str(error)) if trouble is not None else ()
    return Failure(State.UNKNOWN, str(error), {"ended_at": now(), "errors": why})
