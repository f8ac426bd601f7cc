"""The queue: `nuevo_encola`, `lotes_encola` and what may be done to what waits there (api.md 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from planilla.common.calendar import service_date
from planilla.common.errors import ServiceError, Unknown
from planilla.model.comprobante_key import Key
from planilla.service.about_another import believe
from planilla.service.each_of_a_lot import answered_one_by_one, verdict_error
from planilla.service.envelope import Answer, Reply, messages
from planilla.service.figures import text

if TYPE_CHECKING:  # it brings httpx
    from planilla.service.client import Client

MOST = 100  # requests in one lotes_encola


@dataclass(frozen=True, slots=True)
class Queueing:
    """What became of one request of a lot; `error` is None when it was queued."""

    external_reference: str
    error: ServiceError | None


@dataclass(frozen=True, slots=True)
class Dropping:
    """What `eliminar_encolado` says, in its words: what is gone, and what could not be dropped."""

    dropped: tuple[str, ...]
    left: tuple[str, ...]


class Cola:
    """The methods of the queue, as one credential; all change the world."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def nuevo_encola(self, body: Mapping[str, Any], external_reference: str) -> Reply:
        """Queue one comprobante; an answer that is not about it is `Unknown`."""
        request = request_of(body, external_reference)
        reply = await self._client.post("facturacion/nuevo_encola", request)
        try:
            _believe(reply.answer, request)
        except Unknown as error:
            error.raw = reply.raw
            raise
        return reply

    async def lotes_encola(
        self, requests: Sequence[tuple[Mapping[str, Any], str]]
    ) -> tuple[list[Queueing], Reply]:
        """Queue up to 100; each with its own verdict, whatever is said of the whole lot.

        A request that the answer does not mention, or mentions twice, is `Unknown`. Raises
        what the lot was refused with where no request has an answer of its own.
        """
        lot = [request_of(body, reference) for body, reference in requests]
        reply = await self._client.post("facturacion/lotes_encola", {"requests": lot}, lots=True)
        answers = answered_one_by_one(reply, [reference for _, reference in requests])
        told = [
            Queueing(reference, _queueing(answers[reference], request))
            for (_, reference), request in zip(requests, lot, strict=True)
        ]
        return told, reply

    async def reenviar_encolado(self, external_reference: str) -> Reply:
        """Put one that failed back into the queue."""
        return await self._client.post(
            "facturacion/reenviar_encolado", {"external_reference": external_reference}
        )

    async def cambiar_fecha(self, external_reference: str, fecha: date, vencimiento: date) -> Reply:
        """Change the date on which one will be issued."""
        request = {
            "external_reference": external_reference,
            "fecha": service_date(fecha),
            "vencimiento": service_date(vencimiento),
        }
        return await self._client.post("facturacion/cambiar_fecha_encolado", request)

    async def eliminar(self, external_reference: str, fecha: date) -> tuple[Dropping, Reply]:
        """Drop what is queued under a reference: each one is tried, and some may be left.

        Whether the date narrows them is not documented.
        """
        request = {"external_reference": external_reference, "fecha": service_date(fecha)}
        reply = await self._client.post("facturacion/eliminar_encolado", request, partly=True)
        listed = reply.answer.get("procesados")
        dropped = [text(one) for one in (listed if isinstance(listed, list) else [listed])]
        return Dropping(tuple(t for t in dropped if t), messages(reply.answer)), reply


def request_of(body: Mapping[str, Any], external_reference: str) -> dict[str, Any]:
    """A request of the queue: number 0, since it is given when it is issued."""
    comprobante = {**body["comprobante"], "numero": 0, "external_reference": external_reference}
    return {"cliente": body["cliente"], "comprobante": comprobante}


def _queueing(answer: Answer | Unknown, request: Mapping[str, Any]) -> ServiceError | None:
    if isinstance(answer, Unknown):
        return answer
    try:
        error = verdict_error(answer)
        if error is None:
            _believe(answer, request)
    except Unknown as unknown:
        return unknown
    return error


def _believe(answer: Answer, request: Mapping[str, Any]) -> None:
    """Its number is no number yet: only the rest must be what was asked."""
    asked = request["comprobante"]
    key = Key(str(asked["tipo"]), int(asked["punto_venta"]))
    believe(answer, key, asked["external_reference"])
    if not answer.get("external_reference"):
        raise Unknown("the answer does not say whose it is")
