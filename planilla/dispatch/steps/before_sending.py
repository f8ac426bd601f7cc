"""Before a comprobante is sent: whose the credentials are, its number, what is there already."""

from __future__ import annotations

from planilla.common.errors import NotSent, Refused, Unknown
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.proved_absent import Unproved
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.messages import NOT_NUMBERED, NUMBERING, NUMBERS_TAKEN, UNREADABLE
from planilla.dispatch.numbers import Numbering, NumberingWentBack, NumbersTaken
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.outcome_table import refused_by
from planilla.dispatch.stopped_this_run import Halted, Halts, LaneStops
from planilla.ledger.ledger import Ledger
from planilla.model.comprobante_key import Key
from planilla.model.operation import Lease, Operation, Refusal, State
from planilla.service.refusal_texts import Reach, trouble_of
from planilla.service.tusfacturas import TusFacturas

MOST_RISES = 20  # times that a search shows a number beyond the last that was looked at


class FirstLook:
    """Asks until everything below a lane's next number has been looked at."""

    def __init__(
        self,
        ledger: Ledger,
        breaker: Breaker,
        adoption: Adoption,
        company: SameCompany,
        numbering: Numbering,
        halts: Halts,
    ) -> None:
        self._ledger = ledger.awaited
        self._breaker = breaker
        self._adoption = adoption
        self._company = company
        self._numbering = numbering
        self._halts = halts

    async def look(
        self, operation: Operation, lease: Lease, service: TusFacturas, *, alone: bool
    ) -> tuple[int, Operation]:
        """The number to send, and the operation as it then stands: it may be done already.

        `alone` says that no other of its day waits. Raises `LaneStops`.
        """
        key = Key(operation.tipo, operation.punto_venta)
        lane, account = operation.lane, operation.account
        rises = 0
        while rises < MOST_RISES:
            await self._breaker.ready()
            self._halts.check(operation)
            try:
                await self._company.look(account, service)
                following = await self._numbering.next(lane, lease, account, key, service)
                looked = await self._adoption.before_sending(
                    operation, lease, service, following, alone
                )
            except NumberingWentBack as gone:
                if not await self._numbering.pause(lane):
                    raise LaneStops(NUMBERING.format(detail=gone)) from gone
            except NumbersTaken as taken:
                raise LaneStops(NUMBERS_TAKEN) from taken
            except Unproved as numbers:
                raise LaneStops(UNREADABLE.format(numbers=numbers)) from numbers
            except (NotSent, Unknown) as error:
                self._breaker.hit(error)
            except Refused as error:
                refused = await self._not_numbered(operation, lease, error)
                if refused is not None:
                    return 0, refused
            else:
                highest = self._adoption.highest(operation)
                if highest < following:
                    return following, looked
                self._numbering.saw(lane, highest)  # a search knows more than the numbering
                rises += 1
        raise LaneStops(NUMBERS_TAKEN)

    async def _not_numbered(
        self, operation: Operation, lease: Lease, error: Refused
    ) -> Operation | None:
        """The service does not even number it; None for an outage, which is waited out.

        Nothing was sent: a point of sale that it does not have, say, is the row's.
        """
        trouble = trouble_of(error.messages)
        if trouble is not None and trouble.reach is Reach.OUTAGE:
            self._breaker.hit(error)
            return None
        if trouble is not None:
            self._halts.mind(operation, error.messages)
            raise Halted(" ".join((trouble.told, *error.messages)))
        if refused_by(error) is Refusal.SERVICE:
            return await self._ledger.move(
                operation, lease, State.REJECTED, "not numbered", error.raw, errors=error.messages
            )
        raise LaneStops(NOT_NUMBERED.format(reason=error))
