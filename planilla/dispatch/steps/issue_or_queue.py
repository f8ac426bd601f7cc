"""Issuing and queueing share a point of sale, an identity and a look-up: one handler for both."""

from __future__ import annotations

from collections.abc import Callable

from planilla.common.errors import PlanillaError
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.ask_what_the_queue_did import Refresh
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.numbers import Numbering
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.before_sending import FirstLook
from planilla.dispatch.steps.complete_body import Bodies
from planilla.dispatch.steps.issue import Issue
from planilla.dispatch.steps.queueing import Queueing
from planilla.dispatch.stopped_this_run import Halts
from planilla.dispatch.turn import Steps, Turns
from planilla.dispatch.waits import Times
from planilla.dispatch.what_goes_next import TurnEnd
from planilla.ledger.ledger import Ledger
from planilla.model.issuers import Issuers
from planilla.model.operation import Lease, Operation, Queue
from planilla.service.tusfacturas import TusFacturas


class Emitting:
    """Brings each operation to whoever can work it.

    `issuers` have the CUIT for the association block of notes; `on_done` is told of
    each comprobante that has a CAE, once that is on disk; `quota` is what the plan allows;
    `lots` says to issue several by one request.
    """

    def __init__(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        issuers: Issuers,
        on_done: Callable[[Operation], None],
        quota: Quota,
        *,
        lots: bool = False,
    ) -> None:
        company = SameCompany(ledger, issuers)
        adoption = Adoption(ledger, times.settle, times.retry, company)
        halts = self._halts = Halts()
        self._turns = Turns(ledger.awaited, times)
        bodies = Bodies(ledger.awaited, issuers)
        numbering = Numbering(ledger.awaited, times.settle, times.retry, company.shown)
        first = FirstLook(ledger, breaker, adoption, company, numbering, halts)
        self._issue = Issue(
            ledger,
            breaker,
            times,
            bodies,
            adoption,
            company,
            halts,
            quota,
            numbering,
            first,
            on_done,
            lots=lots,
        )
        self._queueing = Queueing(
            ledger, breaker, times, adoption, company, bodies, halts, quota, first
        )
        self._refresh = Refresh(ledger, breaker, adoption, on_done)

    @property
    def trouble(self) -> PlanillaError | None:
        """What the service will not take of an account or a point of sale."""
        return self._halts.trouble

    async def enter(self, lease: Lease, service: TusFacturas) -> None:
        """What the queue has done meanwhile is asked before anything else."""
        await self._refresh.scope(lease, service, force=True)

    async def turn(
        self, operation_id: int, lease: Lease, service: TusFacturas, *, alone: bool
    ) -> TurnEnd:
        """Issue it, or queue it with those that follow it."""
        turn = await self._turns.begun(operation_id, lease, service, alone=alone)
        steps: Steps = self._issue if turn.operation.queue is Queue.NONE else self._queueing
        return await self._turns.work(turn, steps)
