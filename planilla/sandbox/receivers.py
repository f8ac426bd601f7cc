"""Who receives a comprobante, and whether it may be of that letter (api.md 3 and 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from planilla.sandbox import cuit_number
from planilla.sandbox.asked import Problem
from planilla.sandbox.naming import whole
from planilla.sandbox.tables import CONDICIONES_PAGO

# a client abroad gets a B where the service is used here (the vendor's page of that case)
LETTERS = {"A": {"RI", "M"}, "B": {"CF", "E", "IVNA", "CDEX"}, "M": {"RI", "M"}, "E": {"CDEX"}}
EMAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+")
RG5329 = {Decimal(3), Decimal("1.5")}
DUNNING = ("reclama_deuda_dias", "reclama_deuda_repite_dias")
NOT_FOR_CONDITION = "Para la condicion de IVA seleccionada no se permite realizar comprobantes de"


def letter_of(tipo: str) -> str:
    """The letter of a tipo, its last word; a blank for those that have none."""
    last = tipo.upper().split()[-1]
    return last if len(last) == 1 else ""


def is_nobody(cliente: dict[str, Any]) -> bool:
    """Whether the receiver is not identified."""
    return cliente["documento_tipo"] == "OTRO" and not int(cliente["documento_nro"])


def receiver_problems(cliente: dict[str, Any], comprobante: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong with a client, for this comprobante."""
    yield from _identity(cliente, letter_of(str(comprobante["tipo"])))
    if str(cliente["condicion_pago"]) not in CONDICIONES_PAGO:
        yield "TFC-8001", "El campo condicion_pago no tiene un valor valido."
    if any(int(cliente.get(name) or 0) < 0 for name in DUNNING):
        yield "TFC-6002", "Los dias del campo reclama_deuda no pueden ser negativos."
    addresses = [one.strip() for one in str(cliente.get("email") or "").split(",") if one.strip()]
    if not all(EMAIL.fullmatch(one) for one in addresses):
        yield "TFC-8006", "El e-mail no es valido."
    if cliente["envia_por_mail"] == "S" and not addresses:
        yield "TFC-8006", "Para enviar por e-mail falta la direccion."


def _identity(cliente: dict[str, Any], letter: str) -> Iterator[Problem]:
    kind, condition = cliente["documento_tipo"], cliente["condicion_iva"]
    if kind in {"CUIT", "CUIL"} and not cuit_number.is_valid(str(cliente["documento_nro"])):
        yield "TFC-8002", "El CUIT informado no es valido."
    if letter in {"A", "M"} and kind != "CUIT":
        yield "TFC-8003", f"Los comprobantes {letter} requieren un CUIT."
    if letter == "B" and condition == "E" and kind != "CUIT":
        yield "TFC-8003", "Los comprobantes B a un exento requieren un CUIT."
    if letter == "C" and condition in {"RI", "M", "E"} and kind != "CUIT":
        yield "TFC-8003", "Los comprobantes C requieren un CUIT, salvo a un consumidor final."
    if letter in LETTERS and condition not in LETTERS[letter]:
        yield "TFC-8004", f"{NOT_FOR_CONDITION} tipo {letter}."


def perception_problems(cliente: dict[str, Any], comprobante: dict[str, Any]) -> Iterator[Problem]:
    """The perception of RG 5329: letter A, client and product subject to it, 3 % or 1.5 %.

    Source: the vendor's questions about RG 5329.
    """
    perceptions = [
        one
        for one in comprobante.get("tributos") or []
        if (whole(one["tipo"]), whole(one["regimen"])) == (6, 3)
    ]
    if not perceptions:
        return
    products = [line["producto"] for line in comprobante["detalle"]]
    if letter_of(str(comprobante["tipo"])) != "A" or cliente["rg5329"] != "S":
        yield "TFC-8017", "La percepcion RG5329 es para comprobantes A a clientes con rg5329 S."
    if not any(product["rg5329"] == "S" for product in products):
        yield "TFC-8017", "La percepcion RG5329 requiere un producto con rg5329 S."
    if any(Decimal(str(one["alicuota"])) not in RG5329 for one in perceptions):
        yield "TFC-8017", "La alicuota de la percepcion RG5329 es 3 o 1.5."
