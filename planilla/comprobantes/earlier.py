"""Version 1: what earlier releases read, how they summed, and what the ledger knows it by.

Frozen. A comprobante is known by its `content`, and the total in it is summed as version
1 did, which shared the general discount out among the rates: what was issued by shares
stays what it is, and a change here would make of every issued row without referencia a
new one. What is sent is summed in `planilla.comprobantes.totals`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from planilla.comprobantes.totals import Line, added, amount, lines_of, subtotals, taxes_of
from planilla.rows.cast import Row, Value
from schemas.columns import BY_NAME, TRIBUTOS_MAX, Column

_LONGER = {"documento_nro": 15, "cliente_codigo": 50, "codigo": 50}
_FINER = {f"tributo_{n}_alicuota": 3 for n in range(1, TRIBUTOS_MAX + 1)}
COLUMNS: Mapping[str, Column] = {
    name: replace(
        column,
        max_length=_LONGER.get(name, column.max_length),
        decimals=_FINER.get(name, column.decimals),
    )
    for name, column in BY_NAME.items()
}
"""The columns as wide as any release read them; `newer.problems` holds them to today's."""

HEAD = (
    *("tipo", "punto_venta", "fecha", "documento_tipo", "documento_nro", "moneda", "cotizacion"),
    *("periodo_facturado_desde", "periodo_facturado_hasta", "bonificacion", "impuestos_internos"),
    *("asociado_tipo", "asociado_punto_venta", "asociado_numero", "asociado_referencia"),
)
_JSON = json.JSONEncoder(sort_keys=True)
Meaning = dict[str, Any]
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


def content(rows: Sequence[Row]) -> str:
    """SHA-256 of what a comprobante means, however its cells were written."""
    return hashed(meaning_of(rows))


def meaning_of(rows: Sequence[Row]) -> Meaning:
    """What a comprobante means: what is said of the whole, its concepts, the shared total."""
    head = rows[0]
    shared = total_by_shares(lines_of(rows), amount(head, "bonificacion"), taxes_of(head))
    return {
        "head": {name: _canonical(head.get(name)) for name in HEAD},
        "concepts": [[_canonical(row.get(name)) for name in CONCEPT] for row in rows],
        "total": _canonical(shared),
    }


def hashed(meaning: Meaning) -> str:
    """Its SHA-256."""
    return hashlib.sha256(_JSON.encode(meaning).encode()).hexdigest()


def _canonical(value: Value) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else str(value)
