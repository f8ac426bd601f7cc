"""The service's own validation of a comprobante, after the contract's schema (api.md 3, 4, 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.double import tables
from tests.double.association import association_faults, named_by
from tests.double.books import Point
from tests.double.exports import export_faults
from tests.double.fce import fce_says
from tests.double.receivers import identity_faults, letter_faults, perception_faults
from tests.double.texts import ARCA_REJECTS, Said
from tests.double.totals import exact_total, internal_tax_says, subtotals
from tests.double.values import CENT, Body, amount, day, number, pesos, plain_word, rounded, told

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
    found = [*_tables(comprobante, cliente), *letter_faults(point, cliente, comprobante)]
    found += identity_faults(double, cliente, comprobante)
    found += [*perception_faults(cliente, comprobante), *_total(double, comprobante)]
    found += association_faults(double, point, punto_venta, comprobante)
    found += [*export_faults(cliente, comprobante), *_same_currency(double, comprobante)]
    if "pagos" in comprobante:
        found += pagos_faults(comprobante["pagos"], pesos(comprobante))
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


def _total(double: Double, comprobante: Body) -> Found:
    exact = exact_total(comprobante, double.switches.discount_on)
    sent = amount(comprobante["total"])
    if sent != rounded(sent):
        yield Said("El total admite 2 decimales")
    if abs(exact - sent) > double.switches.tolerance:
        yield Said(f"El total informado ({sent}) no coincide con el calculado ({rounded(exact)})")
    if any(value < 0 for value in subtotals(comprobante, double.switches.discount_on).values()):
        yield Said("La bonificacion supera el primer subtotal")
    internal = internal_tax_says(comprobante)
    if internal:
        yield Said(internal)
    if tables.letter(str(comprobante["tipo"])) == "C" and amount(comprobante.get("exentos", 0)):
        yield Said("Un comprobante C no puede incluir importes exentos")


def _same_currency(double: Double, comprobante: Body) -> Found:
    """Paid in its own currency: a foreign one, at the rate that `cotizacion` tells."""
    if comprobante.get("datos_informativos", {}).get("paga_misma_moneda") != "S":
        return
    if comprobante["moneda"] == "PES":
        yield Said("paga_misma_moneda S requiere una moneda diferente al peso argentino")
    elif amount(comprobante["cotizacion"]) != double.rates.get(comprobante["moneda"]):
        yield Said("paga_misma_moneda S requiere la cotizacion oficial de ARCA")


def pagos_faults(pagos: Body, owed: Decimal) -> Found:
    """`owed` is the comprobante's total, in pesos as accounts are."""
    total = amount(pagos["total"])
    if sum(amount(one["importe"]) for one in pagos["formas_pago"]) != total:
        yield Said("El total de los pagos no coincide con la sumatoria de los medios de pago")
    if total > owed:
        yield Said("El total de los pagos supera el importe total del comprobante")
    for one in pagos["formas_pago"]:
        name = plain_word(one["descripcion"])
        if not name:
            yield Said("La descripcion de un medio de pago es requerida")
        if "cheque" in name or "retencion" in name:
            yield Said(f"El medio de pago {one['descripcion']} no esta permitido")
    if any(
        one % CENT for one in (total, *(amount(one["importe"]) for one in pagos["formas_pago"]))
    ):
        yield Said("Los importes de los pagos admiten 2 decimales")


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
        lambda: fce_says(comprobante),
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
    for one in named_by(comprobante):
        lane = (point.cuit, number(one["punto_venta"]), str(one["tipo_comprobante"]))
        found = double.books.at_arca(lane, number(one["numero"]))
        if found is None and double.switches.asociados_must_exist:
            return f"No existe el comprobante asociado {one['numero']}. Cod: 10041"
        if found and found.moneda != comprobante["moneda"]:
            return "El comprobante asociado es de otra moneda. Cod: 10041"
        if found and one.get("comprobante_fecha", told(found.fecha)) != told(found.fecha):
            return "El comprobante asociado no posee una fecha valida. Cod: 10041"
    return ""
