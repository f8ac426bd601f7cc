"""The service's own validations, written apart from planilla's: an independent referee.

What a body may hold is the contract's, and comes first; these are the rules over
several fields that a schema cannot say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

from planilla.common.calendar import parse_service_date
from planilla.sandbox.asked import Problem
from planilla.sandbox.associated import association_problems, named_by
from planilla.sandbox.books import Books
from planilla.sandbox.exports import export_problems
from planilla.sandbox.internal_taxes import internal_tax_problems
from planilla.sandbox.means import block_problems
from planilla.sandbox.naming import lane_named, whole
from planilla.sandbox.owed import in_pesos
from planilla.sandbox.receivers import (
    is_nobody,
    letter_of,
    perception_problems,
    receiver_problems,
)
from planilla.sandbox.rehearsal import Rehearsal
from planilla.sandbox.tables import MONEDAS, REGIMENES, TIPOS, UNIDADES

CENT = Decimal("0.01")
USUAL_RATE = Decimal(21)  # the first subtotal, wherever there is one
PERIOD = ("periodo_facturado_desde", "periodo_facturado_hasta")


@dataclass(frozen=True)
class Rules:
    """What the service finds wrong before it asks AFIP, for the company of these books."""

    books: Books
    rehearsal: Rehearsal

    def problems(self, cliente: dict[str, Any], comprobante: dict[str, Any]) -> list[Problem]:
        """Everything, each with a code and a text; both blocks are such as the contract allows."""
        try:
            return [
                *receiver_problems(cliente, comprobante),
                *perception_problems(cliente, comprobante),
                *_dates(comprobante),
                *_tables(comprobante),
                *association_problems(comprobante),
                *export_problems(comprobante),
                *_amounts(comprobante),
                *self._same_currency(comprobante),
                *self._anonymous(cliente, comprobante),
                *(self._notes(comprobante) if self.rehearsal.strict_notes else []),
            ]
        except (InvalidOperation, ArithmeticError) as error:
            text = f"Un campo no tiene el formato esperado ({type(error).__name__})."
            return [("TFC-6002", text)]

    def _anonymous(self, cliente: dict[str, Any], comprobante: dict[str, Any]) -> list[Problem]:
        """A final consumer without identity, up to an amount that ARCA sets."""
        consumer = is_nobody(cliente) and cliente["condicion_iva"] == "CF"
        most = self.rehearsal.top_of_consumers
        if not consumer or in_pesos(comprobante) < most:
            return []
        return [("TFC-8009", f"Un consumidor final sin identificar no puede llegar a {most}.")]

    def _same_currency(self, comprobante: dict[str, Any]) -> list[Problem]:
        """Who pays in the foreign moneda needs one, at ARCA's official rate (api.md 9)."""
        if (comprobante.get("datos_informativos") or {}).get("paga_misma_moneda") != "S":
            return []
        moneda = str(comprobante["moneda"])
        if moneda == "PES":
            return [("TFC-8018", "Con paga_misma_moneda S la moneda debe ser extranjera.")]
        official = self.rehearsal.rates.get(moneda)
        if official is not None and Decimal(str(comprobante["cotizacion"])) == official:
            return []
        text = "Con paga_misma_moneda S la cotizacion debe ser la oficial de AFIP/ARCA"
        return [("TFC-8018", f"{text} ({official or 'no hay'}).")]

    def _notes(self, comprobante: dict[str, Any]) -> list[Problem]:
        """What a note corrects: known, of its CUIT and point of sale, in its moneda, no later."""
        found: list[Problem] = []
        for named in named_by(comprobante):
            lane = whole(named["punto_venta"]), str(named["tipo_comprobante"]).upper()
            held = self.books.find(lane, whole(named["numero"]))
            if held is None or str(named["cuit"]) != self.books.cuit:
                found.append(("TFC-8011", "El comprobante asociado no existe."))
            elif lane[0] != lane_named(comprobante)[0]:
                found.append(("TFC-8011", "El comprobante asociado es de otro punto de venta."))
            elif held["comprobante"]["moneda"] != comprobante["moneda"]:
                found.append(("TFC-8011", "El comprobante asociado es de otra moneda."))
            elif _later(held["comprobante"]["fecha"], named, comprobante["fecha"]):
                found.append(("TFC-8011", "El comprobante asociado no posee una fecha valida."))
        return found


