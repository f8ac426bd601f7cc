"""The service's own validations, written apart from planilla's: an independent referee."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

from stdnum.ar import cuit as cuit_number

from planilla.calendar import parse_service_date
from planilla.sandbox.means import block_problems
from planilla.sandbox.naming import whole
from schemas.tables import TABLES

Problem = tuple[str, str]  # code, text
COMPROBANTE = ("fecha", "tipo", "operacion", "punto_venta", "moneda", "cotizacion", "vencimiento")
COMPROBANTE_MORE = ("rubro", "rubro_grupo_contable", "detalle", "total")
CLIENTE = ("documento_tipo", "documento_nro", "razon_social", "domicilio", "provincia")
CLIENTE_MORE = ("envia_por_mail", "condicion_pago", "condicion_iva", "rg5329")
LETTERS = {"A": {"RI", "M"}, "B": {"CF", "E", "IVNA", "CDEX"}}
CENT = Decimal("0.01")
MOST_ADDRESSES = 15
EMAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+")
REFERENCE = re.compile(r"[A-Za-z0-9_-]{0,255}")
PRINTED = {"leyenda_gral": 500, "comentario": 255}
LENGTHS = {"razon_social": 255, "domicilio": 255, "email": 255, "codigo": 20}
TABLES_OF_CLIENTE = {
    "documento_tipo": "documento_tipo",
    "condicion_iva": "condicion_iva",
    "condicion_pago": "condicion_pago",
    "provincia": "provincia",
    "envia_por_mail": "si_no",
}


def problems(cliente: dict[str, Any], comprobante: dict[str, Any]) -> list[Problem]:
    """Everything that the service finds wrong before it asks AFIP."""
    missing = [f for f in COMPROBANTE + COMPROBANTE_MORE if comprobante.get(f) in (None, "")]
    missing += [f for f in CLIENTE + CLIENTE_MORE if cliente.get(f) in (None, "")]
    if missing:
        return [("TFC-6001", f"Falta el campo {name}.") for name in missing]
    try:
        return [
            *_receiver(cliente, comprobante),
            *_content(comprobante),
            *_texts(cliente, comprobante),
        ]
    except (InvalidOperation, AttributeError, TypeError, ValueError, KeyError) as error:
        return [("TFC-6002", f"Un campo no tiene el formato esperado ({type(error).__name__}).")]


def letter_of(tipo: str) -> str:
    """The letter of a tipo, its last word; a blank for those that have none."""
    last = tipo.upper().split()[-1]
    return last if len(last) == 1 else ""


def _receiver(cliente: dict[str, Any], comprobante: dict[str, Any]) -> list[Problem]:
    found: list[Problem] = []
    kind, number = cliente["documento_tipo"], str(cliente["documento_nro"])
    letter = letter_of(comprobante["tipo"])
    if not number.isdigit():
        found.append(("TFC-8002", "El numero de documento debe tener solo digitos."))
    elif kind in {"CUIT", "CUIL"} and not cuit_number.is_valid(number):
        found.append(("TFC-8002", "El CUIT informado no es valido."))
    if letter == "A" and kind != "CUIT":
        found.append(("TFC-8003", "Los comprobantes A requieren un CUIT."))
    if letter in LETTERS and cliente["condicion_iva"] not in LETTERS[letter]:
        text = "Para la condicion de IVA seleccionada no se permite realizar comprobantes de tipo"
        found.append(("TFC-8004", f"{text} {letter}."))
    for name, most in LENGTHS.items():
        if len(str(cliente.get(name) or "")) > most:
            found.append(("TFC-6003", f"El campo {name} supera los {most} caracteres."))
    for name, table in TABLES_OF_CLIENTE.items():
        if str(cliente[name]) not in TABLES[table]:
            found.append(("TFC-8001", f"El campo {name} no tiene un valor valido."))
    return found


def _texts(cliente: dict[str, Any], comprobante: dict[str, Any]) -> list[Problem]:
    """E-mail addresses, printed texts, the reference, and what a FCE must carry (api.md 3)."""
    found: list[Problem] = []
    addresses = [one.strip() for one in str(cliente.get("email") or "").split(",") if one.strip()]
    if len(addresses) > MOST_ADDRESSES or not all(EMAIL.fullmatch(one) for one in addresses):
        found.append(("TFC-8006", "El e-mail no es valido."))
    if cliente["envia_por_mail"] == "S" and not addresses:
        found.append(("TFC-8006", "Para enviar por e-mail falta la direccion."))
    for name, most in PRINTED.items():
        if len(str(comprobante.get(name) or "")) > most:
            found.append(("TFC-6003", f"El campo {name} supera los {most} caracteres."))
    if not REFERENCE.fullmatch(str(comprobante.get("external_reference") or "")):
        found.append(("TFC-6006", "external_reference admite letras, numeros, _ y -."))
    data = (comprobante.get("rg_especiales") or {}).get("datos")
    if "(FCE)" in str(comprobante["tipo"]) and not data:
        found.append(("TFC-6007", "La FCE requiere los datos del regimen especial."))
    for line in comprobante["detalle"]:
        if Decimal(str(line["cantidad"])) <= 0:
            found.append(("TFC-6002", "La cantidad debe ser mayor que cero."))
        if not 0 <= Decimal(str(line.get("bonificacion_porcentaje") or 0)) <= 100:
            found.append(("TFC-6002", "La bonificacion va de 0 a 100."))
    return found


def _content(comprobante: dict[str, Any]) -> list[Problem]:
    found: list[Problem] = []
    tipo = str(comprobante["tipo"]).upper()
    if tipo not in {name.upper() for name in TABLES["tipo"]}:
        found.append(("TFC-8000", "El tipo de comprobante no es valido."))
    if str(comprobante["moneda"]) not in TABLES["moneda"]:
        found.append(("TFC-8005", "La moneda no es valida."))
    for line in comprobante["detalle"]:
        if not 4 <= len(str(line["producto"]["descripcion"])) <= 255:
            found.append(("TFC-6003", "La descripcion debe tener de 4 a 255 caracteres."))
    if parse_service_date(str(comprobante["fecha"])) is None:
        found.append(("TFC-6002", "La fecha no tiene el formato dd/mm/aaaa."))
    if not 1 <= len(comprobante["detalle"]) <= 130:
        found.append(("TFC-6004", "El comprobante debe tener de 1 a 130 conceptos."))
    if tipo.startswith("NOTA") and not (
        comprobante.get("comprobantes_asociados")
        or comprobante.get("comprobantes_asociados_periodo")
    ):
        found.append(("TFC-6005", "Las notas requieren comprobantes asociados."))
    if not 1 <= whole(comprobante["punto_venta"]) <= 99999:
        found.append(("TFC-6002", "El punto de venta no es valido."))
    if not 0 <= whole(comprobante.get("numero") or 0, -1) <= 99999999:
        found.append(("TFC-6002", "El numero no es valido."))
    if comprobante.get("pagos"):
        found += block_problems(comprobante["pagos"])
    computed = total_of(comprobante)
    told = Decimal(str(comprobante["total"]))
    if abs(computed - told) > max(CENT, told * Decimal("0.0001")):
        found.append(("TFC-7001", f"El total no coincide con los conceptos ({computed})."))
    return found


def total_of(comprobante: dict[str, Any]) -> Decimal:
    """The total by the rules of api.md 3: IVA by rate, the general discount from one subtotal."""
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    final = letter_of(str(comprobante["tipo"])) == "C"
    for line in comprobante["detalle"]:
        product = line["producto"]
        price = Decimal(str(product["precio_unitario_sin_iva"]))
        share = 1 - Decimal(str(line.get("bonificacion_porcentaje", 0))) / 100
        rate = Decimal(str(product["alicuota"]))
        if final and rate != 0:
            raise ValueError("C takes no IVA")
        bases[rate] += Decimal(str(line["cantidad"])) * price * share
    first = Decimal(21) if Decimal(21) in bases else next(iter(bases))
    bases[first] -= Decimal(str(comprobante.get("bonificacion", 0) or 0))
    total = Decimal(0)
    for rate, base in bases.items():  # AFIP adds amounts of two decimals, one a rate
        total += base.quantize(CENT, ROUND_HALF_EVEN)
        if rate > 0:
            total += (base * rate / 100).quantize(CENT, ROUND_HALF_EVEN)
    for tax in comprobante.get("tributos", []) or []:
        total += Decimal(str(tax["total"]))
    total += Decimal(str(comprobante.get("impuestos_internos", 0) or 0))
    return total.quantize(CENT, ROUND_HALF_EVEN)
