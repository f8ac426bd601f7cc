"""Answers in the service's own shapes, traps included (api.md 5)."""

from __future__ import annotations

import base64
from typing import Any

import simplejson

from planilla.common.calendar import parse_service_date
from planilla.sandbox.naming import Lane, lane_named

NO_EXPIRY = "01/01/2000"
QR_ADDRESS = "https://www.afip.gob.ar/fe/qr/?p="


def success(**fields: Any) -> dict[str, Any]:
    """`error: N`, with the empty text that the service puts into `errores`."""
    return {"error": "N", "errores": [""], **fields}


def failure(*texts: str, code: str = "", **fields: Any) -> dict[str, Any]:
    """`error: S`; the service's own validations carry a TFC code, AFIP's do not."""
    details = [{"code": code, "text": text} for text in texts] if code else []
    told = {"errores": list(texts), "error_cod": [], "error_details": details}
    return {"error": "S", **told, **fields}


def refused(found: list[tuple[str, str]], reference: str = "") -> dict[str, Any]:
    """`error: S` for the service's own validations, each a code and a text."""
    details = [{"code": code, "text": text} for code, text in found]
    named = {"external_reference": reference} if reference else {}
    return failure(*(text for _, text in found)) | {"error_details": details} | named


def number(lane: Lane, numero: int, *, without_point: bool) -> str:
    """`comprobante_nro` in one of its two forms."""
    return f"{numero:07d}" if without_point else f"{lane[0]:05d}-{numero:08d}"


def issued(
    held: dict[str, Any], cuit: str, pdf_url: str, *, requires_fce: bool, without_point: bool
) -> dict[str, Any]:
    """The answer of `nuevo`."""
    lane, client = (held["punto_venta"], held["tipo"]), held["cliente"]
    named = number(lane, held["numero"], without_point=without_point)
    return success(
        rta=f"El comprobante {held['tipo']} {named} se ha guardado correctamente",
        cae=f"{held['cae']} " if held["cae"] else "",
        requiere_fec="SI" if requires_fce else "NO ",
        vencimiento_cae=held["vencimiento_cae"],
        vencimiento_pago=held["comprobante"].get("vencimiento", ""),
        comprobante_pdf_url=pdf_url,
        comprobante_ticket_url=pdf_url,
        afip_qr=f"{qr_text(held, cuit)} ",
        afip_codigo_barras=" ",
        envio_x_mail=client.get("envia_por_mail", "N"),
        envio_x_mail_direcciones=client.get("email", ""),
        external_reference=held["external_reference"],
        comprobante_nro=named,
        comprobante_tipo=held["tipo"],
        micrositios={"cliente": "", "descarga": ""},
        observaciones="",
    )


def queued(entry: dict[str, Any], *, without_point: bool) -> dict[str, Any]:
    """The answer of `nuevo_encola`: the shape of `nuevo`, with nothing issued yet."""
    comprobante, client = entry["comprobante"], entry["cliente"]
    lane = lane_named(comprobante)
    named = number(lane, 0, without_point=without_point)
    return success(
        rta=f"El comprobante {lane[1]} {named} ha sido enviado a la cola de procesamiento",
        cae=" ",
        requiere_fec="NO ",
        vencimiento_cae=NO_EXPIRY,
        cae_vencimiento=None,
        vencimiento_pago=comprobante.get("vencimiento", ""),
        comprobante_pdf_url="",
        comprobante_ticket_url="",
        afip_qr="",
        afip_codigo_barras="",
        envio_x_mail=client.get("envia_por_mail", "N"),
        envio_x_mail_direcciones=client.get("email", ""),
        external_reference=entry["external_reference"],
        comprobante_nro=named,
        comprobante_tipo=lane[1],
        micrositios={"cliente": "", "descarga": ""},
        observaciones="",
    )


def qr_text(held: dict[str, Any], cuit: str) -> str:
    """What AFIP's QR says, base64 JSON behind `?p=`."""
    comprobante = held["comprobante"]
    fecha = parse_service_date(str(comprobante["fecha"]))
    data = {
        "ver": 1,
        "fecha": fecha.isoformat() if fecha else "",
        "cuit": int(cuit),
        "ptoVta": held["punto_venta"],
        "tipoCmp": held["tipo"],
        "nroCmp": held["numero"],
        "importe": held["total"],
        "moneda": comprobante.get("moneda", "PES"),
        "nroDocRec": str(held["cliente"].get("documento_nro", "0")),
        "tipoCodAut": "E",
        "codAut": held["cae"],
    }
    text = simplejson.dumps(data, use_decimal=True)
    return QR_ADDRESS + base64.b64encode(text.encode()).decode()
