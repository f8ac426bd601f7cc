"""What an export must be (api.md 9; the vendor's page of comprobantes E)."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from typing import Any

from tests.double import tables
from tests.double.texts import Said
from tests.double.totals import rate
from tests.double.values import amount, day, digits

WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
PERMIT = "99999AAXX999999A"  # 9 a digit, A a letter, X either
OF_GOODS = 1
ODD_CUITS = ("50000002882", "55000002884", "55000005069")  # of ARCA's 777, those that do not check
NO_NOTE = "Los comprobantes asociados de fex son para notas E con tipo_exportacion 1"


def export_faults(cliente: Mapping[str, Any], comprobante: Mapping[str, Any]) -> Iterator[Said]:
    """For any comprobante: one that is no export has no `fex`."""
    fex = comprobante.get("fex")
    if tables.letter(str(comprobante["tipo"])) != "E":
        if fex is not None:
            yield Said("El bloque fex solo se admite en comprobantes de tipo E")
        return
    if cliente["condicion_iva"] != "CDEX":
        yield Said("Un comprobante E requiere un cliente del exterior")
    yield from map(Said, _charges(comprobante))
    if fex is not None:
        yield from map(Said, _fields(fex))
        yield from map(Said, _permits(fex))
        yield from map(Said, _associated(comprobante, fex))


def _charges(comprobante: Mapping[str, Any]) -> Iterator[str]:
    detalle = comprobante["detalle"]
    if any(rate(entry) != 0 for entry in detalle):
        yield "Un comprobante E solo admite alicuota 0"
    discounts = [amount(entry.get("bonificacion_porcentaje", 0)) for entry in detalle]
    if sum(discounts) + amount(comprobante.get("bonificacion", 0)) > 0:
        yield "Un comprobante E no lleva bonificacion"
    internal = [amount(one["producto"].get("impuestos_internos_alicuota", 0)) for one in detalle]
    if sum(internal) + amount(comprobante.get("impuestos_internos", 0)) > 0:
        yield "Un comprobante E no lleva impuestos internos"


def _fields(fex: Mapping[str, Any]) -> Iterator[str]:
    if not is_country(fex["pais_comprobante_id"]):
        yield f"El pais {fex['pais_comprobante_id']} de pais_comprobante_id no es valido"
    if not is_cuit_of_country(fex["cliente_pais_cuit"]):
        yield f"El valor {fex['cliente_pais_cuit']} de cliente_pais_cuit no es valido"
    incoterm = str(fex.get("incoterms_tipo_id", ""))
    if incoterm not in ("", *tables.INCOTERMS):
        yield f"El valor {incoterm} de incoterms_tipo_id no es valido"
    if not fex["forma_pago_leyenda"].strip():
        yield "El campo forma_pago_leyenda es requerido"
    try:
        day(fex.get("fecha_pago", "01/01/2000"))
    except ValueError:
        yield f"La fecha {fex['fecha_pago']} de fecha_pago no es valida"


def _permits(fex: Mapping[str, Any]) -> Iterator[str]:
    said = fex.get("permisos_tiene", "")
    permits = fex.get("permisos", ())
    if said == "S" and not permits:
        yield "Se indica permisos_tiene S y no se envian permisos"
    if said != "S" and permits:
        yield "Solo se envian permisos si permisos_tiene es S"
    for one in permits:
        if not _of_form(str(one["codigo_despacho"])):
            yield f"El codigo_despacho {one['codigo_despacho']} no es de la forma {PERMIT}"
        if not is_country(one["pais_destino_id"]):
            yield f"El pais {one['pais_destino_id']} de pais_destino_id no es valido"


def _associated(comprobante: Mapping[str, Any], fex: Mapping[str, Any]) -> Iterator[str]:
    named = fex.get("comprobantes_asociados", ())
    of_goods = int(fex["tipo_exportacion"]) == OF_GOODS
    may = tables.is_note(str(comprobante["tipo"])) and of_goods
    if named and not may:
        yield NO_NOTE
    if may and not named:
        yield "La nota E no detalla comprobantes asociados en fex"
    if comprobante.get("comprobantes_asociados"):
        yield "Los comprobantes asociados de una nota E van en fex"
    for one in named:
        if tables.letter(str(one["tipo_comprobante"])) != "E":
            yield f"El comprobante asociado {one['tipo_comprobante']} no es de tipo E"


def _of_form(code: str) -> bool:
    """Whether a permit reads as `PERMIT`."""
    return len(code) == len(PERMIT) and all(map(_is_a, code, PERMIT))


def _is_a(sign: str, kind: str) -> bool:
    letter = kind in "AX" and sign in string.ascii_uppercase
    return letter or (kind in "9X" and sign in string.digits)


def is_country(code: Any) -> bool:
    """ARCA's codes of countries have three digits."""
    return str(code).isdigit() and 100 <= int(code) <= 999


def is_cuit_of_country(number: Any) -> bool:
    """It begins with 50, 51 or 55, by kind of person, and its last digit is right."""
    text = digits(number)
    if text in ODD_CUITS:
        return True
    if len(text) != 11 or text[:2] not in ("50", "51", "55"):
        return False
    rest = sum(weight * int(one) for weight, one in zip(WEIGHTS, text[:10], strict=True)) % 11
    return (11 - rest) % 11 == int(text[10])
