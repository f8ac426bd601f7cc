"""Which letter who may issue to whom, and by which document (api.md 3 and 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.double import tables
from tests.double.books import Point
from tests.double.texts import Said
from tests.double.values import Body, amount, digits, number, pesos

if TYPE_CHECKING:
    from tests.double.core import Double

RG_5329 = (6, 3)  # tipo and regimen of its perception
PERCEIVED = (amount("3"), amount("1.5"))
DAYS = ("reclama_deuda_dias", "reclama_deuda_repite_dias")
Found = Iterator[Said]


def letter_faults(point: Point, cliente: Body, comprobante: Body) -> Found:
    """By the issuer's condition and the client's."""
    letter, client = tables.letter(str(comprobante["tipo"])), str(cliente["condicion_iva"])
    if not letter or client == "IVNA":
        return
    if letter not in _allowed(point.condicion_iva, client):
        yield Said(
            "Para la condicion de IVA seleccionada no se permite realizar comprobantes de tipo"
            f" {letter}.",
            "TFC-8004",
        )
    needs_cuit = {"A": True, "M": True, "B": client == "E", "C": client in ("RI", "M", "E")}
    if needs_cuit.get(letter, False) and cliente["documento_tipo"] != "CUIT":
        yield Said("El tipo de documento enviado no es valido")


def _allowed(issuer: str, client: str) -> str:
    """The letters. A client abroad gets E, and what a consumer would for a service used here."""
    if issuer != "RI":
        return "CE" if client == "CDEX" else "C"
    return {"RI": "AM", "M": "AM", "CDEX": "EB"}.get(client, "B")


def identity_faults(double: Double, cliente: Body, comprobante: Body) -> Found:
    """Who may go without a document; and how often a debt is recalled."""
    if any(number(cliente.get(name, 0)) < 0 for name in DAYS):
        yield Said("Los dias de reclama_deuda deben ser positivos")
    nobody = cliente["documento_tipo"] == "OTRO" and digits(cliente["documento_nro"]) == "0"
    if not nobody or not tables.letter(str(comprobante["tipo"])):
        return
    if cliente["condicion_iva"] not in ("CF", "CDEX"):
        yield Said("El documento del cliente es requerido")
    elif cliente["condicion_iva"] == "CF" and pesos(comprobante) > double.switches.topecf:
        yield Said("El importe supera el tope para un consumidor final sin identificar")


def perception_faults(cliente: Body, comprobante: Body) -> Found:
    """RG 5329: in an A, of a client and a product that are subject to it, at 3 or 1.5 %."""
    mine = [
        one
        for one in comprobante.get("tributos", ())
        if (number(one["tipo"]), number(one["regimen"])) == RG_5329
    ]
    if not mine:
        return
    marked = "S" in [one["producto"]["rg5329"] for one in comprobante["detalle"]]
    if tables.letter(str(comprobante["tipo"])) != "A":
        yield Said("La percepcion RG 5329 se aplica en comprobantes A")
    if cliente["rg5329"] != "S" or not marked:
        yield Said("El cliente y el producto no son pasibles de la percepcion RG 5329")
    if any(amount(one["alicuota"]) not in PERCEIVED for one in mine):
        yield Said("La alicuota de la percepcion RG 5329 no es correcta")
