"""FACTURA E and its notes: what the service asks of them (api.md 9).

Source: the vendor's pages "Comprobantes de exportación", "Factura E" and "Nota de crédito E".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from planilla.common.calendar import parse_service_date
from planilla.sandbox import cuit_number
from planilla.sandbox.asked import Problem
from planilla.sandbox.tables import EXPORTS, INCOTERMS, NOTES

GOODS = "1"
PERMIT = re.compile(r"\d{5}[A-Z]{2}[A-Z0-9]{2}\d{6}[A-Z]")
COUNTRY = re.compile(r"[1-9]\d{2}")
COUNTRYS_CUIT = re.compile(r"5[015]\d{9}")  # persons, other entities, companies of a country
# Granada's two and Samoa's: ARCA's table has them with a last digit that is not the right one
AS_THEY_ARE = frozenset({"50000002882", "55000002884", "55000005069"})
NOT_EXPORT: Problem = ("TFC-8012", "El bloque fex es solo para comprobantes de exportacion.")


def export_problems(comprobante: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong with an export, or with a `fex` block where there is none."""
    tipo, fex = str(comprobante["tipo"]).upper(), comprobante.get("fex")
    if tipo not in EXPORTS:
        if fex is not None:
            yield NOT_EXPORT
        return
    yield from _taxes(comprobante)
    if fex is not None:
        yield from _block(fex)
        yield from _permits(fex)
        yield from _corrected(tipo, comprobante, fex)


def _taxes(comprobante: dict[str, Any]) -> Iterator[Problem]:
    """No IVA, no discounts, no internal taxes; the contract itself forbids tributos."""
    lines = comprobante["detalle"]
    products = [line["producto"] for line in lines]
    if any(Decimal(str(product["alicuota"])) != 0 for product in products):
        yield "TFC-8013", "Los comprobantes de exportacion solo admiten alicuota 0."
    if any(_some(line.get("bonificacion_porcentaje")) for line in lines):
        yield "TFC-8013", "Los comprobantes de exportacion no admiten bonificaciones."
    internal = [comprobante.get("impuestos_internos")]
    internal += [product.get("impuestos_internos_alicuota") for product in products]
    if any(_some(one) for one in internal):
        yield "TFC-8013", "Los comprobantes de exportacion no admiten impuestos internos."


def _block(fex: dict[str, Any]) -> Iterator[Problem]:
    if not COUNTRY.fullmatch(str(fex["pais_comprobante_id"])):
        yield "TFC-8014", "El pais del comprobante no es un pais de AFIP/ARCA."
    number = str(fex["cliente_pais_cuit"])
    right = number in AS_THEY_ARE or cuit_number.is_valid(number)
    if not COUNTRYS_CUIT.fullmatch(number) or not right:
        yield "TFC-8014", "El cliente_pais_cuit no es el CUIT de un pais."
    incoterm = str(fex.get("incoterms_tipo_id") or "")
    if incoterm and incoterm not in INCOTERMS:
        yield "TFC-8014", f"El incoterms_tipo_id {incoterm} no existe."
    if not str(fex["forma_pago_leyenda"]).strip():
        yield "TFC-8014", "La forma_pago_leyenda es requerida."
    if "fecha_pago" in fex and parse_service_date(str(fex["fecha_pago"])) is None:
        yield "TFC-8014", "La fecha_pago no existe."


def _permits(fex: dict[str, Any]) -> Iterator[Problem]:
    """They are sent if, and only if, there are some."""
    permits = fex.get("permisos") or []
    if bool(permits) != (fex.get("permisos_tiene") == "S"):
        yield "TFC-8015", "Los permisos se envian cuando permisos_tiene es S, y solo entonces."
    for permit in permits:
        code = str(permit["codigo_despacho"])
        if not PERMIT.fullmatch(code):
            yield "TFC-8015", f"El codigo_despacho {code} no tiene el formato 99999AAXX999999A."
        if not COUNTRY.fullmatch(str(permit["pais_destino_id"])):
            yield "TFC-8015", "El pais_destino_id no es un pais de AFIP/ARCA."


def _corrected(tipo: str, comprobante: dict[str, Any], fex: dict[str, Any]) -> Iterator[Problem]:
    """What a note corrects stands in `fex`, for goods; an invoice corrects nothing."""
    listed = fex.get("comprobantes_asociados") or []
    if comprobante.get("comprobantes_asociados"):
        yield "TFC-8016", "Los comprobantes asociados de una exportacion van dentro de fex."
    goods = str(fex["tipo_exportacion"]) == GOODS
    wanted = tipo.startswith(NOTES) and goods
    if listed and not wanted:
        text = "Solo llevan comprobantes asociados las notas con tipo_exportacion 1."
        yield "TFC-8016", text
    elif wanted and not listed:
        yield "TFC-8016", "La nota requiere sus comprobantes asociados dentro de fex."
    if any(str(one["tipo_comprobante"]).upper() not in EXPORTS for one in listed):
        yield "TFC-8016", "Los comprobantes asociados de una exportacion son de tipo E."


def _some(amount: object) -> bool:
    return bool(Decimal(str(amount or 0)))
