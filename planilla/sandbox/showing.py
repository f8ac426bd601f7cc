"""A comprobante as `consulta` and `consulta_avanzada` show it: issued, or still in the queue."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from planilla.common.calendar import parse_service_date, today
from planilla.sandbox.answers import NO_EXPIRY, qr_text
from planilla.sandbox.owed import left_of, visible

CENT = Decimal("0.01")
FINAL = ("B",)  # the letters whose prices are shown with their IVA
WHOLE = frozenset({"idioma", "punto_venta", "numero", "unidad_medida", "unidad_bulto"})
NUMBERS = frozenset(
    {
        "cotizacion", "bonificacion", "total", "exentos", "nogravados", "impuestos_internos",
        "impuestos_internos_base", "impuestos_internos_alicuota", "cantidad",
        "bonificacion_porcentaje", "alicuota", "base_imponible",
    }
)  # fmt: skip


def shown(held: dict[str, Any], pdf_url: str, cuit: str) -> dict[str, Any]:
    """One that was issued."""
    more = {
        "cae": f"{held['cae']} " if held["cae"] else "",
        "vencimiento_cae": held["vencimiento_cae"],
        "comprobante_pdf_url": pdf_url,
        "comprobante_ticket_url": pdf_url,
        "afip_qr": f"{qr_text(held, cuit)} ",
        "afip_observaciones": "",
        "ctacte_status": ctacte_status(held),
        "status": "EMITIDO",
    }
    return _both(held, more)


def waiting(entry: dict[str, Any], numero: int, *, with_reason: bool) -> dict[str, Any]:
    """One of the queue; `numero` is not a fiscal one."""
    failed = entry["state"] == "failed"
    more = {
        "numero": numero,
        "cae": " ",
        "vencimiento_cae": "" if failed else NO_EXPIRY,
        "comprobante_pdf_url": "",
        "comprobante_ticket_url": "",
        "afip_qr": "",
        "afip_observaciones": "; ".join(entry["errors"]) if with_reason else "",
        "ctacte_status": "",
        "status": queue_status(entry),
    }
    return _both(entry, more)


def queue_status(entry: dict[str, Any]) -> str:
    """Due today and not tried yet: it waits for approval; of a later day: approved."""
    if entry["state"] == "failed":
        return "ENVIADO A PROCESAR - CON ERROR"
    fecha = str(entry["comprobante"]["fecha"])
    day = parse_service_date(fecha)
    if day is not None and day <= today() and not entry["attempts"]:
        return "EN COLA, ESPERANDO APROBACION"
    return f"APROBADO Y EN COLA. SE EMITE EL {fecha}"


def ctacte_status(held: dict[str, Any]) -> str:
    """How much of it is paid; a payment that is hidden for a test counts as not there."""
    seen = visible(held)
    if left_of(seen) <= 0:
        return "PAGADA"
    return "PAGO PARCIAL" if seen["pagos"] else "IMPAGA"


def _both(one: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Client and comprobante: what was sent, numbers as numbers, and what the service adds."""
    sent = _as_numbers(one["comprobante"])
    letter = str(sent["tipo"]).split()[-1]
    details = [_concept(line, letter) for line in one["comprobante"]["detalle"]]
    comprobante = {
        **sent,
        "detalle": details,
        "vencimiento_pago": sent.get("vencimiento", ""),
        "external_reference": one["external_reference"],
        **more,
    }
    period = comprobante.pop("comprobantes_asociados_periodo", None)
    if period is not None:
        comprobante["comprobantes_asociados_periodos"] = period
    client = {**one["cliente"], "documento_nro": f"{one['cliente']['documento_nro']} "}
    return {"cliente": client, "comprobante": comprobante}


def _concept(line: dict[str, Any], letter: str) -> dict[str, Any]:
    product = _as_numbers(line["producto"])
    price = Decimal(str(product.pop("precio_unitario_sin_iva")))
    rate = product["alicuota"]
    if letter in FINAL and rate > 0:
        price *= 1 + rate / 100
    share = 1 - Decimal(str(line.get("bonificacion_porcentaje") or 0)) / 100
    total = Decimal(str(line["cantidad"])) * price * share
    product["precio_unitario"] = price.quantize(Decimal("0.001"), ROUND_HALF_EVEN)
    product["precio_total"] = total.quantize(CENT, ROUND_HALF_EVEN)
    return {**_as_numbers(line), "producto": product}


def _as_numbers(block: dict[str, Any]) -> dict[str, Any]:
    return {name: _as_number(name, value) for name, value in block.items()}


def _as_number(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_as_numbers(one) if isinstance(one, dict) else one for one in value]
    if name in WHOLE:
        return int(value)
    return Decimal(str(value)) if name in NUMBERS and value != "" else value
