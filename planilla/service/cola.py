"""The queue: `nuevo_encola`, `lotes_encola` and what may be done to what waits there (api.md 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from planilla.calendar import service_date
from planilla.errors import Refused, Unknown
from planilla.service.answers import text
from planilla.service.client import Client, Reply
from planilla.service.envelope import messages, refusal

MOST = 100  # requests in one lotes_encola


@dataclass(frozen=True, slots=True)
class Queueing:
    """What became of one request of a lot; `refused` is None when it was queued."""

    external_reference: str
    refused: Refused | None


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
        """Queue one comprobante."""
        return await self._client.post(
            "facturacion/nuevo_encola", request_of(body, external_reference)
        )

    async def lotes_encola(
        self, requests: Sequence[tuple[Mapping[str, Any], str]]
    ) -> tuple[list[Queueing], Reply]:
        """Queue up to 100; the answers come in any order, one a reference at most.

        A reference missing from the answer is not in the list: nobody knows.
        """
        lot = [request_of(body, reference) for body, reference in requests]
        reply = await self._client.post("facturacion/lotes_encola", {"requests": lot})
        entries = reply.answer.get("response")
        if not isinstance(entries, list):
            unreadable = Unknown("the lot's answer has no list of answers")
            unreadable.raw = reply.raw
            raise unreadable
        return [_queueing(entry) for entry in entries if isinstance(entry, dict)], reply

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


def _queueing(entry: Mapping[str, Any]) -> Queueing:
    reference = text(entry.get("external_reference"))
    verdict = text(entry.get("error")).upper()
    if verdict == "N":
        return Queueing(reference, None)
    found = refusal(entry)
    return Queueing(reference, found if isinstance(found, Refused) else Refused(messages(entry)))
