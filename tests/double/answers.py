"""The bodies that the service answers with (api.md 5)."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.double import tables
from tests.double.books import Issued, Queued
from tests.double.texts import Said
from tests.double.totals import net, rate
from tests.double.values import Body, amount, number, plain, rounded, told

if TYPE_CHECKING:
    from tests.double.core import Double

QUEUED_VENCIMIENTO_CAE = "01/01/2000"
IDIOMA, COTIZACION = 1, 1


def refused(said: Sequence[Said | str], reference: str = "") -> Body:
    """`error: S` with its texts."""
    whole = [one if isinstance(one, Said) else Said(one) for one in said]
    answer: Body = {
        "error": "S",
        "errores": [one.text for one in whole],
        "error_cod": [],
        "error_details": [{"code": one.code, "text": one.text} for one in whole if one.code],
    }
    return answer | ({"external_reference": reference} if reference else {})


def success(double: Double, **more: Any) -> Body:
    return {"error": "N", "errores": [""] if double.switches.errores_blank else [], **more}


def issued(double: Double, one: Issued) -> Body:
    """What `nuevo` answers, and each of a lot."""
    switches = double.switches
    mail = addresses(one.cliente)
    fiscal = bool(one.cae)
    nro = f"{one.punto_venta:05}-{one.numero:08}" if switches.nro_with_point else f"{one.numero:07}"
    return success(
        double,
        rta=f"El comprobante {short_name(double, one)} se ha guardado correctamente",
        cae=f"{one.cae} " if fiscal else "",
        requiere_fec="SI" if _must_be_fce(double, one) else "NO ",
        vencimiento_cae=vencimiento_cae(one) if fiscal else "",
        vencimiento_pago=str(one.comprobante["vencimiento"]),
        comprobante_pdf_url=double.links.of(one),
        comprobante_ticket_url=double.links.of(one, "ticket"),
        afip_qr=qr(one),
        afip_codigo_barras=" ",
        observaciones=switches.observaciones,
        envio_x_mail="S" if mail else "N",
        envio_x_mail_direcciones=mail,
        external_reference=one.reference,
        comprobante_nro=nro,
        comprobante_tipo=one.tipo,
        micrositios={"cliente": "", "descarga": ""},
    )


def queued(double: Double, entry: Queued) -> Body:
    """What queueing answers: nothing fiscal in it."""
    answer = success(double, error_cod=[], error_details=[])
    return answer | {
        "external_reference": entry.reference,
        "requiere_fec": "NO",
        "observaciones": "",
        "rta": "El comprobante se ha guardado correctamente",
        "cae": " ",
        "vencimiento_cae": QUEUED_VENCIMIENTO_CAE,
        "vencimiento_pago": str(entry.comprobante["vencimiento"]),
        "comprobante_nro": f"{entry.punto_venta:05}-00000000",
        "comprobante_tipo": entry.tipo,
        "afip_codigo_barras": "",
        "afip_qr": "",
        "envio_x_mail": "N",
        "envio_x_mail_direcciones": "",
        "micrositios": {"cliente": "", "descarga": ""},
        "comprobante_pdf_url": "",
    }


def _must_be_fce(double: Double, one: Issued) -> bool:
    """A common comprobante to somebody obliged, from the amount on that `requiere_fec` tells."""
    obliged = one.document in double.obliged_fce and not tables.is_fce(one.tipo)
    return obliged and one.pesos >= double.switches.fce_from


def shown(double: Double, one: Issued) -> Body:
    """An issued comprobante, as searches show it."""
    comprobante = _sent(one.tipo, one.comprobante) | {
        "punto_venta": one.punto_venta,
        "numero": one.numero,
        "total": plain(one.total),
        "cae": f"{one.cae} " if one.cae else "",
        "ctacte_status": double.books.account_status(one),
        "status": "EMITIDO",
        "afip_observaciones": double.switches.observaciones,
        "afip_qr": qr(one),
        "vencimiento_cae": vencimiento_cae(one) if one.cae else "",
        "vencimiento_pago": one.comprobante["vencimiento"],
        "comprobante_pdf_url": double.links.of(one),
        "comprobante_ticket_url": double.links.of(one, "ticket"),
    }
    return {"cliente": _client(one.cliente), "comprobante": comprobante}


def shown_queued(double: Double, entry: Queued) -> Body:
    """An entry of the queue, as searches show it: its number is not fiscal."""
    comprobante = _sent(entry.tipo, entry.comprobante) | {
        "fecha": told(entry.fecha),
        "punto_venta": entry.punto_venta,
        "numero": entry.order if double.switches.queued_number else 0,
        "total": plain(amount(entry.comprobante["total"])),
        "cae": " ",
        "ctacte_status": "",
        "status": entry.status,
        "afip_observaciones": "",
        "afip_qr": "",
        "vencimiento_cae": double.switches.queued_vencimiento_cae,
        "vencimiento_pago": entry.comprobante["vencimiento"],
        "comprobante_pdf_url": "",
        "comprobante_ticket_url": "",
    }
    return {"cliente": _client(entry.cliente), "comprobante": comprobante}


def _client(sent: Body) -> Body:
    """As it was sent; the document as a text that ends in a blank."""
    return sent | {"documento_nro": f"{sent['documento_nro']} "}


def _sent(tipo: str, comprobante: Body) -> Body:
    """What was sent, with numbers as numbers and the service's names."""
    told_back = dict(comprobante)
    period = told_back.pop("comprobantes_asociados_periodo", None)
    told_back.pop("pagos", None)
    if period:
        told_back["comprobantes_asociados_periodos"] = period
    told_back["idioma"] = number(comprobante.get("idioma", IDIOMA))
    told_back["cotizacion"] = plain(amount(comprobante.get("cotizacion", COTIZACION)))
    told_back["bonificacion"] = plain(amount(comprobante.get("bonificacion", 0)))
    told_back["detalle"] = [_concept(tipo, entry) for entry in comprobante["detalle"]]
    for name, kind in (("percepciones_iva", 6), ("percepciones_iibb", 7)):
        told_back[name] = plain(
            sum(
                (
                    amount(one["total"])
                    for one in comprobante.get("tributos", ())
                    if number(one["tipo"]) == kind
                ),
                Decimal(0),
            )
        )
    return told_back


