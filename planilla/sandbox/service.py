"""The sandbox's methods: a request's JSON in, an answer's JSON out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from planilla.calendar import BUENOS_AIRES, now
from planilla.sandbox import answers
from planilla.sandbox.accounts import cuenta_corriente
from planilla.sandbox.books import Books
from planilla.sandbox.faults import Fault, Plan
from planilla.sandbox.hooks import Hooks
from planilla.sandbox.links import Links
from planilla.sandbox.means import OVERPAID, overpaid
from planilla.sandbox.naming import lane_named, part
from planilla.sandbox.payments import NOT_FOUND, Desk, named
from planilla.sandbox.queue import IN_QUEUE, Queue
from planilla.sandbox.rehearsal import Rehearsal
from planilla.sandbox.search import consulta_avanzada
from planilla.sandbox.validation import problems

__all__ = ["AFIP_DOWN", "CHANGES", "Rehearsal", "Service"]

AFIP_DOWN = "Los servidores de AFIP/ARCA no responden. Facturacion bloqueada por unos minutos."
CHANGES = frozenset(
    f"facturacion/{name}"
    for name in (
        "nuevo", "pagar", "reenviar", "nuevo_encola", "lotes_encola", "reenviar_encolado",
        "cambiar_fecha_encolado", "eliminar_encolado",
    )
)  # fmt: skip


@dataclass
class Service:
    """A TusFacturasAPP of one company; `credentials` are what it accepts."""

    credentials: dict[str, str]
    cuit: str
    books: Books
    plan: Plan
    rehearsal: Rehearsal
    hooks: Hooks = field(default_factory=Hooks)
    afip_until: float = 0.0
    maintenance_until: float = 0.0

    def __post_init__(self) -> None:
        self.links = Links(self.rehearsal)
        self.queue = Queue(self.books, self.hooks, self.rehearsal, self._afip_is_down)
        desk = Desk(self.books, self.rehearsal)
        self._methods: dict[str, Callable[[dict[str, Any]], Awaitable[Any]]] = {
            "facturacion/nuevo": self.nuevo,
            "facturacion/nuevo_encola": self.queue.nuevo_encola,
            "facturacion/lotes_encola": self.queue.lotes_encola,
            "facturacion/reenviar_encolado": self.queue.reenviar_encolado,
            "facturacion/cambiar_fecha_encolado": self.queue.cambiar_fecha_encolado,
            "facturacion/eliminar_encolado": self.queue.eliminar_encolado,
            "facturacion/pagar": desk.pagar,
            "facturacion/reenviar": desk.reenviar,
            "facturacion/consulta": self.consulta,
            "facturacion/consulta_avanzada": self.consulta_avanzada,
            "facturacion/numeracion": self.numeracion,
            "facturacion/regenerar_pdf": self.regenerar_pdf,
            "clientes/cuenta-corriente": self.cuenta_corriente,
            "estado_servicios/alertas": self.alertas,
            "micuenta/consumo": self.consumo,
        }

    async def answer(self, method: str, body: dict[str, Any]) -> Any:
        """The answer of a method; None for one that does not exist."""
        if method not in self._methods:
            return None
        self.books.requests[method] += 1
        given = {name: str(body.get(name, "")) for name in self.credentials}
        if given != self.credentials:
            return answers.failure("Las credenciales de acceso no son validas.", code="TFC-1001")
        if time.monotonic() < self.maintenance_until:
            return self.maintenance()
        return await self._methods[method](body)

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
        cliente, comprobante = part(body, "cliente"), part(body, "comprobante")
        reference = str(comprobante.get("external_reference", ""))
        found = problems(cliente, comprobante)
        if found:
            return answers.refused(found, reference)
        refusal = self._instant_refusal(comprobante)
        if refusal:
            return answers.failure(refusal, external_reference=reference)
        lane = lane_named(comprobante)
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
        return answers.issued(held, self.cuit, self.links.link(held))

    def _instant_refusal(self, comprobante: dict[str, Any]) -> str | None:
        """Why nothing can be issued at once: plain sentences, without a code."""
        if overpaid(comprobante):
            return OVERPAID
        if self.queue.blocks(comprobante):
            return IN_QUEUE
        return AFIP_DOWN if self._afip_is_down() else None

    def run_queue(self) -> int:
        """Process what is due in the queue; how many were issued."""
        return self.queue.run()

    async def consulta(self, body: dict[str, Any]) -> dict[str, Any]:
        """Read one by number."""
        held = named(self.books, body)
        if held is None or not held.get("shown", True):
            return answers.failure(NOT_FOUND)
        return answers.success(rta="OK", **answers.shown(held, self.links.link(held)))

    async def consulta_avanzada(self, body: dict[str, Any]) -> dict[str, Any]:
        """Search by reference, day or numbers."""
        strict, page = self.rehearsal.strict_search, self.rehearsal.page
        return consulta_avanzada(self.books, body, self.links.link, strict=strict, page=page)

    async def numeracion(self, body: dict[str, Any]) -> dict[str, Any]:
        """The next number."""
        comprobante = part(body, "comprobante")
        number = self.books.following(lane_named(comprobante))
        return answers.success(rta="OK", comprobante={**comprobante, "numero": number})

    async def regenerar_pdf(self, body: dict[str, Any]) -> dict[str, Any]:
        """A new link."""
        held = named(self.books, body)
        if held is None:
            return answers.failure(NOT_FOUND)
        return answers.success(rta="OK", comprobante_pdf_url=self.links.link(held))

    async def cuenta_corriente(self, body: dict[str, Any]) -> Any:
        """The account of a client."""
        return cuenta_corriente(self.books, body)

    async def alertas(self, _body: dict[str, Any]) -> dict[str, Any]:
        """How AFIP is."""
        return answers.success(facturacion=AFIP_DOWN if self._afip_is_down() else "OK")

    async def consumo(self, _body: dict[str, Any]) -> dict[str, Any]:
        """The quota."""
        used = len(self.books.held)
        return answers.success(comprobantes_cupo=100000, comprobantes_disponibles=100000 - used)

    def _afip_is_down(self) -> bool:
        return time.monotonic() < self.afip_until

    def begin_outage(self, fault: Fault) -> None:
        """AFIP down, or maintenance, from now on for a while."""
        until = time.monotonic() + self.rehearsal.outage
        if fault is Fault.AFIP:
            self.afip_until = until
        else:
            self.maintenance_until = until
