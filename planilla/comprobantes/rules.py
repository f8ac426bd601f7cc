"""What a whole comprobante must satisfy before it may be sent.

Each rule names its source; those of ARCA can be switched off one by one
(`Rules`), and the service has the last word.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal

from stdnum.ar import cuit as cuit_number

from planilla.common.errors import SettingsError
from planilla.common.money import written
from planilla.comprobantes.blocks import association, fce, payment, tributos
from planilla.comprobantes.told import Problem, Rule, Told
from planilla.model.issuers import Issuer
from planilla.reading.cast import Row
from schemas.columns import BY_NAME
from schemas.tables import TIPOS

EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
MOST_EMAILS = 15
MOST_CONCEPTS = 130
RECEIVERS = {"A": ("RI", "M"), "B": ("CF", "E", "IVNA", "CDEX"), "M": ("RI", "M")}
NAMELESS = {"CF", "CDEX"}  # the vendor's page «Factura B a cliente del exterior»
ISSUERS = {"RI": ("A", "B", "M", "E"), "M": ("C", "E"), "E": ("C", "E")}
GOODS_DAYS, SERVICE_DAYS, FCE_AHEAD = 5, 10, 1
FCE_MINIMUM = Decimal(5_549_862)
UNIDENTIFIED_LIMIT = Decimal(10_000_000)
"""RG 5700/2025, with RG 5866: what holds where the service was never asked."""
NEAR_THE_LIMIT = UNIDENTIFIED_LIMIT / 10
"""Below it the limit is not even asked for: it only ever rises."""


@dataclass(frozen=True, slots=True)
class Rules:
    """ARCA's rules that can be switched off (`PLANILLA_RULES_OFF`).

    `newer` are those of the service that what an earlier release issued need not satisfy
    (`planilla.comprobantes.newer_rules`); no setting switches them off.
    """

    cuit_digit: bool = True
    letters: bool = True
    issuer: bool = True
    date_window: bool = True
    unidentified_limit: bool = True
    currency: bool = True
    fce: bool = True
    newer: bool = True

    @classmethod
    def none(cls) -> Rules:
        """Without any, as what an earlier release issued is read."""
        return cls(**dict.fromkeys((field.name for field in fields(cls)), False))

    @classmethod
    def without(cls, names: Iterable[str]) -> Rules:
        """All rules but these; `SettingsError` names one that does not exist."""
        known = {field.name for field in fields(cls)} - {"newer"}
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
    queued: bool = False
    unidentified_limit: Callable[[], Decimal] = lambda: UNIDENTIFIED_LIMIT
    told: Told[Context] = field(default_factory=Told, compare=False, repr=False)

    def of(self, issuer: Issuer) -> Context:
        """The same for another issuer."""
        return replace(self, issuer=issuer, told=Told())


def problems(head: Row, count: int, context: Context) -> list[Problem]:
    """Everything wrong with a comprobante's own values; `count` is how many concepts it has."""
    if TIPOS[str(head["tipo"])].letra == "E":
        return [("tipo", "SIN_COLUMNAS", {})]
    found = context.told.by(RULES, head, context)
    if count > MOST_CONCEPTS:
        found.append(("referencia", "CONCEPTOS", {"count": count}))
    return [*found, *context.told.by(LAST, head, context)]


def _receiver(head: Row, context: Context) -> list[Problem]:
    """Document and IVA condition against the letter (api.md 6; ARCA 10013; RG 5616)."""
    found: list[Problem] = []
    letra = TIPOS[str(head["tipo"])].letra
    kind, number = str(head["documento_tipo"]), str(head["documento_nro"])
    condition = str(head.get("condicion_iva_operacion") or head["condicion_iva"])
    nameless = kind == "OTRO"
    if nameless != (number.strip("0") == "") or (nameless and condition not in NAMELESS):
        return [("documento_nro", "DOCUMENTO_OTRO", {})]
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


def _issuer(head: Row, context: Context) -> list[Problem]:
    """Letter and receiver against the issuer (api.md 6; ARCA 10069)."""
    if not context.rules.issuer:
        return []
    found: list[Problem] = []
    letra = TIPOS[str(head["tipo"])].letra
    condition = context.issuer.condicion_iva
    if condition and letra and letra not in ISSUERS.get(condition, (letra,)):
        found.append(("tipo", "LETRA_EMISOR", {"issuer": condition, "letra": letra}))
    own = context.issuer.digits
    if own and head["documento_nro"] == own:
        found.append(("documento_nro", "ES_EL_EMISOR", {}))
    return found


