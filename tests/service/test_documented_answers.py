"""Every answer that the documents show is read, and becomes what is written here beside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from planilla.common.errors import Blocked, Refused, SearchRefused, ServiceError, Unknown
from planilla.model.comprobante_key import Key
from planilla.service.answers import Held, Issued
from planilla.service.cobros import AccountRow
from planilla.service.cola import Dropping
from planilla.service.envelope import Reply
from planilla.service.estado import Alertas
from planilla.service.lotes import Request
from planilla.service.padron import CreditInvoice, Registration
from planilla.service.tusfacturas import TusFacturas
from schemas.service import contract
from tests.service.wire import PAGOS, SALE, Wire

LANE, ONE, DAY = Key("FACTURA B", 12), Key("FACTURA B", 12, 31), date(2026, 12, 3)
LOT = [Request(SALE, 31, "CL-0007"), Request(SALE, 32, "CL-0008")]
QUEUED = [(SALE, "CL-0007"), (SALE, "CL-0008")]
ASK: dict[str, Callable[[TusFacturas], Awaitable[Any]]] = {
    "clientes/afip-info": lambda s: s.padron.afip_info("30700000112"),
    "clientes/cuenta-corriente": lambda s: s.cobros.account("30712293841"),
    "estado_servicios/alertas": lambda s: s.estado.alertas(),
    "facturacion/cambiar_fecha_encolado": lambda s: s.cola.cambiar_fecha("CL-0007", DAY, DAY),
    "facturacion/consulta": lambda s: s.consulta(ONE),
    "facturacion/consulta_avanzada": lambda s: s.by_day(DAY),
    "facturacion/eliminar_encolado": lambda s: s.cola.eliminar("CL-0007", DAY),
    "facturacion/lotes": lambda s: s.lotes.lotes(LOT),
    "facturacion/lotes_encola": lambda s: s.cola.lotes_encola(QUEUED),
    "facturacion/nuevo": lambda s: s.nuevo(SALE, 31, "CL-0007"),
    "facturacion/nuevo_encola": lambda s: s.cola.nuevo_encola(SALE, "CL-0007"),
    "facturacion/numeracion": lambda s: s.numeracion(LANE),
    "facturacion/pagar": lambda s: s.cobros.pagar(ONE, PAGOS),
    "facturacion/reenviar": lambda s: s.reenviar(ONE),
    "facturacion/reenviar_encolado": lambda s: s.cola.reenviar_encolado("CL-0007"),
    "facturacion/regenerar_pdf": lambda s: s.regenerar_pdf(ONE),
    "facturacion/requiere_fec": lambda s: s.padron.requiere_fec("30700000112", DAY),
    "facturacion/topecf": lambda s: s.estado.topecf(),
    "micuenta/consumo": lambda s: s.estado.consumo(),
}
NOT_ASKED = {
    "caja/nuevo", "facturacion/comprobante_eliminar", "micuenta/iva_compras_ventas",
    "padrones/apoc", "puntos_venta/predeterminar", "reportes/quienmedebe-detalle",
    "reportes/quienmedebe-saldos", "tablas_referencia/cotizacion",
}  # fmt: skip
"""What planilla does not ask yet."""
# a method, the start or a part of `when`, and what is made of it
BECOMES: list[tuple[str, str, str]] = [
    ("clientes/afip-info", "success", "a registration"),
    ("clientes/afip-info", "the CUIT has no tax", "a registration"),
    ("clientes/afip-info", "ARCA blocks it", "a registration"),
    ("facturacion/requiere_fec", "success", "a rule of FCE"),
    ("facturacion/requiere_fec", "refused", "refused"),
    ("clientes/cuenta-corriente", "success", "account rows"),
    ("clientes/cuenta-corriente", "doubtful: the same rows inside", "account rows"),
    ("clientes/cuenta-corriente", "refused", "stops"),
    ("estado_servicios/alertas", "in order", "alerts: none"),
    ("estado_servicios/alertas", "an alert", "alerts: some"),
    ("facturacion/consulta", "found", "a comprobante"),
    ("facturacion/consulta", "not found", "nothing"),
    ("facturacion/consulta_avanzada", "found", "comprobantes"),
    ("facturacion/consulta_avanzada", "nothing found", "no comprobantes"),
    ("facturacion/eliminar_encolado", "several", "1 dropped, 1 left"),
    ("facturacion/eliminar_encolado", "dropped", "1 dropped, 0 left"),
    ("facturacion/lotes", "all issued", "issued, unknown"),
    ("facturacion/lotes", "ARCA rejects", "issued, refused"),
    ("facturacion/lotes_encola", "all queued", "queued, unknown"),
    ("facturacion/lotes_encola", "PARTIAL", "queued, refused"),
    ("facturacion/nuevo", "issued", "issued"),
    ("facturacion/nuevo", "see facturacion/nuevo", "unknown"),  # a purchase: it shows nothing
    ("facturacion/nuevo_encola", "queued", "done"),
    ("facturacion/numeracion", "success", "32"),
    ("facturacion/regenerar_pdf", "success", "https://ejemplo.com/b.pdf"),
    ("facturacion/topecf", "success", "12345678"),
    ("micuenta/consumo", "success", "Consumo(cupo=500, disponibles=457)"),
]


def documented() -> list[Any]:
    return [
        pytest.param(path, one.when, one.example, id=f"{path}: {one.when[:40]}")
        for path in sorted(contract())
        if path not in NOT_ASKED
        for one in contract()[path].answers
        if one.example is not None
    ]


def becomes(path: str, when: str) -> str:
    """By the table; else what every method's answers are."""
    for method, start, made in BECOMES:
        if method == path and when.startswith(start):
            return made
    if "maintenance" in when:
        return "blocked"
    return "done" if when == "success" else "refused"


