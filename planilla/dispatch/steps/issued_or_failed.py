"""What an answer to issuing leaves: a CAE, a verdict, or a doubt."""

from __future__ import annotations

from collections import Counter
from typing import NoReturn

from planilla.common.afip_qr import cae_of
from planilla.common.calendar import now
from planilla.common.errors import ServiceError
from planilla.dispatch.failed import Failing, failure_of
from planilla.dispatch.lookup.same_company import SameCompany, foreign
from planilla.dispatch.lookup.shown_state import NO_CAE, issued_evidence
from planilla.dispatch.messages import IN_DOUBT, OTHER_CUIT
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.outcome_table import after_request, trouble_in
from planilla.dispatch.turn import Turn
from planilla.ledger.awaited import Awaited
from planilla.ledger.journal import ISSUED
from planilla.model.operation import Lease, Operation, Reason, Refusal, State
from planilla.service.answers import Issued
from planilla.service.tusfacturas import TusFacturas


class IssuedOrFailed:
    """Writes down what came back; `unexplained` counts the refusals that nothing explains."""

    def __init__(
        self,
        ledger: Awaited,
        breaker: Breaker,
        company: SameCompany,
        failing: Failing,
        unexplained: Counter[int],
    ) -> None:
        self._ledger = ledger
        self._breaker = breaker
        self._company = company
        self._failing = failing
        self._unexplained = unexplained

    async def issued(self, sent: Operation, lease: Lease, issued: Issued, raw: str) -> Operation:
        """A success; on disk before anything else.

        It is believed unless its CAE is another's, or not the one that its own QR has. Raises
        `Misconfigured` where it stands in another company's books.
        """
        self._breaker.success()
        if cuit := self._company.stranger(sent.account, issued.afip_qr):
            owner = await self._ledger.owner_of(issued.cae, sent.id)
            if owner is None:
                await self._elsewhere(sent, lease, issued, raw, cuit)
            return await self._in_doubt(sent, lease, _of(owner), raw)
        if (coded := cae_of(issued.afip_qr)) and issued.cae and coded != issued.cae:
            return await self._in_doubt(sent, lease, f"not {coded}, which its QR has", raw)
        observations = issued.observaciones if issued.cae else (*issued.observaciones, NO_CAE)
        moved, owner = await self._ledger.conclude(
            sent,
            lease,
            ISSUED,
            raw,
            number=issued.number,
            cae=issued.cae,
            vencimiento_cae=issued.vencimiento_cae,
            pdf_url=issued.pdf_url,
            afip_qr=issued.afip_qr,
            requiere_fec=issued.requiere_fec,
            errors=(),
            observations=observations,
            ended_at=now(),
        )
        return moved or await self._in_doubt(sent, lease, _of(owner), raw)

    async def _in_doubt(self, sent: Operation, lease: Lease, whose: str, raw: str) -> Operation:
        """Its CAE is not its own: what became of it is still to be found out."""
        return await self._ledger.move(
            sent,
            lease,
            State.UNKNOWN,
            f"its CAE is {whose}",
            raw,
            ended_at=now(),
            errors=(IN_DOUBT,),
        )

    async def _elsewhere(
        self, sent: Operation, lease: Lease, issued: Issued, raw: str, cuit: str
    ) -> NoReturn:
        """It stands in another company's books: what to do there is for a person."""
        await self._ledger.move(
            sent,
            lease,
            State.REVIEW,
            f"issued by CUIT {cuit}",
            raw,
            errors=(OTHER_CUIT.format(cuit=cuit),),
            reason=Reason.CONTENT,
            evidence=issued_evidence(sent, issued),
        )
        raise foreign(sent.account, cuit)

    async def failed(self, sent: Operation, error: ServiceError, turn: Turn) -> Operation:
        """Anything else, as the outcome table has it; raises `Misconfigured`."""
        failure = failure_of(error, after_request(error))
        moved = await self._failing.failed(sent, turn.lease, error, failure)
        if moved.refusal is Refusal.SERVICE:
            self._breaker.success()
        elif moved.refusal is not None and trouble_in(moved) is None:
            return await self._blame(moved, turn.lease, turn.service)
        return moved

    async def _blame(self, refused: Operation, lease: Lease, service: TusFacturas) -> Operation:
        """Whether an outage spoke rather than a rule: then it is no verdict on the data.

        Asked at once, while the outage still shows.
        """
        try:
            found = await service.afip_alert()
            alert = None if found is None else f"«{found}»"
        except ServiceError as error:
            alert = str(error)
        if alert is None:
            self._unexplained[refused.id] += 1
            self._breaker.success()
            return refused
        self._breaker.trip(f"AFIP/ARCA: {alert}")
        return await self._ledger.move(
            refused, lease, State.UNKNOWN, "AFIP in trouble", refusal=None
        )


def _of(owner: Operation | None) -> str:
    return f"that of {owner.comprobante if owner else ''}"
