"""A handler of one kind, whose lanes are one comprobante each."""

from __future__ import annotations

from collections.abc import Set

from planilla.common.errors import PlanillaError
from planilla.dispatch.failed import OUTAGE, Failing
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.stopped_this_run import Halts
from planilla.dispatch.turn import Steps, Turns
from planilla.dispatch.waits import Times
from planilla.dispatch.what_goes_next import TurnEnd
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Lease
from planilla.service.refusal_texts import Reach
from planilla.service.tusfacturas import TusFacturas


class OneKind(Steps):
    """What such handlers do alike; `waited_out` are the troubles that everything waits for."""

    def __init__(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        company: SameCompany,
        waited_out: Set[Reach] = OUTAGE,
    ) -> None:
        self._ledger = ledger.awaited
        self._breaker = breaker
        self._times = times
        self._company = company
        self._halts = Halts()
        self._failing = Failing(self._ledger, breaker, self._halts, waited_out)
        self._turns = Turns(self._ledger, times)

    @property
    def trouble(self) -> PlanillaError | None:
        """What the service will not take of an account or a point of sale."""
        return self._halts.trouble

    async def enter(self, lease: Lease, service: TusFacturas) -> None:
        """Nothing to learn beforehand."""

    async def turn(
        self, operation_id: int, lease: Lease, service: TusFacturas, *, alone: bool
    ) -> TurnEnd:
        """Work on an operation until it settles or cannot."""
        turn = await self._turns.begun(operation_id, lease, service, alone=alone)
        return await self._turns.work(turn, self)
