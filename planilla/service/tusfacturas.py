"""The methods of the service that planilla asks, typed (api.md 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from planilla.calendar import service_date
from planilla.errors import Refused, Unknown
from planilla.issuers import Issuer
from planilla.service.answers import Held, Issued, last_integer, text
from planilla.service.client import Client, Reply
from planilla.service.cobros import Cobros
from planilla.service.cola import Cola
from planilla.service.estado import Estado
from planilla.service.key import Key
from planilla.service.refusals import only_not_found

PAGE = 1000
PAGES = 1000  # a search that goes on past this many pages is not one of ours


class TusFacturas:
    """The service, as one set of credentials (`own`); every call raises `ServiceError` kinds."""

    def __init__(self, client: Client, own: Issuer | None = None) -> None:
        self.client = client
        self.own = own or Issuer()
        self.cobros = Cobros(client)
        self.cola = Cola(client)
        self.estado = Estado(client)

    async def nuevo(
        self, body: Mapping[str, Any], number: int, external_reference: str
    ) -> tuple[Issued, Reply]:
        """Issue one comprobante under exactly this number. Changes the world."""
        comprobante = dict(body["comprobante"])
        comprobante |= {"numero": number, "external_reference": external_reference}
        request = {"cliente": body["cliente"], "comprobante": comprobante}
        reply = await self.client.post("facturacion/nuevo", request)
        try:
            return Issued.read(reply.answer), reply
        except Unknown as error:
            error.raw = reply.raw
            raise

    async def numeracion(self, key: Key) -> int:
        """The next number of a point of sale and tipo."""
        reply = await self.client.post("facturacion/numeracion", {"comprobante": key.body()})
        inner = reply.answer.get("comprobante")
        found = inner.get("numero") if isinstance(inner, dict) else reply.answer.get("numero")
        number = last_integer(found)
        if number is None or number < 1:
            raise Unknown("the service's numbering has no number")
        return number

    async def consulta(self, key: Key) -> Held | None:
        """The comprobante under a number; None when the service shows none."""
        try:
            reply = await self.client.post("facturacion/consulta", {"comprobante": key.body()})
        except Refused as refused:
            only_not_found(refused)
            return None
        held = Held.read(reply.answer)
        return held if held.number is not None or held.external_reference else None

    async def by_reference(self, external_reference: str) -> list[Held]:
        """All that the service holds under a reference, whether or not it repeats it."""
        found = await self._search("EXT_REF", {"external_reference": external_reference})
        return [
            held
            if held.external_reference
            else replace(held, external_reference=external_reference)
            for held in found
        ]

    async def by_day(self, fecha: date) -> list[Held]:
        """All that the service holds of a day, of the credential's point of sale."""
        return await self._search("F", {"fecha": service_date(fecha)})

    async def by_numbers(self, key: Key, first: int, last: int) -> list[Held]:
        """All that the service holds of a lane between two numbers, both included."""
        return await self._search(
            "TN",
            {
                "tipo": key.tipo,
                "punto_venta": key.punto_venta,
                "numero_desde": first,
                "numero_hasta": last,
            },
        )

    async def _search(self, kind: str, fields: Mapping[str, Any]) -> list[Held]:
        """Every page of a search: those that the service says there are, however short each is."""
        found: list[Held] = []
        seen = 0
        for page in range(PAGES):
            request = {
                "busqueda_tipo": kind,
                "pagina": page,
                "limite": PAGE,
                "comprobante": {"operacion": "V", **fields},
            }
            try:
                reply = await self.client.post("facturacion/consulta_avanzada", request)
            except Refused as refused:
                only_not_found(refused)
                return found
            entries = reply.answer.get("comprobantes")
            if not isinstance(entries, list):
                raise Unknown("the service's search has no list of comprobantes")
            found += [Held.read(entry) for entry in entries if isinstance(entry, dict)]
            seen += len(entries)
            total = last_integer(reply.answer.get("total"))
            if total is None and len(entries) < PAGE:
                return found
            if total is not None and seen >= total:
                return found
            if not entries:
                raise Unknown(f"the service's search shows {seen} of {total}")
        raise Unknown("the service's search does not end")

    async def regenerar_pdf(self, key: Key) -> str:
        """A new link to the PDF; it works today only."""
        reply = await self.client.post("facturacion/regenerar_pdf", {"comprobante": key.body()})
        url = text(reply.answer.get("comprobante_pdf_url"))
        if not url:
            raise Unknown("the service gave no new link to the PDF")
        return url

    async def reenviar(self, key: Key) -> Reply:
        """E-mail a comprobante again. Changes the world: somebody receives it."""
        return await self.client.post("facturacion/reenviar", {"comprobante": key.body()})

    async def afip_alert(self) -> str | None:
        """What the service says of AFIP; None when invoicing is in order."""
        return (await self.estado.alertas()).trouble


def same_amount(ours: Decimal, theirs: Decimal | None) -> bool:
    """Whether two totals are equal to the cent."""
    return theirs is not None and abs(ours - theirs) < Decimal("0.005")
