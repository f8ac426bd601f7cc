"""Version 1: what earlier releases read, how they summed, and what the ledger knows it by.

Frozen. A comprobante is known by its `content`, and the total in it is summed as version
1 did, which shared the general discount out among the rates: what was issued by shares
stays what it is, and a change here would make of every issued row without referencia a
new one. What is sent is summed in `planilla.comprobantes.totals`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring_ascii

from planilla.comprobantes.totals import Line, added, amount, lines_of, subtotals, taxes_of
from planilla.reading.cast import Row, Value
from schemas.columns import BY_NAME, Column

COLUMNS: Mapping[str, Column] = {name: column.as_once() for name, column in BY_NAME.items()}
"""The columns as wide as any release read them; `schemas.comprobantes` holds them to today's."""

HEAD = (
    *("tipo", "punto_venta", "fecha", "documento_tipo", "documento_nro", "moneda", "cotizacion"),
    *("periodo_facturado_desde", "periodo_facturado_hasta", "bonificacion", "impuestos_internos"),
    *("asociado_tipo", "asociado_punto_venta", "asociado_numero", "asociado_referencia"),
)
_SORTED = sorted(HEAD)
CONCEPT = ("descripcion", "cantidad", "precio_unitario_sin_iva", "alicuota")


def total_by_shares(lines: Sequence[Line], discount: Decimal, taxes: Decimal) -> Decimal:
    """The total with IVA, the general discount taken from each rate by its share of the whole."""
    bases = subtotals(lines)
    whole = sum(bases.values(), Decimal(0))
    kept = {
        rate: base - (discount * base / whole if whole else Decimal(0))
        for rate, base in bases.items()
    }
    return added(kept, taxes)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a comprobante means, each value as JSON: of the whole, its concepts, its total."""

    head: str
    concepts: Sequence[Sequence[str]]
    total: str

    @property
    def digest(self) -> str:
        """SHA-256 of the JSON of it all."""
        concepts = ", ".join(f"[{', '.join(one)}]" for one in self.concepts)
        text = f'{{"concepts": [{concepts}], "head": {self.head}, "total": {self.total}}}'
        return hashlib.sha256(text.encode()).hexdigest()


def content(rows: Sequence[Row]) -> str:
    """SHA-256 of what a comprobante means, however its cells were written."""
    return meaning_of(rows).digest


def meaning_of(rows: Sequence[Row], shared: Decimal | None = None) -> Meaning:
    """What a comprobante means; `shared` is its total by shares, if that is known."""
    head = rows[0]
    if shared is None:
        shared = total_by_shares(lines_of(rows), amount(head, "bonificacion"), taxes_of(head))
    return Meaning(
        "{" + ", ".join([f'"{name}": {_json(head.get(name))}' for name in _SORTED]) + "}",
        [[_json(row.get(name)) for name in CONCEPT] for row in rows],
        _json(shared),
    )


@lru_cache(maxsize=1 << 16, typed=True)
def _json(value: Value) -> str:
    return encode_basestring_ascii(_canonical(value))


def _canonical(value: Value) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else str(value)
