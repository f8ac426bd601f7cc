"""What a whole comprobante must satisfy before it may be sent.

Each rule names its source; those of ARCA can be switched off one by one
(`Rules`), and the service has the last word.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal

from stdnum.ar import cuit as cuit_number

from planilla.comprobantes.cast import Row
from planilla.comprobantes.model import Issuer
from planilla.errors import SettingsError
from schemas.tables import TIPOS, Clase

Problem = tuple[str, str, Mapping[str, object]]  # column, code, words
EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
MOST_EMAILS = 15
MOST_CONCEPTS = 130
RECEIVERS = {"A": ("RI", "M"), "B": ("CF", "E", "IVNA", "CDEX"), "M": ("RI", "M")}
ISSUERS = {"RI": ("A", "B", "M", "E"), "M": ("C", "E"), "E": ("C", "E")}
GOODS_DAYS, SERVICE_DAYS = 5, 10
UNIDENTIFIED_LIMIT = Decimal(10_000_000)


@dataclass(frozen=True, slots=True)
class Rules:
    """ARCA's rules that can be switched off (`PLANILLA_RULES_OFF`)."""

    cuit_digit: bool = True
    letters: bool = True
    issuer: bool = True
    date_window: bool = True
    unidentified_limit: bool = True
    currency: bool = True

    @classmethod
    def without(cls, names: Iterable[str]) -> Rules:
        """All rules but these; `SettingsError` names one that does not exist."""
        known = {field.name for field in fields(cls)}
        wrong = [name for name in names if name not in known]
        if wrong:
            raise SettingsError(
                f"PLANILLA_RULES_OFF: no rule {wrong[0]}; there are {', '.join(sorted(known))}"
            )
        return replace(cls(), **dict.fromkeys(names, False))


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules need beside the comprobante."""

    today: date
    issuer: Issuer
    rules: Rules


def problems(head: Row, count: int, context: Context) -> list[Problem]:
    """Everything wrong with a comprobante's own values; `count` is how many concepts it has."""
    tipo = TIPOS[str(head["tipo"])]
    if tipo.letra == "E":
        return [("tipo", "SIN_COLUMNAS", {})]
    return [
        *_receiver(head, tipo.letra, context),
        *_issuer(head, tipo.letra, context),
        *_dates(head, context),
        *_money(head, context),
        *_association(head),
        *_rest(head, count),
    ]


def _receiver(head: Row, letra: str, context: Context) -> list[Problem]:
    """Document and IVA condition against the letter (api.md 6; ARCA 10013; RG 5616)."""
    found: list[Problem] = []
    kind, number = str(head["documento_tipo"]), str(head["documento_nro"])
    condition = str(head["condicion_iva"])
    if kind in {"CUIT", "CUIL", "CDI"} and context.rules.cuit_digit:
        if not cuit_number.is_valid(number):
            found.append(("documento_nro", "CUIT", {}))
    elif kind == "DNI" and not 6 <= len(number) <= 8:
        found.append(("documento_nro", "DOCUMENTO", {}))
    if not context.rules.letters:
        return found
    allowed = RECEIVERS.get(letra)
    if allowed and condition not in allowed:
        words = {"letra": letra, "allowed": ", ".join(allowed)}
        found.append(("condicion_iva", "LETRA_CLIENTE", words))
    needs_cuit = letra in {"A", "M"} or (letra == "C" and condition != "CF")
    if needs_cuit and kind != "CUIT":
        found.append(("documento_tipo", "DOCUMENTO_LETRA", {"letra": letra}))
    return found


def _issuer(head: Row, letra: str, context: Context) -> list[Problem]:
    """Letter and receiver against the issuer (api.md 6; ARCA 10069)."""
    if not context.rules.issuer:
        return []
    found: list[Problem] = []
    condition = context.issuer.condicion_iva
    if condition and letra and letra not in ISSUERS.get(condition, (letra,)):
        found.append(("tipo", "LETRA_EMISOR", {"issuer": condition, "letra": letra}))
    own = re.sub(r"\D", "", context.issuer.cuit or "")
    if own and head["documento_nro"] == own:
        found.append(("documento_nro", "ES_EL_EMISOR", {}))
    return found