def made_of(result: Any) -> str:
    if isinstance(result, tuple):  # a lot's answers and its reply; an issued one and its reply
        result = result[0]
    if isinstance(result, list):
        return _listed(result)
    kinds: dict[type, Callable[[Any], str]] = {
        type(None): lambda _: "nothing",
        Held: lambda _: "a comprobante",
        Issued: lambda _: "issued",
        Reply: lambda _: "done",
        Dropping: lambda found: f"{len(found.dropped)} dropped, {len(found.left)} left",
        Alertas: lambda found: f"alerts: {'some' if found.trouble else 'none'}",
        Registration: lambda _: "a registration",
        CreditInvoice: lambda _: "a rule of FCE",
        Blocked: lambda _: "blocked",
        Refused: lambda _: "refused",
        Unknown: lambda _: "unknown",
        SearchRefused: lambda _: "stops",
    }
    return kinds.get(type(result), str)(result)


def _listed(results: list[Any]) -> str:
    if not results:
        return "no comprobantes"
    if isinstance(results[0], Held):
        return "comprobantes"
    if isinstance(results[0], AccountRow):
        return "account rows"
    if hasattr(results[0], "error"):
        return ", ".join("queued" if r.error is None else made_of(r.error) for r in results)
    return ", ".join(made_of(one) for one in results)


@pytest.mark.parametrize(("path", "when", "example"), documented())
def test_every_documented_answer_is_read(path: str, when: str, example: Any) -> None:
    wire = Wire(by=lambda _method, _body: example)
    try:
        result = wire.ask(ASK[path])
    except ServiceError as error:
        result = error
    assert wire.methods[0] == path
    assert made_of(result) == becomes(path, when)


def test_every_method_of_the_contract_is_asked_or_named_as_not_asked() -> None:
    assert set(ASK) | NOT_ASKED == set(contract())
    assert not set(ASK) & NOT_ASKED


def test_every_line_of_the_table_is_of_a_documented_answer() -> None:
    for path, start, _ in BECOMES:
        assert any(one.when.startswith(start) for one in contract()[path].answers), (path, start)
