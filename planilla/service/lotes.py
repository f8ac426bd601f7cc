"""`facturacion/lotes`: several issued by one request (api.md 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planilla.common.errors import ServiceError, Unknown
from planilla.model.comprobante_key import Key
from planilla.service.about_another import believe
from planilla.service.answers import Issued
from planilla.service.each_of_a_lot import answered_one_by_one, verdict_error
from planilla.service.envelope import Answer, Reply
from planilla.service.pace import LOT_TIMES

if TYPE_CHECKING:  # it brings httpx
    from planilla.service.client import Client

MOST = 20  # requests in one lotes


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a lot: what is sent, under which number and reference."""

    body: Mapping[str, Any]
    number: int
    external_reference: str

    def as_sent(self) -> dict[str, Any]:
        """As `nuevo` sends it."""
        comprobante = {
            **self.body["comprobante"],
            "numero": self.number,
            "external_reference": self.external_reference,
        }
        return {"cliente": self.body["cliente"], "comprobante": comprobante}

    @property
    def key(self) -> Key:
        """What it asks for."""
        asked = self.body["comprobante"]
        return Key(str(asked["tipo"]), int(asked["punto_venta"]), self.number)


class Lotes:
    """Issuing several at once, as one credential; changes the world."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def lotes(self, requests: Sequence[Request]) -> tuple[list[Issued | ServiceError], Reply]:
        """Issue up to 20 of one tipo, dates and numbers ascending; one result a request, in order.

        Every one after the first that ARCA rejects is rejected too. Raises what the
        whole lot was refused with where no request has an answer of its own.
        """
        body = {"requests": [request.as_sent() for request in requests]}
        reply = await self._client.post("facturacion/lotes", body, lots=True, times=LOT_TIMES)
        answers = answered_one_by_one(reply, [r.external_reference for r in requests])
        return [_issued(answers[one.external_reference], one) for one in requests], reply


def _issued(answer: Answer | Unknown, request: Request) -> Issued | ServiceError:
    if isinstance(answer, Unknown):
        return answer
    try:
        error = verdict_error(answer)
        if error is not None:
            return error
        believe(answer, request.key, request.external_reference, required=True)
        return Issued.read(answer)
    except Unknown as unknown:
        return unknown
