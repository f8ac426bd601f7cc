"""Version 1: what earlier releases read, how they summed, and what the ledger knows it by.

Frozen. A comprobante is known by its `content`, and the total in it is summed as version
1 did, which shared the general discount out among the rates: what was issued by shares
stays what it is, and a change here would make of every issued row without referencia a
new one. What is sent is summed in `planilla.comprobantes.earlier_totals`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring_ascii

import polars as pl

from planilla.comprobantes.earlier_totals import Line, added, amount, lines_of, subtotals, taxes_of
from planilla.reading.rows import Row, Rows, Value
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


def shared_total(rows: Sequence[Row]) -> Decimal:
    """The total by shares of a comprobante's rows."""
    return total_by_shares(lines_of(rows), amount(rows[0], "bonificacion"), taxes_of(rows[0]))


def heads_as_json(rows: Rows, positions: Sequence[int]) -> pl.Series:
    """What each whole comprobante means beside its concepts and its total, by its first row."""
    parts = pl.DataFrame([rows.mapped(name, json).gather(positions) for name in _SORTED])
    form = "{{" + ", ".join(f'"{name}": {{}}' for name in _SORTED) + "}}"
    return parts.select(pl.format(form, *_SORTED)).to_series()


def json(value: Value) -> str:
    """A value as a JSON text, whatever its type."""
    return encode_basestring_ascii(_canonical(value))


def digest(concepts: Iterable[str], head: str, total: str) -> str:
    """SHA-256 of what a comprobante means, of its parts as JSON."""
    text = f'{{"concepts": [{", ".join(concepts)}], "head": {head}, "total": {total}}}'
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Value) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else str(value)
