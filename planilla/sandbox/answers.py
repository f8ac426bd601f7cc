"""Answers in the service's own shapes, traps included (api.md 5)."""

from __future__ import annotations

import base64
from typing import Any

import simplejson

from planilla.calendar import parse_service_date, today
from planilla.sandbox.books import left_of
from planilla.sandbox.naming import lane_named

NO_EXPIRY = "01/01/2000"
QR_ADDRESS = "https://www.afip.gob.ar/fe/qr/?p="


def success(**fields: Any) -> dict[str, Any]:
    """`error: N`, with the empty text that the service puts into `errores`."""
    return {"error": "N", "errores": [""], **fields}


def failure(*texts: str, code: str = "", **fields: Any) -> dict[str, Any]:
    """`error: S`; the service's own validations carry a TFC code, AFIP's do not."""
    details = [{"code": code, "text": text} for text in texts] if code else []
    return {"error": "S", "errores": list(texts), "error_details": details, **fields}


def refused(found: list[tuple[str, str]], reference: str = "") -> dict[str, Any]:
    """`error: S` for the service's own validations, each a code and a text."""
    details = [{"code": code, "text": text} for code, text in found]
    named = {"external_reference": reference} if reference else {}
    return failure(*(text for _, text in found)) | {"error_details": details} | named


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


def queued(entry: dict[str, Any]) -> dict[str, Any]:
    """The answer of `nuevo_encola`: the shape of `nuevo`, with nothing issued yet."""
    comprobante, client = entry["comprobante"], entry["cliente"]
    punto_venta, tipo = lane_named(comprobante)
    number = f"{punto_venta:05d}-00000000"
    return success(
        rta=f"El comprobante {tipo} {number} ha sido enviado a la cola de procesamiento",
        cae=" ",
        requiere_fec="NO ",
        vencimiento_cae=NO_EXPIRY,
        vencimiento_pago=comprobante.get("vencimiento", ""),
        comprobante_pdf_url="",
        comprobante_ticket_url="",
        afip_qr=" ",
        envio_x_mail=client.get("envia_por_mail", "N"),
        envio_x_mail_direcciones=client.get("email", ""),
        external_reference=entry["external_reference"],
        comprobante_nro=number,
        comprobante_tipo=tipo,
        micrositios={"cliente": "", "descarga": ""},
        observaciones=[],
    )


def waiting(entry: dict[str, Any]) -> dict[str, Any]:
    """One of the queue, as `consulta_avanzada` shows it."""
    comprobante = {
        **entry["comprobante"],
        "cae": " ",
        "vencimiento_cae": NO_EXPIRY,
        "comprobante_pdf_url": "",
        "external_reference": entry["external_reference"],
        "afip_observaciones": "; ".join(entry["errors"]),
        "ctacte_status": "IMPAGA",
        "status": queue_status(entry),
    }
    return {"cliente": entry["cliente"], "comprobante": comprobante}


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
    paid = [pago for pago in held["pagos"] if pago.get("shown", True)]
    if not paid:
        return "IMPAGA"
    return "PAGO PARCIAL" if left_of({**held, "pagos": paid}) > 0 else "PAGADA"


def shown(held: dict[str, Any], pdf_url: str) -> dict[str, Any]:
    """A comprobante as `consulta` and `consulta_avanzada` show it."""
    comprobante = {
        **held["comprobante"],
        "cae": f"{held['cae']} " if held["cae"] else "",
        "vencimiento_cae": held["vencimiento_cae"],
        "comprobante_pdf_url": pdf_url,
        "external_reference": held["external_reference"],
        "afip_observaciones": "",
        "ctacte_status": ctacte_status(held),
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
