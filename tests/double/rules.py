"""The service's own validation of a comprobante, after the contract's schema (api.md 3, 4, 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.double import tables
from tests.double.books import Point
from tests.double.texts import ARCA_REJECTS, Said
from tests.double.totals import exact_total, rate, subtotals
from tests.double.values import Body, amount, day, digits, number, rounded, told

if TYPE_CHECKING:
    from tests.double.core import Double

DATES = ("fecha", "vencimiento", "periodo_facturado_desde", "periodo_facturado_hasta")
Found = Iterator[Said]


def own_faults(
    double: Double, point: Point, punto_venta: int, cliente: Body, comprobante: Body
) -> list[Said]:
    """Everything wrong with one comprobante that the service says before it asks ARCA."""
    impossible = list(_dates(comprobante))
    if impossible:
        return impossible
    found = [*_tables(comprobante, cliente), *_letter(point, cliente, comprobante)]
    found += [*_identity(double, cliente, comprobante), *_total(double, comprobante)]
    if tables.is_note(str(comprobante["tipo"])):
        found += _association(double, point, punto_venta, comprobante)
    found += [*_fce(comprobante), *_export(cliente, comprobante)]
    if "pagos" in comprobante:
        found += pagos_faults(comprobante["pagos"], _pesos(comprobante))
    return found


def _dates(comprobante: Body) -> Found:
    named = {name: comprobante.get(name) for name in DATES}
    for place, one in enumerate(comprobante.get("comprobantes_asociados", ())):
        named[f"comprobantes_asociados {place}"] = one["comprobante_fecha"]
    for name, text in named.items():
        try:
            day(text or "01/01/2000")
        except ValueError:
            yield Said(f"La fecha {text} de {name} no es valida")
    if named["periodo_facturado_desde"] and named["periodo_facturado_hasta"]:
        since, until = named["periodo_facturado_desde"], named["periodo_facturado_hasta"]
        if since.split("/")[::-1] > until.split("/")[::-1]:
            yield Said(
                "El campo FchServDesde no puede ser posterior al campo FchServHasta. Cod: 10032"
            )


def _tables(comprobante: Body, cliente: Body) -> Found:
    if comprobante["tipo"] not in tables.TIPOS:
        yield Said(f"El tipo de comprobante {comprobante['tipo']} no es valido")
    if number(cliente["condicion_pago"]) not in tables.CONDICIONES_PAGO:
        yield Said(f"La condicion de pago {cliente['condicion_pago']} no es valida")
    if comprobante["moneda"] not in tables.MONEDAS:
        yield Said(f"La moneda {comprobante['moneda']} no es valida")
    for entry in comprobante["detalle"]:
        if number(entry["producto"]["unidad_medida"]) not in tables.UNIDADES:
            yield Said(f"La unidad de medida {entry['producto']['unidad_medida']} no es valida")
    for one in comprobante.get("tributos", ()):
        if number(one["regimen"]) not in tables.REGIMENES.get(number(one["tipo"]), ()):
            yield Said(f"El regimen {one['regimen']} no es del tributo {one['tipo']}")


def _letter(point: Point, cliente: Body, comprobante: Body) -> Found:
    """Which letter who may issue to whom (api.md 6)."""
    letter, client = tables.letter(str(comprobante["tipo"])), str(cliente["condicion_iva"])
    if not letter or client == "IVNA":
        return
    if client == "CDEX":
        allowed = "E"
    elif point.condicion_iva == "RI":
        allowed = "AM" if client in ("RI", "M") else "B"
    else:
        allowed = "C"
    if letter not in allowed:
        yield Said(
            "Para la condicion de IVA seleccionada no se permite realizar comprobantes de tipo"
            f" {letter}.",
            "TFC-8004",
        )
    needs_cuit = letter in "AM" or (letter == "C" and client != "CF")
    if needs_cuit and cliente["documento_tipo"] != "CUIT":
        yield Said("El tipo de documento enviado no es valido")


def _identity(double: Double, cliente: Body, comprobante: Body) -> Found:
    nobody = cliente["documento_tipo"] == "OTRO" and digits(cliente["documento_nro"]) == "0"
    if not nobody or not tables.letter(str(comprobante["tipo"])):
        return
    if cliente["condicion_iva"] != "CF":
        yield Said("El documento del cliente es requerido")
    elif _pesos(comprobante) > double.switches.topecf:
        yield Said("El importe supera el tope para un consumidor final sin identificar")


def _total(double: Double, comprobante: Body) -> Found:
    exact = exact_total(comprobante, double.switches.discount_on)
    sent = amount(comprobante["total"])
    if sent != rounded(sent):
        yield Said("El total admite 2 decimales")
    if abs(exact - sent) > double.switches.tolerance:
        yield Said(f"El total informado ({sent}) no coincide con el calculado ({rounded(exact)})")
    if any(value < 0 for value in subtotals(comprobante, double.switches.discount_on).values()):
        yield Said("La bonificacion supera el primer subtotal")
    internal = {
        amount(one["producto"].get("impuestos_internos_alicuota", 0))
        for one in comprobante["detalle"]
    }
    if len(internal - {Decimal(0)}) > 1:
        yield Said("Solo se admite una alicuota de impuestos internos")


def _association(double: Double, point: Point, punto_venta: int, comprobante: Body) -> Found:
    """The note's own CUIT, point of sale and currency; never later than the note."""
    fecha = day(comprobante["fecha"])
    for one in _associated(comprobante):
        what = f"{one['tipo_comprobante']} {one['numero']}"
        if digits(one["cuit"]) != point.cuit:
            yield Said(f"El CUIT del comprobante asociado {what} no es el de quien factura")
        if number(one["punto_venta"]) != punto_venta:
            yield Said(f"El punto de venta del comprobante asociado {what} no es el de la nota")
        if "comprobante_fecha" not in one:  # export names it without
            continue
        dated = day(one["comprobante_fecha"])
        if dated > fecha:
            yield Said(f"El comprobante asociado {what} no posee una fecha valida")
        old = double.switches.notes_within_15_days and fecha - dated > timedelta(days=15)
        if old and tables.is_credit(str(comprobante["tipo"])):
            yield Said(f"El comprobante asociado {what} tiene mas de 15 dias")