def _dates(head: Row, context: Context) -> list[Problem]:
    """Windows of RG 4291: goods 5 days either way, services 10, the future in this month only."""
    found: list[Problem] = []
    fecha = _day(head, "fecha")
    start, end = _day(head, "periodo_facturado_desde"), _day(head, "periodo_facturado_hasta")
    if context.rules.date_window and fecha is not None and TIPOS[str(head["tipo"])].is_fiscal:
        first, last = window(context.today, services=start is not None)
        if not first <= fecha <= last:
            words = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
            found.append(("fecha", "FECHA_FUERA", words))
    if (start is None) != (end is None) or (start and end and start > end):
        found.append(("periodo_facturado_desde", "PERIODO", {}))
    due = _day(head, "vencimiento")
    if due and fecha and due < fecha:
        found.append(("vencimiento", "VENCE_ANTES", {}))
    return found


def window(today: date, *, services: bool) -> tuple[date, date]:
    """The first and last day that ARCA accepts today."""
    days = timedelta(days=SERVICE_DAYS if services else GOODS_DAYS)
    last = today + days
    if not services:
        month_end = today.replace(day=calendar.monthrange(today.year, today.month)[1])
        last = min(last, month_end)
    return today - days, last


def _money(head: Row, context: Context) -> list[Problem]:
    """Currency (ARCA 10119) and the payment block (api.md 4)."""
    found: list[Problem] = []
    currency, rate = head["moneda"], head["cotizacion"]
    if context.rules.currency:
        if currency == "PES" and rate != 1:
            found.append(("cotizacion", "COTIZACION", {}))
        if currency != "PES" and (rate in {None, 0, 1}):
            found.append(("cotizacion", "COTIZACION_CERO", {"value": currency}))
    if (head.get("pago_importe") is None) != (head.get("pago_descripcion") is None):
        found.append(("pago_importe", "PAGO", {}))
    return found


def _association(head: Row) -> list[Problem]:
    """Notes say what they correct, in one of three ways (api.md 3)."""
    tipo = TIPOS[str(head["tipo"])]
    named = ("asociado_tipo", "asociado_punto_venta", "asociado_numero", "asociado_fecha")
    full = all(head.get(name) is not None for name in named)
    partial = any(head.get(name) is not None for name in named)
    ranged = head.get("asociado_desde") is not None and head.get("asociado_hasta") is not None
    ways = sum((full, ranged, head.get("asociado_referencia") is not None))
    is_note = tipo.clase in {Clase.NOTA_DE_CREDITO, Clase.NOTA_DE_DEBITO} and tipo.is_fiscal
    if not is_note:
        return [("asociado_referencia", "ASOCIADO_DE_MAS", {})] if ways or partial else []
    if ways != 1 or (partial and not full) or (ranged and tipo.fce):
        return [("asociado_referencia", "ASOCIADO", {})]
    other, own = _day(head, "asociado_fecha"), _day(head, "fecha")
    if other and own and other > own:
        return [("asociado_fecha", "ASOCIADO_FECHA", {})]
    return []


def _rest(head: Row, count: int) -> list[Problem]:
    found: list[Problem] = []
    if count > MOST_CONCEPTS:
        found.append(("referencia", "CONCEPTOS", {"count": count}))
    if TIPOS[str(head["tipo"])].fce and not (head.get("rg_regimen") and head.get("rg_1_id")):
        found.append(("rg_regimen", "FCE", {}))
    if head.get("condicion_pago") == "214" and not head.get("condicion_pago_otra"):
        found.append(("condicion_pago_otra", "CONDICION_OTRA", {}))
    addresses = [part.strip() for part in re.split(r"[,;]", str(head.get("email") or ""))]
    addresses = [address for address in addresses if address]
    if len(addresses) > MOST_EMAILS or not all(EMAIL.fullmatch(a) for a in addresses):
        found.append(("email", "EMAIL", {}))
    for n in range(1, 8):
        parts = [head.get(f"tributo_{n}_{part}") for part in ("tipo", "regimen", "total")]
        if any(part is not None for part in parts) and None in parts:
            found.append((f"tributo_{n}_total", "TRIBUTO", {"n": n}))
    return found


def unidentified_problem(head: Row, pesos: Decimal, context: Context) -> list[Problem]:
    """A consumer without identity, up to the amount of RG 5700 and RG 5866."""
    nameless = head["documento_tipo"] == "OTRO" and str(head["documento_nro"]).strip("0") == ""
    if context.rules.unidentified_limit and nameless and pesos >= UNIDENTIFIED_LIMIT:
        return [("documento_nro", "SIN_IDENTIDAD", {"limit": "10.000.000"})]
    return []


def _day(head: Row, name: str) -> date | None:
    value = head.get(name)
    return value if isinstance(value, date) else None
