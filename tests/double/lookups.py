"""The methods that change no comprobante: numbers, links, e-mails, the account, ARCA's data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.double import answers, tables
from tests.double.accounts import named
from tests.double.books import Email, Point
from tests.double.switches import Window
from tests.double.texts import Said
from tests.double.values import Body, day, digits, plain, told_minute

if TYPE_CHECKING:
    from tests.double.core import Double

REENVIAR = "facturacion/reenviar"


def numeracion(double: Double, point: Point, body: Body) -> Body:
    asked = body["comprobante"]
    place = double.place(point, asked["punto_venta"])
    if isinstance(place, Said):
        return answers.refused([place])
    if asked["tipo"] not in tables.TIPOS:
        return answers.refused([f"El tipo de comprobante {asked['tipo']} no es valido"])
    following = double.books.next((point.cuit, place, asked["tipo"]))
    numero = following if double.switches.numeracion == "next" else following - 1
    told = {"tipo": asked["tipo"], "operacion": "V", "punto_venta": place, "numero": numero}
    return answers.success(double, rta="OK", comprobante=told)


def reenviar(double: Double, point: Point, body: Body) -> Body:
    one = named(double, point, body["comprobante"])
    if isinstance(one, Said):
        return answers.refused([one])
    mail = answers.addresses(one.cliente)
    if not mail:
        return answers.refused(["El comprobante no se emitio con envio por e-mail"])
    double.books.emails.append(Email(one, mail, double.now, REENVIAR))
    return {"error": "N"} if double.switches.bare_success else answers.success(double)


def regenerar_pdf(double: Double, point: Point, body: Body) -> Body:
    one = named(double, point, body["comprobante"])
    if isinstance(one, Said):
        return answers.refused([one])
    urls = {
        "comprobante_pdf_url": double.links.of(one, "pdf", again=True),
        "comprobante_ticket_url": double.links.of(one, "ticket", again=True),
    }
    return (
        {"error": "N", **urls} if double.switches.bare_success else answers.success(double, **urls)
    )


def topecf(double: Double, _point: Point, _body: Body) -> Body:
    return answers.success(double, monto=plain(double.switches.topecf))


def requiere_fec(double: Double, _point: Point, body: Body) -> Body:
    """Who must get an FCE is in `Double.obliged_fce`."""
    cuit = digits(body["cuit"])
    if len(cuit) != 11:
        return answers.refused(["CUIT invalido"])
    try:
        day(body["fecha"])
    except ValueError:
        return answers.refused(["La fecha no es valida"])
    obliged = cuit in double.obliged_fce
    more = {"importe_desde": plain(double.switches.fce_from)} if obliged else {}
    return answers.success(double, rta="", esta_obligado="S" if obliged else "N", **more)


def apoc(double: Double, _point: Point, body: Body) -> Body:
    """Who issues false invoices, and since when, is in `Double.apocryphal`."""
    cuit = digits(body["cuit"])
    if len(cuit) != 11:
        return answers.refused([f"El cuit enviado ({cuit}) es invalido."])
    since = double.apocryphal.get(cuit)
    days = {"fecha_condicion_apocrifo": since, "fecha_publicacion": since} if since else {}
    return answers.success(
        double,
        cuit=int(cuit),
        existe_padron="S" if since else "N",
        base_actualizada_fecha=told_minute(double.now),
        **days,
    )


def afip_info(double: Double, _point: Point, body: Body) -> Any:
    """`Double.taxpayers` holds whom ARCA knows; `Double.blocked` whom it blocks."""
    cuit = digits(body["cliente"]["documento_nro"])
    if double.switches.development:
        return answers.refused(["El metodo no esta disponible en el plan de desarrollo"])
    if cuit in double.blocked:
        return {"error": "S", "errores": [["Bloqueado en ARCA"]]}
    known = double.taxpayers.get(cuit)
    if known is None:
        return answers.refused(["No existe persona con ese Id"])
    if not known["condicion_impositiva"]:
        without = known | {"condicion_impositiva": "CONSUMIDOR FINAL"}
        return {"error": "S", "errores": ["Sin condicion frente al IVA"], **without}
    rest = {"localidad": "", "codigopostal": "", "provincia": "", "estado": "ACTIVO"}
    since = double.apocryphal.get(cuit)
    rest |= {"apoc_existe": "SI" if since else "NO", "direccion": ""}
    rest |= {"apoc_info": f"CUIT en base APOC desde el {since}." if since else ""}
    return answers.success(double, actividad=[], **{**rest, **known})


def alertas(double: Double, _point: Point, _body: Body) -> Body:
    switches = double.switches
    coming = [_told(one) for one in switches.windows if one.announced and one.ends > double.now]
    if switches.alert == "refused":
        return answers.refused([switches.alert_text])
    if switches.alert == "afip" or double.arca_is_down():
        return {
            "error": "S",
            "errores": [],
            "facturacion": switches.alert_text,
            "novedades": "",
            "rta": "ERROR",
        } | ({"prox_mantenimientos_programados": coming} if coming else {})
    return answers.success(
        double,
        rta="OK",
        facturacion="OK",
        prox_mantenimientos_programados=coming,
        novedades="",
    )


def _told(window: Window) -> Body:
    return {
        "desde": told_minute(window.begins),
        "hasta": told_minute(window.ends),
        "titulo": "Mantenimiento",
        "texto": "Mantenimiento programado" + (" de ARCA" if window.whose == "arca" else ""),
    }


def consumo(double: Double, point: Point, _body: Body) -> Body:
    used = double.quota_used(point.cuit)
    return answers.success(
        double,
        abonos_pendientes=double.switches.abonos_pendientes,
        comprobantes_generados=used,
        comprobantes_cupo=double.switches.cupo,
        comprobantes_disponibles=max(0, double.quota_left(point.cuit)),
    )


def cotizacion(double: Double, _point: Point, body: Body) -> Body:
    """Of `Double.rates`; the dollar where no currency is named; two months back at most."""
    try:
        asked = day(body["fecha"]) if "fecha" in body else double.today
    except ValueError:
        return answers.refused(["La fecha no es valida"])
    rate = double.rates.get(body.get("moneda", "DOL"))
    if rate is None:
        return answers.refused(["La moneda no es valida"])
    if not double.today - timedelta(days=62) <= asked <= double.today:
        return answers.refused(["La fecha debe ser de los ultimos dos meses"])
    return answers.success(double, cotizacion=str(rate))