def _concept(tipo: str, entry: Body) -> Body:
    """The prices of a B hold the IVA."""
    product = entry["producto"]
    iva = 1 + max(rate(entry), Decimal(0)) / 100 if tables.letter(tipo) == "B" else Decimal(1)
    return {
        "cantidad": plain(amount(entry["cantidad"])),
        "producto": {
            "descripcion": product["descripcion"],
            "codigo": product["codigo"],
            "precio_unitario": plain(rounded(amount(product["precio_unitario_sin_iva"]) * iva)),
            "alicuota": plain(rate(entry)),
            "unidad_medida": number(product["unidad_medida"]),
            "precio_total": plain(rounded(net(entry) * iva)),
        },
        "bonificacion_porcentaje": plain(amount(entry.get("bonificacion_porcentaje", 0))),
        "leyenda": entry.get("leyenda", ""),
    }


def addresses(cliente: Body) -> str:
    """Where the service mails it; nothing without `envia_por_mail`."""
    return str(cliente.get("email", "")) if cliente["envia_por_mail"] == "S" else ""


def vencimiento_cae(one: Issued) -> str:
    return told(one.fecha + timedelta(days=10))


def short_name(double: Double, one: Issued) -> str:
    """With the point of sale in 4 digits and the issuer's name."""
    return f"{one.tipo} {one.punto_venta:04}-{one.numero:08} ({double.name_of(one.cuit)})"


def qr(one: Issued) -> str:
    """AFIP's QR, its figures as texts like those of the vendor's example; ends in a blank."""
    code = tables.TIPOS[one.tipo]
    if not code:
        return ""
    told_qr = {
        "ver": 1,
        "fecha": one.fecha.isoformat(),
        "cuit": one.cuit,
        "ptoVta": f"{one.punto_venta:05}",
        "tipoCmp": code,
        "nroCmp": f"{one.numero:08}",
        "importe": f"{int(one.total * 100):015}",
        "moneda": one.moneda,
        "ctz": f"{int(amount(one.comprobante.get('cotizacion', 1)) * 1_000_000):019}",
        "tipoDocRec": tables.DOCUMENTS[one.cliente["documento_tipo"]],
        "nroDocRec": one.document,
        "tipoCodAut": "E",
        "codAut": one.cae,
    }
    packed = b64encode(json.dumps(told_qr, separators=(",", ":")).encode()).decode()
    return f"https://www.afip.gob.ar/fe/qr/?p={packed} "
