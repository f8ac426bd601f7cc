"""Answers in the service's own shapes, traps included (api.md 5)."""

from __future__ import annotations

import base64
from typing import Any

import simplejson

from planilla.calendar import parse_service_date

QR_ADDRESS = "https://www.afip.gob.ar/fe/qr/?p="


def success(**fields: Any) -> dict[str, Any]:
    """`error: N`, with the empty text that the service puts into `errores`."""
    return {"error": "N", "errores": [""], **fields}


def failure(*texts: str, code: str = "", **fields: Any) -> dict[str, Any]:
    """`error: S`; the service's own validations carry a TFC code, AFIP's do not."""
    details = [{"code": code, "text": text} for text in texts] if code else []
    return {"error": "S", "errores": list(texts), "error_details": details, **fields}


def issued(held: dict[str, Any], cuit: str, pdf_url: str) -> dict[str, Any]:
    """The answer of `nuevo`."""
    number = f"{held['punto_venta']:05d}-{held['numero']:08d}"
    client = held["cliente"]
    return success(
        rta=f"El comprobante {held['tipo']} {number} se ha guardado correctamente",
        cae=f"{held['cae']} " if held["cae"] else "",
        requiere_fec="NO ",
        vencimiento_cae=held["vencimiento_cae"],
        vencimiento_pago=held["comprobante"].get("vencimiento", ""),
        comprobante_pdf_url=pdf_url,
        comprobante_ticket_url=pdf_url,
        afip_qr=f"{qr_text(held, cuit)} ",
        envio_x_mail=client.get("envia_por_mail", "N"),
        envio_x_mail_direcciones=client.get("email", ""),
        external_reference=held["external_reference"],
        comprobante_nro=number,
        comprobante_tipo=held["tipo"],
        micrositios={"cliente": "", "descarga": ""},
        observaciones=[],
    )


def shown(held: dict[str, Any], pdf_url: str) -> dict[str, Any]:
    """A comprobante as `consulta` and `consulta_avanzada` show it."""
    comprobante = {
        **held["comprobante"],
        "cae": f"{held['cae']} " if held["cae"] else "",
        "vencimiento_cae": held["vencimiento_cae"],
        "comprobante_pdf_url": pdf_url,
        "external_reference": held["external_reference"],
        "ctacte_status": "IMPAGA",
        "status": "EMITIDO",
    }
    return {"cliente": held["cliente"], "comprobante": comprobante}


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