def _dates(head: Row, context: Context) -> list[Problem]:
    """Windows of RG 4291: goods 5 days either way, services 10, the future in this month only.

    A FCE is from 5 days before to 1 after.
    """
    found: list[Problem] = []
    fecha = _day(head, "fecha")
    start, end = _day(head, "periodo_facturado_desde"), _day(head, "periodo_facturado_hasta")
    if context.rules.date_window and fecha is not None and TIPOS[str(head["tipo"])].is_fiscal:
        first, last = window(context.today, services=start is not None)
        if TIPOS[str(head["tipo"])].fce and context.rules.fce:
            first = max(first, context.today - timedelta(days=GOODS_DAYS))
            last = min(last, context.today + timedelta(days=FCE_AHEAD))
        # a queued one is issued when its day comes: only the past is out of reach
        late = fecha > last and not context.queued
        if fecha < first or late:
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
    """Currency (ARCA 10119): PES is 1, and anything else has its rate."""
    found: list[Problem] = []
    currency, rate = head["moneda"], head["cotizacion"]
    if context.rules.currency:
        if currency == "PES" and rate != 1:
            found.append(("cotizacion", "COTIZACION", {}))
        if currency != "PES" and (rate in {None, 0, 1}):
            found.append(("cotizacion", "COTIZACION_CERO", {"value": currency}))
    return found


def _mail_and_terms(head: Row, _: Context) -> list[Problem]:
    found: list[Problem] = []
    if head.get("condicion_pago") == "214" and not head.get("condicion_pago_otra"):
        found.append(("condicion_pago_otra", "CONDICION_OTRA", {}))
    addresses = [part.strip() for part in re.split(r"[,;]", str(head.get("email") or ""))]
    addresses = [address for address in addresses if address]
    if len(addresses) > MOST_EMAILS or not all(EMAIL.fullmatch(a) for a in addresses):
        found.append(("email", "EMAIL", {}))
    if head.get("envia_por_mail") == "S" and not addresses:
        found.append(("email", "FALTA_EMAIL", {}))
    return found


def _fce(head: Row, context: Context) -> list[Problem]:
    tipo = TIPOS[str(head["tipo"])]
    return fce(head, tipo) if tipo.fce and context.rules.fce else []


def _like(start: str) -> list[str]:
    return [name for name in BY_NAME if name.startswith(start)]


RULES: tuple[Rule[Context], ...] = (
    Rule(
        _receiver,
        ("tipo", "documento_tipo", "documento_nro", "condicion_iva", "condicion_iva_operacion"),
    ),
    Rule(_issuer, ("tipo", "documento_nro")),
    Rule(
        _dates,
        ("tipo", "fecha", "vencimiento", "periodo_facturado_desde", "periodo_facturado_hasta"),
    ),
    Rule(_money, ("moneda", "cotizacion")),
    Rule(
        lambda head, context: association(head, context.issuer.digits),
        ("tipo", "fecha", *_like("asociado_")),
    ),
    Rule(lambda head, _: payment(head), ("pago_descripcion", "pago_importe")),
    Rule(
        lambda head, _: tributos(head, TIPOS[str(head["tipo"])].letra),
        ("tipo", *_like("tributo_")),
    ),
    Rule(_fce, ("tipo", *_like("rg_"))),
)
"""The rules of a comprobante's own values, in the order in which they are told."""

LAST: tuple[Rule[Context], ...] = (
    Rule(_mail_and_terms, ("condicion_pago", "condicion_pago_otra", "email", "envia_por_mail")),
)


def screen(heads: Sequence[Row], context: Context) -> None:
    """Find the rules that say nothing of any of these rows; they are not asked again."""
    known = [head for head in heads if TIPOS[str(head["tipo"])].letra != "E"]
    if known:
        context.told.screen(RULES, known, context)
        context.told.screen(LAST, known, context)


def amount_problems(head: Row, pesos: Decimal, context: Context) -> list[Problem]:
    """Amounts that ARCA bounds, in pesos.

    A consumer without identity goes up to what `facturacion/topecf` says (RG 5700, RG
    5866), and must be identified from it on; a FCE starts at its minimum (since 14/04/2026).
    """
    rules, tipo = context.rules, TIPOS[str(head["tipo"])]
    nameless = head["documento_tipo"] == "OTRO" and str(head["documento_nro"]).strip("0") == ""
    if rules.unidentified_limit and nameless and pesos >= NEAR_THE_LIMIT:
        limit = context.unidentified_limit()
        if pesos >= limit:
            return [("documento_nro", "SIN_IDENTIDAD", {"limit": written(limit)})]
    if rules.fce and tipo.fce and not tipo.is_note and pesos < FCE_MINIMUM:
        return [("tipo", "FCE_MINIMO", {"minimum": "5.549.862"})]
    return []


def _day(head: Row, name: str) -> date | None:
    value = head.get(name)
    return value if isinstance(value, date) else None
