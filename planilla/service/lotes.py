"""Lots: what is answered a request at a time, and `facturacion/lotes` (api.md 5).

The lot's own sentence is never a request's verdict. The answers come in any
order: each is found by its `external_reference`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planilla.common.errors import Misconfigured, Refused, ServiceError, Unknown
from planilla.model.comprobante_key import Key
from planilla.service.answers import Issued, believe
from planilla.service.envelope import (
    NO_REASON,
    Answer,
    Reply,
    each_answer,
    messages,
    refusal,
    verdict_of,
)
from planilla.service.figures import text

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
        reply = await self._client.post("facturacion/lotes", body, lots=True)
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


def answered_one_by_one(reply: Reply, references: Sequence[str]) -> Mapping[str, Answer | Unknown]:
    """The answer to each request, `Unknown` where there is none, or more than one.

    Raises `Unknown` when the lot's answer has none at all.
    """
    answers = each_answer(reply.answer)
    if not answers:
        unreadable = Unknown("the lot's answer has no list of answers")
        unreadable.raw = reply.raw
        raise unreadable
    told: dict[str, Answer | Unknown] = {
        reference: Unknown("the lot's answer does not mention it") for reference in references
    }
    seen: set[str] = set()
    for answer in answers:
        reference = text(answer.get("external_reference"))
        if reference in seen:
            told[reference] = Unknown("the lot's answer mentions it twice")
        else:
            told[reference] = answer
        seen.add(reference)
    return told


def verdict_error(answer: Answer) -> ServiceError | None:
    """What one request of a lot was refused with; None when it was taken.

    Raises `Unknown` for an answer that says neither.
    """
    verdict = verdict_of(answer)
    if verdict == "N":
        return None
    if verdict != "S":
        raise Unknown("the answer says neither success nor failure")
    found = refusal(answer)
    if isinstance(found, Misconfigured):  # the lot was taken with these credentials
        return Refused(messages(answer) or (NO_REASON,), answer=answer)
    return found
