"""The methods of the service that planilla asks, typed (api.md 2)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import simplejson

from planilla.common.calendar import service_date
from planilla.common.errors import Refused, Unknown
from planilla.model.comprobante_key import Key
from planilla.model.issuers import Issuer
from planilla.service.about_another import astray, believe
from planilla.service.absence import NOWHERE, Absence, Probe
from planilla.service.answers import Held, Issued
from planilla.service.cobros import Cobros
from planilla.service.cola import Cola
from planilla.service.envelope import Reply
from planilla.service.estado import EstadoServicios
from planilla.service.figures import last_integer, number_of, text
from planilla.service.lotes import Lotes, Request
from planilla.service.padron import Padron

if TYPE_CHECKING:  # it brings httpx
    from planilla.service.client import Client

PAGE = 1000
dump = partial(simplejson.dumps, use_decimal=True)
CONSULTA = "consulta"
LONG_AGO = "01/01/1990"  # before electronic invoicing
PAGES = 100  # a search that goes on past this many pages is not one of ours
SEARCH_TIMEOUTS = 10  # as long as so many requests may take, all pages of one search may


class TusFacturas:
    """The service, as one set of credentials (`own`); every call raises `ServiceError` kinds.

    `absence` is what all clients of these credentials have learnt of how the
    service says that there is nothing.
    """

    def __init__(
        self, client: Client, absence: Absence | None = None, own: Issuer | None = None
    ) -> None:
        self.client = client
        self.own = own or Issuer()
        self._absence = absence or Absence()
        self.cobros = Cobros(client, self._absence)
        self.cola = Cola(client)
        self.lotes = Lotes(client)
        self.estado = EstadoServicios(client)
        self.padron = Padron(client)

    async def nuevo(
        self, body: Mapping[str, Any], number: int, external_reference: str
    ) -> tuple[Issued, Reply]:
        """Issue one comprobante under exactly this number. Changes the world.

        A success that is not about this comprobante is `Unknown`.
        """
        request = Request(body, number, external_reference)
        reply = await self.client.post("facturacion/nuevo", request.as_sent())
        try:
            believe(reply.answer, request.key, external_reference, required=True)
            return Issued.read(reply.answer), reply
        except Unknown as error:
            error.raw = reply.raw
            raise

    async def numeracion(self, key: Key) -> int:
        """A number of a point of sale and tipo: the next one, or the last (0: none yet).

        Which of the two the documents do not say; the question may count.
        """
        reply = await self.client.post("facturacion/numeracion", {"comprobante": key.body()})
        inner = reply.answer.get("comprobante")
        about = inner if isinstance(inner, dict) else reply.answer
        number = number_of(about.get("numero"))
        if number is None:
            raise Unknown("the service's numbering has no number")
        believe({"comprobante": {**about, "numero": None}}, key)
        return number

    async def consulta(self, key: Key) -> Held | None:
        """The comprobante under a number; None when the service shows none.

        One that is shown under another number, tipo or point of sale is `Unknown`.
        """
        try:
            reply = await self._consulta(key)
        except Refused as refused:
            await self._absence.only(refused, CONSULTA, {CONSULTA: self._nowhere(key)})
            return None
        held = Held.read(reply.answer)
        if held.numero is None and not held.external_reference:
            if await self._absence.is_empty(CONSULTA, self._nowhere(key)):
                return None
            raise Unknown("the service's answer shows no comprobante")
        believe({"comprobante": held.inner}, key)
        return held

    def _nowhere(self, key: Key) -> Probe:
        return lambda: self._consulta(replace(key, number=NOWHERE))

    async def _consulta(self, key: Key) -> Reply:
        return await self.client.post("facturacion/consulta", {"comprobante": key.body()})

    async def by_reference(self, external_reference: str) -> list[Held]:
        """All that the service holds under a reference, whether or not it repeats it.

        What it shows of a longer reference is left out; of any other, it answered
        something else: `Unknown`.
        """
        found = await self._search("EXT_REF", {"external_reference": external_reference})
        strange = [h for h in found if h.external_reference not in {"", external_reference}]
        own = [held for held in found if held not in strange]
        if not own and any(external_reference not in h.external_reference for h in strange):
            raise Unknown("the service's search shows what was not asked for")
        return [
            held
            if held.external_reference
            else replace(held, external_reference=external_reference)
            for held in own
        ]

    async def by_day(self, fecha: date) -> list[Held]:
        """All that the service holds of a day, of the credential's point of sale."""
        return await self._search("F", {"fecha": service_date(fecha)})

    async def by_numbers(self, key: Key, first: int, last: int) -> list[Held]:
        """All that the service holds of a lane between two numbers, both included."""
        found = await self._search("TN", _numbers(key, first, last))
        return [held for held in found if not astray({"comprobante": held.inner}, key)]

    async def _search(self, kind: str, fields: Mapping[str, Any]) -> list[Held]:
        """Every page of a search: those that the service says there are, however short each is."""
        found: list[Held] = []
        before: list[Any] = []
        seen = 0
        deadline = time.monotonic() + SEARCH_TIMEOUTS * self.client.timeout
        for page in range(PAGES):
            if time.monotonic() > deadline:
                break
            try:
                reply = await self._page(kind, fields, page)
            except Refused as refused:
                asked = str(fields.get("external_reference", ""))
                await self._absence.only(refused, kind, self._probes(fields), asked)
                return found
            listed = reply.answer.get("comprobantes")
            total = last_integer(reply.answer.get("total"))
            entries = listed if isinstance(listed, list) else []
            if total is None and text(reply.answer.get("total")):
                raise Unknown("the service's search has a total that is no figure")
            if not entries and listed:
                raise Unknown("the service's search has no list of comprobantes")
            moved = _moved_on(entries, before)
            found += [Held.read(entry) for entry in moved]
            before = entries
            seen += len(entries)
            if total is None and len(entries) < PAGE:
                return found
            if total is not None and seen >= total:
                return found
            if not moved:
                raise Unknown(f"the service's search shows {seen} of {total}")
        raise Unknown("the service's search does not end")

    async def _page(self, kind: str, fields: Mapping[str, Any], page: int = 0) -> Reply:
        request = {
            "busqueda_tipo": kind,
            "pagina": page,
            "limite": PAGE,
            "comprobante": {"operacion": "V", **fields},
        }
        return await self.client.post("facturacion/consulta_avanzada", request)

    def _probes(self, fields: Mapping[str, Any]) -> Mapping[str, Probe]:
        """Searches that can find nothing, by kind: of the same kind too, where there is one."""
        made_up = {"external_reference": f"planilla-{uuid4().hex}"}
        probes: dict[str, Probe] = {"EXT_REF": lambda: self._page("EXT_REF", made_up)}
        if "fecha" in fields:
            probes["F"] = lambda: self._page("F", {"fecha": LONG_AGO})
        if "numero_desde" in fields:
            beyond = {**fields, "numero_desde": NOWHERE, "numero_hasta": NOWHERE}
            probes["TN"] = lambda: self._page("TN", beyond)
        return probes

    async def regenerar_pdf(self, key: Key) -> str:
        """A new link to the PDF; it works today only."""
        reply = await self.client.post("facturacion/regenerar_pdf", {"comprobante": key.body()})
        url = text(reply.answer.get("comprobante_pdf_url"))
        if not url:
            raise Unknown("the service gave no new link to the PDF")
        return url

    async def reenviar(self, key: Key) -> Reply:
        """E-mail a comprobante again. Changes the world: somebody receives it."""
        reply = await self.client.post("facturacion/reenviar", {"comprobante": key.body()})
        try:
            believe(reply.answer, key)
        except Unknown as error:
            error.raw = reply.raw
            raise
        return reply

    async def afip_alert(self) -> str | None:
        """What the service says of AFIP; None when invoicing is in order."""
        return (await self.estado.alertas()).trouble


def _moved_on(entries: list[Any], before: list[Any]) -> list[Mapping[str, Any]]:
    """A page's entries but those of the page before, which what came meanwhile moved on to it.

    One of the queue has no name but its content: shown twice on one page, there are two.
    """
    known = {dump(entry) for entry in before}
    found = (entry for entry in entries if isinstance(entry, dict))
    return [entry for entry in found if not known or dump(entry) not in known]


def _numbers(key: Key, first: int, last: int) -> dict[str, Any]:
    return {
        "tipo": key.tipo,
        "punto_venta": key.punto_venta,
        "numero_desde": first,
        "numero_hasta": last,
    }


def same_amount(ours: Decimal, theirs: Decimal | None) -> bool:
    """Whether two totals are equal to the cent."""
    return theirs is not None and abs(ours - theirs) < Decimal("0.005")
