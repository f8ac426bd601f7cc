"""All that the service holds of comprobantes, as two tables: one row each, one row a concept.

What is known has its place and its type; whatever else the service gives is a
column of its own at the end, so that nothing is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from planilla.common.calendar import parse_service_date
from planilla.service.answers import Held
from planilla.service.figures import amount, text
from planilla.writing.report import Table
from planilla.writing.styles import Value

FIRST = (
    *("tipo", "punto_venta", "numero", "fecha", "status", "ctacte_status", "total", "moneda"),
    *("cotizacion", "documento_tipo", "documento_nro", "razon_social", "condicion_iva", "email"),
    *("domicilio", "provincia", "vencimiento", "periodo_facturado_desde"),
    *("periodo_facturado_hasta", "bonificacion", "cae", "vencimiento_cae", "external_reference"),
    *("afip_observaciones", "comprobante_pdf_url"),
)
CONCEPT = ("descripcion", "cantidad", "precio_unitario_sin_iva", "alicuota", "leyenda")
AMOUNTS = {
    *("total", "cotizacion", "bonificacion", "subtotal_1", "subtotal_2", "exentos", "nogravados"),
    *("impuestos_internos", "precio_total", "precio_unitario", "precio_unitario_sin_iva"),
    *("cantidad", "importe", "percepciones_iibb", "percepciones_iva"),
}
DATES = {
    *("fecha", "vencimiento", "vencimiento_cae", "vencimiento_pago", "comprobante_fecha"),
    *("periodo_facturado_desde", "periodo_facturado_hasta", "fecha_desde", "fecha_hasta"),
}
IDENTITIES = {"cae", "documento_nro", "cuit", "codigo", "external_reference"}
"""Digits that are no quantities: a sheet would round them."""
Record = dict[str, Value]


def tables(found: Sequence[Held]) -> list[Table]:
    """The sheets Comprobantes and Conceptos."""
    whole = [_whole(held) for held in found]
    concepts = [record for held in found for record in _concepts(held)]
    return [
        _table("Comprobantes", whole, FIRST),
        _table("Conceptos", concepts, ("tipo", "punto_venta", "numero", *CONCEPT)),
    ]


def _table(title: str, records: Sequence[Record], first: Sequence[str]) -> Table:
    known = [name for name in first if any(name in record for record in records)]
    rest = dict.fromkeys(name for record in records for name in record if name not in first)
    names = tuple(known or first) + tuple(rest)
    rows = tuple(tuple(record.get(name) for name in names) for record in records)
    return Table(title, names, rows)


def _whole(held: Held) -> Record:
    receiver = held.entry.get("cliente") or held.inner.get("cliente")
    record = _part(held.inner)
    for name, value in _part(receiver if isinstance(receiver, dict) else {}).items():
        record[name if name not in record else f"cliente.{name}"] = value
    return record | _named(held)


def _part(given: Mapping[str, Any]) -> Record:
    record: Record = {}
    for name, value in given.items():
        if name not in {"detalle", "cliente"}:
            record |= _flat(str(name), value)
    return record


def _named(held: Held) -> Record:
    """What names it, which the service does not always repeat."""
    return {"tipo": held.tipo, "punto_venta": held.punto_venta, "numero": held.number}


def _concepts(held: Held) -> list[Record]:
    detail = held.inner.get("detalle")
    found = []
    for line in detail if isinstance(detail, list) else []:
        if isinstance(line, dict):
            product = line.get("producto")
            merged = {**(product if isinstance(product, dict) else {}), **line}
            merged.pop("producto", None)
            record = _named(held)
            for name, value in merged.items():
                record |= _flat(str(name), value)
            found.append(record)
    return found


def _flat(name: str, value: Any) -> Record:
    """A field with its type; what is nested becomes `outer.inner`."""
    if isinstance(value, Mapping):
        return {
            key: one
            for inner, nested in value.items()
            for key, one in _flat(f"{name}.{inner}", nested).items()
        }
    if isinstance(value, list):
        return {
            key: one
            for place, nested in enumerate(value, start=1)
            for key, one in _flat(f"{name}.{place}", nested).items()
        }
    return {name: _typed(name.rsplit(".", 1)[-1], value)}


def _typed(name: str, value: Any) -> Value:
    if isinstance(value, bool):
        return value
    plain = text(value)
    if name in AMOUNTS and (figure := amount(plain)) is not None:
        return figure
    if name in DATES and (day := parse_service_date(plain)) is not None:
        return day
    if name not in IDENTITIES and isinstance(value, int | Decimal) and amount(value) is not None:
        return value
    return plain or None
