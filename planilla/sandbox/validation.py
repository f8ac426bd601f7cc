"""The service's own validations, written apart from planilla's: an independent referee.

What a body may hold is the contract's, and comes first; these are the rules over
several fields that a schema cannot say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

from planilla.common.calendar import parse_service_date
from planilla.sandbox import cuit_number
from planilla.sandbox.asked import Problem
from planilla.sandbox.books import Books
from planilla.sandbox.means import block_problems
from planilla.sandbox.naming import lane_named, whole
from planilla.sandbox.owed import in_pesos
from planilla.sandbox.rehearsal import Rehearsal
from planilla.sandbox.tables import CONDICIONES_PAGO, MONEDAS, TIPOS, TRIBUTOS

LETTERS = {"A": {"RI", "M"}, "B": {"CF", "E", "IVNA", "CDEX"}}
CENT = Decimal("0.01")
USUAL_RATE = Decimal(21)  # the first subtotal, wherever there is one
EMAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+")


@dataclass(frozen=True)
class Rules:
    """What the service finds wrong before it asks AFIP, for the company of these books."""

    books: Books
    rehearsal: Rehearsal

    def problems(self, cliente: dict[str, Any], comprobante: dict[str, Any]) -> list[Problem]:
        """Everything, each with a code and a text; both blocks are such as the contract allows."""
        try:
            return [
                *_receiver(cliente, comprobante),
                *_content(comprobante),
                *self._anonymous(cliente, comprobante),
                *(self._notes(comprobante) if self.rehearsal.strict_notes else []),
            ]
        except (InvalidOperation, ArithmeticError) as error:
            text = f"Un campo no tiene el formato esperado ({type(error).__name__})."
            return [("TFC-6002", text)]

    def _anonymous(self, cliente: dict[str, Any], comprobante: dict[str, Any]) -> list[Problem]:
        """A final consumer without identity, up to an amount that ARCA sets."""
        nobody = cliente["documento_tipo"] == "OTRO" and not int(cliente["documento_nro"])
        most = self.rehearsal.top_of_consumers
        if not nobody or in_pesos(comprobante) < most:
            return []
        return [("TFC-8009", f"Un consumidor final sin identificar no puede llegar a {most}.")]

    def _notes(self, comprobante: dict[str, Any]) -> list[Problem]:
        """What a note corrects: known, of its CUIT and point of sale, in its moneda, no later."""
        found: list[Problem] = []
        for named in comprobante.get("comprobantes_asociados") or []:
            lane = whole(named["punto_venta"]), str(named["tipo_comprobante"]).upper()
            held = self.books.find(lane, whole(named["numero"]))
            if held is None or str(named["cuit"]) != self.books.cuit:
                found.append(("TFC-8011", "El comprobante asociado no existe."))
            elif lane[0] != lane_named(comprobante)[0]:
                found.append(("TFC-8011", "El comprobante asociado es de otro punto de venta."))
            elif held["comprobante"]["moneda"] != comprobante["moneda"]:
                found.append(("TFC-8011", "El comprobante asociado es de otra moneda."))
            elif _later(named["comprobante_fecha"], comprobante["fecha"]):
                found.append(("TFC-8011", "El comprobante asociado no posee una fecha valida."))
        return found


def letter_of(tipo: str) -> str:
    """The letter of a tipo, its last word; a blank for those that have none."""
    last = tipo.upper().split()[-1]
    return last if len(last) == 1 else ""


def _later(first: object, second: object) -> bool:
    days = [parse_service_date(str(one)) for one in (first, second)]
    return None in days or days[0] > days[1]  # type: ignore[operator]


def _receiver(cliente: dict[str, Any], comprobante: dict[str, Any]) -> list[Problem]:
    found: list[Problem] = []
    kind, number = cliente["documento_tipo"], str(cliente["documento_nro"])
    letter = letter_of(comprobante["tipo"])
    if kind in {"CUIT", "CUIL"} and not cuit_number.is_valid(number):
        found.append(("TFC-8002", "El CUIT informado no es valido."))
    if letter == "A" and kind != "CUIT":
        found.append(("TFC-8003", "Los comprobantes A requieren un CUIT."))
    if letter in LETTERS and cliente["condicion_iva"] not in LETTERS[letter]:
        text = "Para la condicion de IVA seleccionada no se permite realizar comprobantes de tipo"
        found.append(("TFC-8004", f"{text} {letter}."))
    if str(cliente["condicion_pago"]) not in CONDICIONES_PAGO:
        found.append(("TFC-8001", "El campo condicion_pago no tiene un valor valido."))
    addresses = [one.strip() for one in str(cliente.get("email") or "").split(",") if one.strip()]
    if not all(EMAIL.fullmatch(one) for one in addresses):
        found.append(("TFC-8006", "El e-mail no es valido."))
    if cliente["envia_por_mail"] == "S" and not addresses:
        found.append(("TFC-8006", "Para enviar por e-mail falta la direccion."))
    return found


def _content(comprobante: dict[str, Any]) -> list[Problem]:
    found: list[Problem] = []
    tipo = str(comprobante["tipo"]).upper()
    if tipo not in TIPOS:
        found.append(("TFC-8000", "El tipo de comprobante no es valido."))
    if str(comprobante["moneda"]) not in MONEDAS:
        found.append(("TFC-8005", "La moneda no es valida."))
    if not whole(comprobante["punto_venta"]):
        found.append(("TFC-6002", "El punto de venta no es valido."))
    if any(parse_service_date(comprobante[name]) is None for name in ("fecha", "vencimiento")):
        found.append(("TFC-6002", "La fecha no existe."))
    if any(str(one["tipo"]) not in TRIBUTOS for one in comprobante.get("tributos") or []):
        found.append(("TFC-8008", "El tipo de tributo no es valido."))
    data = (comprobante.get("rg_especiales") or {}).get("datos")
    if "(FCE)" in tipo and not data:
        found.append(("TFC-6007", "La FCE requiere los datos del regimen especial."))
    if comprobante.get("pagos"):
        found += block_problems(comprobante["pagos"])
    computed, told = total_of(comprobante), Decimal(str(comprobante["total"]))
    if abs(computed - told) > CENT:
        found.append(("TFC-7001", f"El total no coincide con los conceptos ({computed})."))
    return found


def total_of(comprobante: dict[str, Any]) -> Decimal:
    """The total by the rules of api.md 3: IVA by rate, amounts of two decimals as AFIP adds them.

    The general `bonificacion` is taken from the first subtotal without IVA, that
    of 21 % where there is one, and not shared among the rates.
    """
    bases = _subtotals(comprobante)
    if bases:
        first = USUAL_RATE if USUAL_RATE in bases else next(iter(bases))
        bases[first] -= Decimal(str(comprobante.get("bonificacion") or 0))
    total = Decimal(0)
    for rate, base in bases.items():
        total += base.quantize(CENT, ROUND_HALF_EVEN)
        if rate > 0:
            total += (base * rate / 100).quantize(CENT, ROUND_HALF_EVEN)
    for tax in comprobante.get("tributos") or []:
        total += Decimal(str(tax["total"]))
    total += Decimal(str(comprobante.get("impuestos_internos") or 0))
    return total.quantize(CENT, ROUND_HALF_EVEN)


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
