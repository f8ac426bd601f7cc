"""What a thing asked is like whatever its referencia and its date: a hash to find it again by.

Made of what is sent, so that it can be told of what any release wrote down. Names of
receivers, addresses and whatever else a mended row may say otherwise are no part of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import simplejson

from planilla.common.compared_text import normal
from planilla.model.asked import Asked, AskedComprobante, Kind
from planilla.model.associated import FEX, NAMED, associated

NONE = ""
"""Of what is never compared: an e-mail, and what an unknown release wrote down."""
HEAD = (
    *("cotizacion", "bonificacion", "impuestos_internos"),
    *("periodo_facturado_desde", "periodo_facturado_hasta"),
)
CONCEPT = ("precio_unitario_sin_iva", "alicuota")


def likeness_of(asked: Asked) -> str:
    """The likeness of what a file asks for."""
    names = ("kind", "tipo", "punto_venta", "documento_nro", "moneda", "total")
    columns = {name: getattr(asked, name) for name in names}
    other = asked.asociado_referencia if isinstance(asked, AskedComprobante) else None
    more = {"asked_number": asked.numero, "depends_on": other}
    return likeness(columns | more, asked.body)


def likeness(columns: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    """SHA-256 of a comprobante's or a payment's content, or `NONE`.

    `columns` are those of `operations` that a file decides: kind, tipo, punto_venta,
    documento_nro, moneda, total, asked_number and depends_on.
    """
    try:
        if columns["kind"] == Kind.ISSUE:
            meaning = _of_comprobante(columns, body["comprobante"])
        elif columns["kind"] == Kind.PAY:
            meaning = _of_payment(columns, body["pagos"])
        else:
            return NONE
    except (KeyError, TypeError):
        return NONE
    text = simplejson.dumps(meaning, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _of_comprobante(columns: Mapping[str, Any], sent: Mapping[str, Any]) -> list[Any]:
    """A note's other comprobante counts where it is named by its number: names are renumbered."""
    noted = associated(sent) if columns["depends_on"] is None else ()
    return [
        *_place(columns),
        str(columns["documento_nro"]).lstrip("0"),
        columns["moneda"],
        _plain(columns["total"]),
        [_plain(sent.get(name)) for name in HEAD],
        sorted([_plain(one.get(n)) for n in sorted(one)] for one in noted),
        sorted(_concept(one) for one in sent["detalle"]),
        *([_of_export(sent[FEX])] if FEX in sent else ()),
    ]


def _of_export(fex: Mapping[str, Any]) -> list[Any]:
    """What is told of an export, but for what a note corrects and how texts are typed."""
    permisos = fex.get("permisos", ())
    told = {name: normal(str(one)) for name, one in fex.items() if name not in {NAMED, "permisos"}}
    return [sorted(told.items()), sorted(sorted(one.items()) for one in permisos)]


def _concept(one: Mapping[str, Any]) -> list[str]:
    producto = one["producto"]
    described = normal(str(producto["descripcion"]))
    return [described, _plain(one["cantidad"]), *(_plain(producto[name]) for name in CONCEPT)]


def _of_payment(columns: Mapping[str, Any], sent: Mapping[str, Any]) -> list[Any]:
    means = sorted(
        [normal(str(one["descripcion"])), _plain(one["importe"])] for one in sent["formas_pago"]
    )
    return [*_place(columns), columns["asked_number"], _plain(columns["total"]), means]


def _place(columns: Mapping[str, Any]) -> list[Any]:
    return [str(columns["tipo"]).upper(), columns["punto_venta"]]


def _plain(value: object) -> str:
    """One text for an amount, whatever it is written with: 0 is a blank."""
    if isinstance(value, (int, Decimal)) or (isinstance(value, str) and _is_number(value)):
        number = Decimal(str(value))
        return format(number.normalize(), "f") if number else ""
    return "" if value is None else str(value)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdecimal()
