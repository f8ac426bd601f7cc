"""Rules that what an earlier release issued need not satisfy (`Rules.newer`).

Each is the service's own, from the vendor's page «Referencia API AFIP ARCA» unless it
says otherwise; it cannot be switched off. What the ledger knows is not held to them: it
was issued, and is to be told so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from stdnum.ar import cuit as cuit_number

from planilla.comprobantes.body import printed, tags_of
from planilla.rows.cast import Row
from schemas.columns import BY_NAME, RG_DATOS_MAX, TRIBUTOS_MAX, Scope
from schemas.tables import TIPOS

Problem = tuple[int, str, str, Mapping[str, object]]  # position of the row, column, code, words
CODES = ("documento_nro", "cliente_codigo", "codigo")
PRINTED = ("descripcion", "leyenda", "leyenda_gral")
MOST_TAGS, LONGEST_TAG = 50, 255


def problems(rows: Sequence[Row], own_cuit: str) -> Iterator[Problem]:
    """Everything wrong with a comprobante's rows by the newer rules."""
    head = rows[0]
    yield from _association(head, own_cuit)
    yield from _tributos(head)
    yield from _special(head)
    tags = tags_of(head)
    if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        yield 0, "tags", "ETIQUETAS", {}
    for position, row in enumerate(rows):
        yield from _lengths(position, row)


def _association(head: Row, own_cuit: str) -> Iterator[Problem]:
    """Each comprobante that a note names carries its issuer's CUIT, which is our own.

    Source: the vendor's page «Notas de crédito / Notas de débito».
    """
    names = head.get("asociado_numero") is not None or head.get("asociado_referencia") is not None
    if not names or own_cuit:
        return
    cuit = head.get("asociado_cuit")
    if not cuit:
        yield 0, "asociado_cuit", "ASOCIADO_SIN_CUIT", {}
    elif not cuit_number.is_valid(str(cuit)):
        yield 0, "asociado_cuit", "CUIT", {}


def _tributos(head: Row) -> Iterator[Problem]:
    """Rates have 2 decimals; a C takes no tributo, whatever its tipo."""
    for n in range(1, TRIBUTOS_MAX + 1):
        name = f"tributo_{n}_alicuota"
        rate = head.get(name)
        decimals = BY_NAME[name].decimals
        if isinstance(rate, Decimal) and round(rate, decimals) != rate:
            yield 0, name, "DECIMALES", {"decimals": decimals}
        tipo = f"tributo_{n}_tipo"
        if head.get(tipo) is not None and TIPOS[str(head["tipo"])].letra == "C":
            yield 0, tipo, "TRIBUTO_C", {}


def _special(head: Row) -> Iterator[Problem]:
    """The data of a special regime are pairs of a number and a value, of a regime that is named."""
    regime = head.get("rg_regimen")
    found = 0
    for n in range(1, RG_DATOS_MAX + 1):
        known, value = head.get(f"rg_{n}_id"), head.get(f"rg_{n}_valor")
        if known is None and value is None:
            continue
        found += 1
        if not (regime and value and str(known or "").isdecimal()):
            yield 0, f"rg_{n}_id", "RG_DATO", {"n": n}
    if regime and not found:
        yield 0, "rg_regimen", "RG_SIN_DATOS", {}


def _lengths(position: int, row: Row) -> Iterator[Problem]:
    """Codes, and texts as they are sent: `%` and line breaks take three characters there."""
    for name in (*CODES, *PRINTED):
        if position and BY_NAME[name].scope is Scope.COMPROBANTE:
            continue
        text = str(row.get(name) or "")
        sent, longest = printed(text) if name in PRINTED else text, BY_NAME[name].max_length or 0
        if len(sent) > longest:
            code = "LARGO" if sent == text else "LARGO_IMPRESO"
            yield position, name, code, {"length": len(sent), "longest": longest}