def _associated(comprobante: Body) -> list[Body]:
    fex: Body = comprobante.get("fex", {})
    return [*comprobante.get("comprobantes_asociados", ()), *fex.get("comprobantes_asociados", ())]


def _fce(comprobante: Body) -> Found:
    tipo = str(comprobante["tipo"])
    if not tables.is_fce(tipo):
        return
    given = {number(one["id"]) for one in comprobante.get("rg_especiales", {}).get("datos", ())}
    if tables.is_note(tipo):
        missing = not given & {22}
    else:
        missing = not given & {2101, 2102} or 27 not in given
    if missing:
        yield Said(
            "Si informa comprobante MiPyMEs (FCE), es obligatorio informar opcional"
            " en rg_especiales"
        )


def _export(cliente: Body, comprobante: Body) -> Found:
    if tables.letter(str(comprobante["tipo"])) != "E":
        return
    if cliente["condicion_iva"] != "CDEX":
        yield Said("Un comprobante E requiere un cliente del exterior")
    if any(rate(entry) != 0 for entry in comprobante["detalle"]):
        yield Said("Un comprobante E solo admite alicuota 0")


def pagos_faults(pagos: Body, owed: Decimal) -> Found:
    """`owed` is the comprobante's total, in pesos as accounts are."""
    total = amount(pagos["total"])
    if sum(amount(one["importe"]) for one in pagos["formas_pago"]) != total:
        yield Said("El total de los pagos no coincide con la sumatoria de los medios de pago")
    if total > owed:
        yield Said("El total de los pagos supera el importe total del comprobante")
    for one in pagos["formas_pago"]:
        if str(one["descripcion"]).strip().lower().startswith(("cheque", "retenci")):
            yield Said(f"El medio de pago {one['descripcion']} no esta permitido")


def _pesos(comprobante: Body) -> Decimal:
    return rounded(amount(comprobante["total"]) * amount(comprobante.get("cotizacion", 1)))


def arca_faults(
    double: Double, point: Point, punto_venta: int, comprobante: Body, today: date
) -> list[str]:
    """What ARCA rejects; in a lot it drags the later ones. Empty when it takes it."""
    tipo = str(comprobante["tipo"])
    programmed = double.rejects.get(str(comprobante.get("external_reference", "")))
    if programmed:
        return [ARCA_REJECTS + programmed]
    if not tables.TIPOS[tipo]:
        return []
    checks: tuple[Callable[[], str], ...] = (
        lambda: _sequence(double, point, punto_venta, comprobante),
        lambda: _date_window(comprobante, today),
        lambda: _existing(double, point, comprobante),
    )
    return [ARCA_REJECTS + said for check in checks if (said := check())]


def _sequence(double: Double, point: Point, punto_venta: int, comprobante: Body) -> str:
    following = double.books.next((point.cuit, punto_venta, str(comprobante["tipo"])))
    sent = number(comprobante.get("numero", 0))
    last = double.books.last_date.get((point.cuit, punto_venta))
    if sent in (0, following) and (last is None or day(comprobante["fecha"]) >= last):
        return ""
    return (
        "El numero o fecha del comprobante no se corresponde con el proximo a autorizar"
        f" (numero {following}, fecha {told(last) if last else '-'}). Cod: 10016"
    )


def _date_window(comprobante: Body, today: date) -> str:
    """5 days back for goods, 10 for services; nothing beyond N+10."""
    back = 10 if comprobante.get("periodo_facturado_desde") else 5
    away = (day(comprobante["fecha"]) - today).days
    if -back <= away <= 10:
        return ""
    return "Campo CbteFch debe estar comprendido en el rango N-10 y N+10. Cod: 10016"


def _existing(double: Double, point: Point, comprobante: Body) -> str:
    for one in _associated(comprobante):
        lane = (point.cuit, number(one["punto_venta"]), str(one["tipo_comprobante"]))
        found = double.books.at_arca(lane, number(one["numero"]))
        if found is None and double.switches.asociados_must_exist:
            return f"No existe el comprobante asociado {one['numero']}. Cod: 10041"
        if found and found.moneda != comprobante["moneda"]:
            return "El comprobante asociado es de otra moneda. Cod: 10041"
        if found and one.get("comprobante_fecha", told(found.fecha)) != told(found.fecha):
            return "El comprobante asociado no posee una fecha valida. Cod: 10041"
    return ""
