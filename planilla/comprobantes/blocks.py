"""Blocks of a comprobante that go together or not at all.

What a note corrects, tributos, a payment, and the data of a FCE; sources are
api.md (3, 4 and 6) and ARCA's electronic invoice manual (WSFEv1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from stdnum.ar import cbu

from planilla.common.money import cents
from planilla.reading.cast import Row
from schemas.columns import RG_DATOS_MAX, TRIBUTOS_MAX
from schemas.pagos import refused_means
from schemas.tables import TIPOS, TRIBUTO_REGIMENES, Tipo

Problem = tuple[str, str, Mapping[str, object]]  # column, code, words
ASSOCIATED = ("asociado_tipo", "asociado_punto_venta", "asociado_numero", "asociado_fecha")
TRIBUTO_PARTS = ("tipo", "regimen", "base_imponible", "alicuota", "total")
PERCEPTIONS = {"6", "7"}
FCE_CBU, FCE_ALIAS, FCE_ANULACION, FCE_TRANSFER = "2101", "2102", "22", "27"
ALIAS = re.compile(r"[A-Za-z0-9.-]{6,20}")


def association(head: Row, own_cuit: str) -> list[Problem]:
    """Notes say what they correct, in one of three ways (api.md 3).

    By its type, point of sale, number and date; by a period, which a FCE does
    not take; or by another row's referencia. What is corrected has the note's
    letter and regime, is no later than it, and is the issuer's own.
    """
    tipo = TIPOS[str(head["tipo"])]
    named = [head.get(name) is not None for name in ASSOCIATED]
    start, end = _day(head, "asociado_desde"), _day(head, "asociado_hasta")
    ranged = start is not None or end is not None
    ways = sum((any(named), ranged, head.get("asociado_referencia") is not None))
    if not tipo.is_note or not tipo.is_fiscal:
        return [("asociado_referencia", "ASOCIADO_DE_MAS", {})] if ways else []
    if ways != 1 or (any(named) and not all(named)) or (ranged and tipo.fce):
        return [("asociado_referencia", "ASOCIADO", {})]
    fecha = _day(head, "fecha")
    if ranged and (start is None or end is None or start > end or (fecha and end > fecha)):
        return [("asociado_desde", "ASOCIADO_PERIODO", {})]
    found: list[Problem] = []
    other = TIPOS.get(str(head.get("asociado_tipo")))
    if other and not corrects(tipo, other):
        found.append(("asociado_tipo", "ASOCIADO_TIPO", {"tipo": tipo.name}))
    day = _day(head, "asociado_fecha")
    if day and fecha and day > fecha:
        found.append(("asociado_fecha", "ASOCIADO_FECHA", {}))
    cuit = head.get("asociado_cuit")
    if cuit and own_cuit and cuit != own_cuit:
        found.append(("asociado_cuit", "ASOCIADO_CUIT", {}))
    return found


def corrects(note: Tipo, other: Tipo) -> bool:
    """Whether a note can correct a comprobante of that tipo: same letter, same regime."""
    return other.is_fiscal and (note.letra, note.fce) == (other.letra, other.fce)


def tributos(head: Row, letra: str) -> list[Problem]:
    """Each tributo is whole, with a regimen of its tipo; C takes no perceptions (api.md 3, 6)."""
    found: list[Problem] = []
    for n in range(1, TRIBUTOS_MAX + 1):
        parts = {part: head.get(f"tributo_{n}_{part}") for part in TRIBUTO_PARTS}
        if all(value is None for value in parts.values()):
            continue
        empty = next((part for part, value in parts.items() if value is None), None)
        kind = str(parts["tipo"])
        if empty:
            found.append((f"tributo_{n}_{empty}", "TRIBUTO", {"n": n}))
        elif str(parts["regimen"]) not in TRIBUTO_REGIMENES[kind]:
            regimenes = TRIBUTO_REGIMENES[kind].items()
            options = ", ".join(f"{code} ({name})" for code, name in regimenes)
            found.append((f"tributo_{n}_regimen", "TRIBUTO_REGIMEN", {"options": options}))
        elif letra == "C" and kind in PERCEPTIONS:
            found.append((f"tributo_{n}_tipo", "TRIBUTO_C", {}))
    return found


def payment(head: Row) -> list[Problem]:
    """The payment block: a means and an amount, and no cheques nor retenciones (api.md 4)."""
    means, amount = head.get("pago_descripcion"), head.get("pago_importe")
    if (means is None) != (amount is None) or amount == Decimal(0):
        return [("pago_importe", "PAGO", {})]
    if means is not None and refused_means(str(means)):
        return [("pago_descripcion", "PAGO_MEDIO", {})]
    return []


def overpaid(head: Row, pesos: Decimal) -> list[Problem]:
    """What is paid is in pesos, and not more than the total in pesos (api.md 4)."""
    amount = head.get("pago_importe")
    has_rate = head["moneda"] == "PES" or head["cotizacion"] not in {None, 0, 1}
    if has_rate and isinstance(amount, Decimal) and amount > cents(pesos):
        return [("pago_importe", "PAGO_EXCEDE", {"computed": cents(pesos)})]
    return []


def fce(head: Row, tipo: Tipo) -> list[Problem]:
    """An invoice names a CBU or its alias and how it circulates, a note whether it annuls.

    Source: WSFEv1, RG 4367; the vendor's page «Comprobantes MiPyme» for the alias.
    """
    data = {
        str(head[f"rg_{n}_id"]): str(head.get(f"rg_{n}_valor") or "")
        for n in range(1, RG_DATOS_MAX + 1)
        if head.get(f"rg_{n}_id")
    }
    if not head.get("rg_regimen"):
        return [("rg_regimen", "FCE", {})]
    if tipo.is_note:
        ok = data.get(FCE_ANULACION) in {"S", "N"}
        return [] if ok else [("rg_1_id", "FCE_NOTA", {})]
    account = data.get(FCE_CBU, "")
    alias = data.get(FCE_ALIAS, "")
    reached = cbu.is_valid(account) if account else ALIAS.fullmatch(alias) is not None
    ok = reached and data.get(FCE_TRANSFER) in {"SCA", "ADC"}
    return [] if ok else [("rg_1_id", "FCE", {})]


def _day(head: Row, name: str) -> date | None:
    value = head.get(name)
    return value if isinstance(value, date) else None
