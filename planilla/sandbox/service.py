"""The sandbox's methods: a request's JSON in, an answer's JSON out."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from planilla.common.calendar import BUENOS_AIRES, now
from planilla.sandbox import answers
from planilla.sandbox.account_questions import Office
from planilla.sandbox.accounts import cuenta_corriente
from planilla.sandbox.asked import LOTS, Asked, Problem, of_lot, settled, told
from planilla.sandbox.books import Books
from planilla.sandbox.credentials import holder_of
from planilla.sandbox.faults import Fault, Plan
from planilla.sandbox.hooks import Hooks
from planilla.sandbox.issuing import AFIP_DOWN, Issuing
from planilla.sandbox.links import Links
from planilla.sandbox.naming import lane_named, part
from planilla.sandbox.payments import NOT_FOUND, Desk, named
from planilla.sandbox.queue import Queue
from planilla.sandbox.rehearsal import AnotherPoint, Numeracion, Rehearsal
from planilla.sandbox.search import Search
from planilla.sandbox.validation import Rules

__all__ = ["AFIP_DOWN", "CHANGES", "AnotherPoint", "Numeracion", "Rehearsal", "Service"]

CHANGES = frozenset(
    f"facturacion/{name}"
    for name in (
        "nuevo", "lotes", "pagar", "reenviar", "nuevo_encola", "lotes_encola",
        "reenviar_encolado", "cambiar_fecha_encolado", "eliminar_encolado",
    )
)  # fmt: skip
NOT_LET_IN = "Las credenciales de acceso no son validas."


@dataclass
class Service:
    """A TusFacturasAPP of one company."""

    cuit: str
    books: Books
    plan: Plan
    rehearsal: Rehearsal
    hooks: Hooks = field(kw_only=True)
    afip_until: float = 0.0
    maintenance_until: float = 0.0

    def __post_init__(self) -> None:
        self.links = Links(self.rehearsal)
        rules = Rules(self.books, self.rehearsal)
        down = self._afip_is_down
        self.queue = Queue(self.books, self.hooks, self.rehearsal, rules, down)
        issuing = Issuing(
            self.books, self.queue, self.links, self.rehearsal, rules, self.cuit, down
        )
        desk = Desk(self.books, self.rehearsal)
        search = Search(self.books, self.links, self.rehearsal, self.cuit)
        office = Office(self.books, self.rehearsal, self.alert)
        self._methods: dict[str, Callable[[Asked], Awaitable[Any]]] = {
            "facturacion/nuevo": issuing.nuevo,
            "facturacion/lotes": issuing.lotes,
            "facturacion/nuevo_encola": self.queue.nuevo_encola,
            "facturacion/lotes_encola": self.queue.lotes_encola,
            "facturacion/reenviar_encolado": self.queue.reenviar_encolado,
            "facturacion/cambiar_fecha_encolado": self.queue.cambiar_fecha_encolado,
            "facturacion/eliminar_encolado": self.queue.eliminar_encolado,
            "facturacion/pagar": desk.pagar,
            "facturacion/reenviar": desk.reenviar,
            "facturacion/consulta": search.consulta,
            "facturacion/consulta_avanzada": search.consulta_avanzada,
            "facturacion/numeracion": self.numeracion,
            "facturacion/regenerar_pdf": self.regenerar_pdf,
            "facturacion/topecf": office.topecf,
            "facturacion/requiere_fec": office.requiere_fec,
            "clientes/cuenta-corriente": self.cuenta_corriente,
            "clientes/afip-info": office.afip_info,
            "padrones/apoc": office.apoc,
            "tablas_referencia/cotizacion": office.cotizacion,
            "estado_servicios/alertas": office.alertas,
            "micuenta/consumo": office.consumo,
        }

    def has(self, method: str) -> bool:
        """Whether there is such a method."""
        return method in self._methods

    async def answer(self, method: str, body: dict[str, Any], faults: list[str]) -> Any:
        """The answer of a method; `faults` are what the contract says against the body."""
        self.books.requests[method] += 1
        holder = holder_of(body, self.cuit, one_set_serves_all=self.rehearsal.one_set_serves_all)
        if holder is None:
            return answers.failure(NOT_LET_IN, code="TFC-1001")
        if time.monotonic() < self.maintenance_until:
            return self.maintenance()
        single = of_lot(faults) if method in LOTS else None
        if faults and single is None:
            return self._refused(method, body, told(faults))
        places = {place: told(said) for place, said in (single or {}).items()}
        asked = settled(Asked(method, body, holder.point, places), self.rehearsal)
        if strange := asked.elsewhere(asked.comprobante) or asked.bought(asked.comprobante):
            return self._refused(method, body, strange)
        return await self._methods[method](asked)

    def _refused(self, method: str, body: dict[str, Any], found: list[Problem]) -> dict[str, Any]:
        """A body that is refused as a whole; of one for the queue a webhook tells too."""
        answer = answers.refused(found, _reference(body))
        if method == "facturacion/nuevo_encola":
            point = lane_named(part(body, "comprobante"))[0]
            self.hooks.tell("error", _reference(body), point, *answer["errores"])
        return answer

    def maintenance(self) -> dict[str, Any]:
        """The answer during maintenance."""
        left = timedelta(seconds=self.maintenance_until - time.monotonic())
        until = (now() + left).astimezone(BUENOS_AIRES)
        return {
            "error": "S",
            "mantenimiento": 1,
            "mantenimiento_hasta": f"{until:%d/%m/%Y %H:%M}",
            "errores": ["Estamos realizando tareas de mantenimiento."],
        }

    def run_queue(self) -> int:
        """Process what is due in the queue; how many were issued."""
        return self.queue.run()

    async def numeracion(self, asked: Asked) -> dict[str, Any]:
        """The next number, or the last."""
        comprobante = asked.comprobante
        lane = lane_named(comprobante)
        number = self.books.following(lane)
        if self.rehearsal.numeracion is Numeracion.LAST:
            number -= 1
        told = {**comprobante, "punto_venta": lane[0], "numero": number}
        return answers.success(rta="OK", comprobante=told)

    async def regenerar_pdf(self, asked: Asked) -> dict[str, Any]:
        """A new link."""
        held = named(self.books, asked)
        if held is None:
            return answers.failure(NOT_FOUND)
        link = self.links.link(held)
        links = {"comprobante_pdf_url": link, "comprobante_ticket_url": link}
        return answers.success(rta="OK", **links)

    async def cuenta_corriente(self, asked: Asked) -> Any:
        """The account of a client."""
        return cuenta_corriente(self.books, asked, self.rehearsal.account_name)

    def alert(self) -> str | None:
        """What is wrong with AFIP; None when nothing is."""
        return AFIP_DOWN if self._afip_is_down() else None

    def _afip_is_down(self) -> bool:
        return time.monotonic() < self.afip_until

    def begin_outage(self, fault: Fault) -> None:
        """AFIP down, or maintenance, from now on for a while."""
        until = time.monotonic() + self.rehearsal.outage
        if fault is Fault.AFIP:
            self.afip_until = until
        else:
            self.maintenance_until = until


def _reference(body: dict[str, Any]) -> str:
    """The reference that a refused body names, if it names one."""
    comprobante = body.get("comprobante")
    holder = comprobante if isinstance(comprobante, dict) else body
    found = holder.get("external_reference")
    return found if isinstance(found, str) else ""
