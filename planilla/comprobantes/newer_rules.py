"""Rules that what an earlier release issued need not satisfy (`Rules.newer`).

Each is the service's own, from the vendor's page «Referencia API AFIP ARCA» unless it
says otherwise; it cannot be switched off. What the ledger knows is not held to them: it
was issued, and is to be told so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from stdnum.ar import cuit as cuit_number

from planilla.comprobantes.body import printed, tags_of
from planilla.comprobantes.told import Problem, Rule, Told
from planilla.reading.cast import Row
from schemas.columns import BY_NAME, RG_DATOS_MAX, TRIBUTOS_MAX, Scope
from schemas.tables import TIPOS

CODES = ("documento_nro", "cliente_codigo", "codigo")
PRINTED = ("descripcion", "leyenda", "leyenda_gral")
MOST_TAGS, LONGEST_TAG = 50, 255


def problems(rows: Sequence[Row], own_cuit: str, told: Told[str]) -> Iterator[tuple[int, Problem]]:
    """Everything wrong with a comprobante's rows by the newer rules, with the row's position.

    `told` is what they said before of rows of this file, for this issuer.
    """
    for problem in told.by(HEAD, rows[0], own_cuit):
        yield 0, problem
    for position, row in enumerate(rows):
        for problem in told.by(CONCEPT_LENGTHS if position else LENGTHS, row, own_cuit):
            yield position, problem


def screen(groups: Sequence[Sequence[Row]], own_cuit: str, told: Told[str]) -> None:
    """Find the rules that say nothing of any of these rows; they are not asked again."""
    told.screen(HEAD, [rows[0] for rows in groups], own_cuit)
    whole = [row for rows in groups for row in rows]
    told.screen(LENGTHS, whole, own_cuit)
    told.screen(CONCEPT_LENGTHS, whole, own_cuit)


def _association(head: Row, own_cuit: str) -> Iterator[Problem]:
    """Each comprobante that a note names carries its issuer's CUIT, which is our own.

    Source: the vendor's page «Notas de crédito / Notas de débito».
    """
    names = head.get("asociado_numero") is not None or head.get("asociado_referencia") is not None
    if not names or own_cuit:
        return
    cuit = head.get("asociado_cuit")
    if not cuit:
        yield "asociado_cuit", "ASOCIADO_SIN_CUIT", {}
    elif not cuit_number.is_valid(str(cuit)):
        yield "asociado_cuit", "CUIT", {}


def _tributos(head: Row, _: str) -> Iterator[Problem]:
    """Rates have 2 decimals; a C takes no tributo, whatever its tipo."""
    for n in range(1, TRIBUTOS_MAX + 1):
        name = f"tributo_{n}_alicuota"
        rate = head.get(name)
        decimals = BY_NAME[name].decimals
        if isinstance(rate, Decimal) and round(rate, decimals) != rate:
            yield name, "DECIMALES", {"decimals": decimals}
        tipo = f"tributo_{n}_tipo"
        if head.get(tipo) is not None and TIPOS[str(head["tipo"])].letra == "C":
            yield tipo, "TRIBUTO_C", {}


def _special(head: Row, _: str) -> Iterator[Problem]:
    """The data of a special regime are pairs of a number and a value, of a regime that is named."""
    regime = head.get("rg_regimen")
    found = 0
    for n in range(1, RG_DATOS_MAX + 1):
        known, value = head.get(f"rg_{n}_id"), head.get(f"rg_{n}_valor")
        if known is None and value is None:
            continue
        found += 1
        if not (regime and value and str(known or "").isdecimal()):
            yield f"rg_{n}_id", "RG_DATO", {"n": n}
    if regime and not found:
        yield "rg_regimen", "RG_SIN_DATOS", {}


def _tags(head: Row, _: str) -> Iterator[Problem]:
    tags = tags_of(head)
    if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        yield "tags", "ETIQUETAS", {}


def _length(name: str, row: Row) -> Iterator[Problem]:
    """Codes, and texts as they are sent: `%` and line breaks take three characters there."""
    text = str(row.get(name) or "")
    sent, longest = printed(text) if name in PRINTED else text, BY_NAME[name].max_length or 0
    if len(sent) > longest:
        code = "LARGO" if sent == text else "LARGO_IMPRESO"
        yield name, code, {"length": len(sent), "longest": longest}


def _listed(judge: Callable[[Row, str], Iterator[Problem]], *columns: str) -> Rule[str]:
    return Rule(lambda row, own_cuit: list(judge(row, own_cuit)), columns)


HEAD = (
    _listed(_association, "asociado_numero", "asociado_referencia", "asociado_cuit"),
    _listed(_tributos, "tipo", *(name for name in BY_NAME if name.startswith("tributo_"))),
    _listed(_special, *(name for name in BY_NAME if name.startswith("rg_"))),
    _listed(_tags, "tags"),
)
_BY_COLUMN = {
    name: _listed(lambda row, _, name=name: _length(name, row), name)  # type: ignore[misc]
    for name in (*CODES, *PRINTED)
}
LENGTHS = tuple(_BY_COLUMN.values())
CONCEPT_LENGTHS = tuple(
    rule for name, rule in _BY_COLUMN.items() if BY_NAME[name].scope is Scope.CONCEPTO
)