def _later(issued: object, named: dict[str, Any], fecha: object) -> bool:
    """An export names what it corrects without its date."""
    days = [parse_service_date(str(one)) for one in (named.get("comprobante_fecha", issued), fecha)]
    return None in days or days[0] > days[1]  # type: ignore[operator]


def _dates(comprobante: dict[str, Any]) -> Iterator[Problem]:
    if any(parse_service_date(comprobante[name]) is None for name in ("fecha", "vencimiento")):
        yield "TFC-6002", "La fecha no existe."
    told = [str(comprobante.get(name) or "") for name in PERIOD]
    days = [parse_service_date(text) for text in told]
    if any(text and day is None for text, day in zip(told, days, strict=True)):
        yield "TFC-6002", "La fecha del periodo facturado no existe."
    if None not in days and days[0] > days[1]:  # type: ignore[operator]
        yield "TFC-6002", "FchServDesde no puede ser posterior a FchServHasta."


def _tables(comprobante: dict[str, Any]) -> Iterator[Problem]:
    if str(comprobante["tipo"]).upper() not in TIPOS:
        yield "TFC-8000", "El tipo de comprobante no es valido."
    if str(comprobante["moneda"]) not in MONEDAS:
        yield "TFC-8005", "La moneda no es valida."
    if not whole(comprobante["punto_venta"]):
        yield "TFC-6002", "El punto de venta no es valido."
    units = [line["producto"]["unidad_medida"] for line in comprobante["detalle"]]
    if any(whole(unit) not in UNIDADES for unit in units):
        yield "TFC-8005", "La unidad de medida no es valida."
    for one in comprobante.get("tributos") or []:
        if whole(one["tipo"]) not in REGIMENES:
            yield "TFC-8008", "El tipo de tributo no es valido."
        elif whole(one["regimen"]) not in REGIMENES[whole(one["tipo"])]:
            yield "TFC-8008", "El regimen no es del tipo de tributo."


def _amounts(comprobante: dict[str, Any]) -> Iterator[Problem]:
    yield from internal_tax_problems(comprobante)
    if letter_of(str(comprobante["tipo"])) == "C" and Decimal(str(comprobante.get("exentos") or 0)):
        yield "TFC-8013", "Los comprobantes C no pueden incluir exentos."
    if comprobante.get("pagos"):
        yield from block_problems(comprobante["pagos"])
    if any(base < 0 for base in _bases(comprobante).values()):
        yield "TFC-7003", "El descuento supera el subtotal de su alicuota."
    computed, told = total_of(comprobante), Decimal(str(comprobante["total"]))
    if told % CENT:
        yield "TFC-7001", "El total admite 2 decimales."
    if abs(computed - told) > CENT:
        yield "TFC-7001", f"El total no coincide con los conceptos ({computed})."


def total_of(comprobante: dict[str, Any]) -> Decimal:
    """The total by the rules of api.md 3: IVA by rate, amounts of two decimals as AFIP adds them.

    A concept may take an amount off: its price is negative (the vendor's page on discounts).
    """
    total = Decimal(0)
    for rate, base in _bases(comprobante).items():
        total += base.quantize(CENT, ROUND_HALF_EVEN)
        if rate > 0:
            total += (base * rate / 100).quantize(CENT, ROUND_HALF_EVEN)
    for tax in comprobante.get("tributos") or []:
        total += Decimal(str(tax["total"]))
    for name in ("impuestos_internos", "exentos"):
        total += Decimal(str(comprobante.get(name) or 0))
    return total.quantize(CENT, ROUND_HALF_EVEN)


def _bases(comprobante: dict[str, Any]) -> dict[Decimal, Decimal]:
    """What IVA is reckoned on, by rate.

    The general `bonificacion` is taken from the first subtotal without IVA, that
    of 21 % where there is one, and not shared among the rates.
    """
    bases = _subtotals(comprobante)
    if bases:
        first = USUAL_RATE if USUAL_RATE in bases else next(iter(bases))
        bases[first] -= Decimal(str(comprobante.get("bonificacion") or 0))
    return bases


def _subtotals(comprobante: dict[str, Any]) -> dict[Decimal, Decimal]:
    """What is charged at each rate before IVA, less the discounts of the concepts."""
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    for line in comprobante["detalle"]:
        product = line["producto"]
        price = Decimal(str(product["precio_unitario_sin_iva"]))
        share = 1 - Decimal(str(line.get("bonificacion_porcentaje") or 0)) / 100
        rate = Decimal(str(product["alicuota"]))
        bases[rate] += Decimal(str(line["cantidad"])) * price * share
    return bases
