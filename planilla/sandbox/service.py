"""The sandbox's methods: a request's JSON in, an answer's JSON out."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from planilla.calendar import BUENOS_AIRES, now, service_date, today
from planilla.sandbox import answers
from planilla.sandbox.books import Books
from planilla.sandbox.faults import Fault, Plan
from planilla.sandbox.validation import problems

NOT_FOUND = "No se han encontrado comprobantes."
AFIP_DOWN = "Los servidores de AFIP/ARCA no responden. Facturacion bloqueada por unos minutos."


@dataclass
class Rehearsal:
    """How the sandbox behaves; seconds throughout."""

    latency: float = 0.0
    late: float = 0.5  # how long the work of a 524 goes on after its answer
    outage: float = 1.0
    pdf_life: float | None = None  # None: until the end of the day
    strict_search: bool = False


@dataclass
class Link:
    """A PDF link and when it was given."""

    held: dict[str, Any]
    given: float
    day: str


@dataclass
class Service:
    """A TusFacturasAPP of one company; `credentials` are what it accepts."""

    credentials: dict[str, str]
    cuit: str
    books: Books
    plan: Plan
    rehearsal: Rehearsal
    links: dict[str, Link] = field(default_factory=dict)
    afip_until: float = 0.0
    maintenance_until: float = 0.0
    pdf_base: str = ""

    async def answer(self, method: str, body: dict[str, Any], *, apart: bool = False) -> Any:
        """The answer of a method; `apart` for work that goes on after its answer."""
        methods: dict[str, Callable[[dict[str, Any]], Awaitable[Any]]] = {
            "facturacion/nuevo": self.nuevo,
            "facturacion/consulta": self.consulta,
            "facturacion/consulta_avanzada": self.consulta_avanzada,
            "facturacion/numeracion": self.numeracion,
            "facturacion/regenerar_pdf": self.regenerar_pdf,
            "estado_servicios/alertas": self.alertas,
            "micuenta/consumo": self.consumo,
        }
        if method not in methods:
            return None
        if not apart:
            self.books.requests[method] += 1
        given = {name: str(body.get(name, "")) for name in self.credentials}
        if given != self.credentials:
            return answers.failure("Las credenciales de acceso no son validas.", code="TFC-1001")
        if time.monotonic() < self.maintenance_until:
            return self.maintenance()
        return await methods[method](body)

    def maintenance(self) -> dict[str, Any]:
        """The answer during maintenance."""
        until = now().astimezone(BUENOS_AIRES)
        return {
            "error": "S",
            "mantenimiento": 1,
            "mantenimiento_hasta": f"{until:%d/%m/%Y %H:%M}",
            "errores": ["Estamos realizando tareas de mantenimiento."],
        }

    async def nuevo(self, body: dict[str, Any]) -> dict[str, Any]:
        """Issue one, or say why not."""
        cliente, comprobante = body.get("cliente") or {}, body.get("comprobante") or {}
        reference = str(comprobante.get("external_reference", ""))
        found = problems(cliente, comprobante)
        if found:
            details = [{"code": code, "text": text} for code, text in found]
            texts = [text for _, text in found]
            refused = answers.failure(*texts, external_reference=reference)
            return refused | {"error_details": details}
        if time.monotonic() < self.afip_until:
            return answers.failure(AFIP_DOWN, external_reference=reference)
        lane = (int(comprobante["punto_venta"]), str(comprobante["tipo"]).upper())
        if self.books.at_work[lane]:
            self.books.overlaps += 1
            return answers.failure("10016: Ya hay un comprobante en proceso para ese tipo.")
        self.books.at_work[lane] += 1
        try:
            await asyncio.sleep(self.rehearsal.latency)
            refusal = self.books.refusal_by_afip(comprobante)
            if refusal:
                return answers.failure(refusal, external_reference=reference)
            held = self.books.issue(cliente, comprobante)
        finally:
            self.books.at_work[lane] -= 1
        return answers.issued(held, self.cuit, self.link(held))

    def link(self, held: dict[str, Any]) -> str:
        """A new link to a PDF, not to be guessed."""
        token = secrets.token_urlsafe(16)
        self.links[token] = Link(held, time.monotonic(), service_date(today()))
        return f"{self.pdf_base}/pdf/{token}.pdf"

    def linked(self, token: str) -> dict[str, Any] | None:
        """What a link shows, while it works."""
        link = self.links.get(token)
        if link is None or link.day != service_date(today()):
            return None
        life = self.rehearsal.pdf_life
        if life is not None and time.monotonic() - link.given > life:
            return None
        return link.held

    def _named(self, body: dict[str, Any]) -> dict[str, Any] | None:
        named = body.get("comprobante") or {}
        lane = (int(named.get("punto_venta") or 0), str(named.get("tipo", "")).upper())
        return self.books.find(lane, int(named.get("numero") or 0))

    async def consulta(self, body: dict[str, Any]) -> dict[str, Any]:
        """Read one by number."""
        held = self._named(body)
        if held is None or not held.get("shown", True):
            return answers.failure(NOT_FOUND)
        return answers.success(rta="OK", **answers.shown(held, self.link(held)))

    async def consulta_avanzada(self, body: dict[str, Any]) -> dict[str, Any]:
        """Search by reference, day or numbers; newest first, a page at a time."""
        kind = body.get("busqueda_tipo")
        tests: dict[Any, Callable[[dict[str, Any]], bool]] = {
            "EXT_REF": lambda h: h["external_reference"] == body.get("external_reference"),
            "F": lambda h: h["comprobante"]["fecha"] == body.get("fecha"),
            "TN": lambda h: (
                h["tipo"] == str(body.get("tipo", "")).upper()
                and h["punto_venta"] == int(body.get("punto_venta") or 0)
                and int(body.get("numero_desde") or 0)
                <= h["numero"]
                <= int(body.get("numero_hasta") or 0)
            ),
        }
        if kind not in tests:
            return answers.failure("El tipo de busqueda no es valido.", code="TFC-6002")
        held_here = [h for h in reversed(self.books.held) if h.get("shown", True)]
        found = [held for held in held_here if tests[kind](held)]
        if not found and self.rehearsal.strict_search:
            return answers.failure(NOT_FOUND)
        limit = min(int(body.get("limite") or 1000), 1000)
        start = int(body.get("pagina") or 0) * limit
        page = [answers.shown(h, self.link(h)) for h in found[start : start + limit]]
        return answers.success(rta="OK", total=len(found), comprobantes=page)

    async def numeracion(self, body: dict[str, Any]) -> dict[str, Any]:
        """The next number."""
        named = body.get("comprobante") or {}
        lane = (int(named.get("punto_venta") or 0), str(named.get("tipo", "")).upper())
        number = self.books.following(lane)
        return answers.success(rta="OK", comprobante={**named, "numero": number})

    async def regenerar_pdf(self, body: dict[str, Any]) -> dict[str, Any]:
        """A new link."""
        held = self._named(body)
        if held is None:
            return answers.failure(NOT_FOUND)
        return answers.success(rta="OK", comprobante_pdf_url=self.link(held))

    async def alertas(self, _body: dict[str, Any]) -> dict[str, Any]:
        """How AFIP is."""
        down = time.monotonic() < self.afip_until
        return answers.success(facturacion=AFIP_DOWN if down else "OK")

    async def consumo(self, _body: dict[str, Any]) -> dict[str, Any]:
        """The quota."""
        used = len(self.books.held)
        return answers.success(comprobantes_cupo=100000, comprobantes_disponibles=100000 - used)

    def begin_outage(self, fault: Fault) -> None:
        """AFIP down, or maintenance, from now on for a while."""
        until = time.monotonic() + self.rehearsal.outage
        if fault is Fault.AFIP:
            self.afip_until = until
        else:
            self.maintenance_until = until
