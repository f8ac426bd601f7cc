"""Requests that the sandbox takes, and one way to make them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx

from planilla.common.calendar import service_date, today
from planilla.sandbox.server import Sandbox

CUIT = "30707070702"
OWN = "30712345671"  # the sandbox's
COMPANY = {"documento_tipo": "CUIT", "documento_nro": CUIT, "condicion_iva": "RI"}


def day(offset: int = 0) -> str:
    """A day from today on, as the service writes it."""
    return service_date(today() + timedelta(days=offset))


def concept(price: Any = 100, rate: Any = 21, **changes: Any) -> dict[str, Any]:
    """One line of `detalle`, with everything that the contract wants."""
    product = {
        "descripcion": "Café", "unidad_bulto": 1, "lista_precios": "planilla", "codigo": "",
        "precio_unitario_sin_iva": price, "alicuota": rate, "unidad_medida": 7,
        "actualiza_precio": "N", "rg5329": "N",
    }  # fmt: skip
    return {"cantidad": 1, "afecta_stock": "N", "producto": product, **changes}


def request(
    *, cliente: dict[str, Any] | None = None, credentials: Any = None, **changes: Any
) -> dict[str, Any]:
    """The body of `nuevo`: 121 pesos to a final consumer."""
    receiver = {
        "documento_tipo": "DNI", "documento_nro": "12345678", "razon_social": "Ñandú",
        "domicilio": "-", "provincia": "26", "envia_por_mail": "N", "condicion_pago": "201",
        "condicion_iva": "CF", "rg5329": "N", **(cliente or {}),
    }  # fmt: skip
    comprobante = {
        "fecha": day(), "tipo": "FACTURA B", "operacion": "V", "idioma": 1, "punto_venta": 3,
        "moneda": "PES", "cotizacion": 1, "vencimiento": day(20), "rubro": "Ventas",
        "rubro_grupo_contable": "Ventas", "total": 121, "external_reference": "a",
        "detalle": [concept()], **changes,
    }  # fmt: skip
    asking = credentials or Sandbox.credentials
    return {**asking, "cliente": receiver, "comprobante": comprobante}


def queueing(credentials: Any = None, **changes: Any) -> dict[str, Any]:
    """The body of `nuevo_encola`: its number is 0."""
    return request(credentials=credentials, **{"numero": 0, **changes})


def item(body: dict[str, Any]) -> dict[str, Any]:
    """A body as one of the requests of a lot: without the credentials."""
    return {name: body[name] for name in ("cliente", "comprobante")}


def lot(*bodies: dict[str, Any], credentials: Any = None) -> dict[str, Any]:
    """The body of a lot."""
    return {**(credentials or Sandbox.credentials), "requests": [item(one) for one in bodies]}


def associated(numero: int = 1, **changes: Any) -> list[dict[str, Any]]:
    """What a note corrects: a FACTURA A of the sandbox's own company."""
    one = {"tipo_comprobante": "FACTURA A", "punto_venta": 3, "numero": numero,
           "comprobante_fecha": day(), "cuit": OWN, **changes}  # fmt: skip
    return [one]


def block(*amounts: Any, total: Any = None, name: str = "MercadoPago") -> dict[str, Any]:
    """A `pagos` block."""
    means = [{"descripcion": name, "importe": amount} for amount in amounts]
    return {"formas_pago": means, "total": sum(amounts) if total is None else total}


def naming(numero: Any = 1, **more: Any) -> dict[str, Any]:
    """A body that names the comprobante issued as `numero`."""
    named = {"tipo": "FACTURA B", "operacion": "V", "punto_venta": 3, "numero": numero, **more}
    return {**Sandbox.credentials, "comprobante": named}


def plain(**fields: Any) -> dict[str, Any]:
    """A body without a comprobante."""
    return {**Sandbox.credentials, **fields}


def post(box: Sandbox, method: str, body: dict[str, Any]) -> Any:
    """The answer's JSON, under `facturacion/` unless another room is named."""
    room = method if "/" in method else f"facturacion/{method}"
    with httpx.Client(base_url=box.url, timeout=5) as client:
        return client.post(room, json=body).json()


def codes(answer: dict[str, Any]) -> list[str]:
    """The TFC codes of an answer."""
    return [detail["code"] for detail in answer["error_details"]]


def search(box: Sandbox, reference: str) -> list[dict[str, Any]]:
    """The comprobantes found by external_reference."""
    found = post(box, "consulta_avanzada", searching("EXT_REF", external_reference=reference))
    return [one["comprobante"] for one in found["comprobantes"]]


def searching(kind: str, **fields: Any) -> dict[str, Any]:
    """The body of a search: its fields stand inside `comprobante`."""
    wanted = {"operacion": "V", **fields}
    return plain(busqueda_tipo=kind, pagina=0, limite=100, comprobante=wanted)


def wait_for(ready: Callable[[], bool]) -> None:
    """Until something in the background is so."""
    deadline = time.monotonic() + 20
    while not ready() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert ready()
