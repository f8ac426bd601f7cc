"""From typed rows to what is sent: the `cliente` and `comprobante` of api.md 3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from planilla.common.calendar import service_date
from planilla.comprobantes.blocks import payment, special, tributos
from planilla.comprobantes.export import UNTAXED, fex
from planilla.model.associated import FEX, associating
from planilla.reading.rows import Row, day, text
from schemas import emails
from schemas.tables import CONDICION_PAGO_DIAS, TIPOS


class Body(Mapping[str, Any]):
    """What is sent of a comprobante, by its rows' positions; made once somebody looks at it."""

    __slots__ = ("_every", "_kept", "_own_cuit", "_positions", "_total")

    def __init__(
        self, rows: Sequence[Row], positions: Sequence[int], total: Decimal, own_cuit: str
    ) -> None:
        self._every, self._positions = rows, positions
        self._total, self._own_cuit = total, own_cuit
        self._kept: Mapping[str, Any] | None = None

    @property
    def _made(self) -> Mapping[str, Any]:
        if self._kept is None:
            rows = [self._every[position] for position in self._positions]
            sent = comprobante(rows, self._total, self._own_cuit)
            self._kept = {"cliente": cliente(rows), "comprobante": sent}
        return self._kept

    def __getitem__(self, name: str) -> Any:
        """`cliente` or `comprobante`."""
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Their names."""
        return iter(self._made)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._made)

    def __eq__(self, other: object) -> bool:
        """Whether the same would be sent."""
        return other is self or (isinstance(other, Mapping) and dict(other) == self._made)

    __hash__ = None  # type: ignore[assignment]


def printed(text: object) -> str:
    """Text that the service prints: `%` as `#&#`, a line break as `#@#` (api.md 3)."""
    lines = str(text).replace("%", "#&#").replace("\r\n", "\n").replace("\r", "\n")
    return lines.replace("\n", "#@#")


def cliente(rows: Sequence[Row]) -> dict[str, Any]:
    """The receiver; RG 5616's condition is always sent.

    Without a `codigo` of its own it goes by its document: the service overwrites
    whichever client has the code that is sent (api.md 7).
    """
    head = rows[0]
    email = ",".join(emails.sent(text(head, "email")))
    perceived = "S" if any(row["rg5329"] == "S" for row in rows) else "N"
    body: dict[str, Any] = {
        "documento_tipo": head["documento_tipo"],
        "documento_nro": head["documento_nro"],
        "razon_social": head["razon_social"],
        "domicilio": head["domicilio"],
        "provincia": head["provincia"],
        "envia_por_mail": head.get("envia_por_mail") or ("S" if email else "N"),
        "condicion_pago": head["condicion_pago"],
        "condicion_iva": head["condicion_iva"],
        "condicion_iva_operacion": head.get("condicion_iva_operacion") or head["condicion_iva"],
        "reclama_deuda": head["reclama_deuda"],
        "rg5329": head.get("cliente_rg5329") or perceived,
    }
    given = {
        "codigo": head.get("cliente_codigo"),
        "email": email,
        "condicion_pago_otra": head.get("condicion_pago_otra"),
        "nombre_fantasia": head.get("nombre_fantasia"),
        "reclama_deuda_dias": head.get("reclama_deuda_dias"),
        "reclama_deuda_repite_dias": head.get("reclama_deuda_repite_dias"),
    }
    return body | {name: value for name, value in given.items() if value}


def comprobante(rows: Sequence[Row], total: Decimal, own_cuit: str) -> dict[str, Any]:
    """The comprobante but for its number and reference, which are given when it is sent.

    `own_cuit` is the issuer's; a blank when the settings do not say.
    """
    head = rows[0]
    body: dict[str, Any] = {
        "fecha": _date(head["fecha"]),
        "tipo": head["tipo"],
        "operacion": "V",
        "idioma": head["idioma"],
        "punto_venta": head["punto_venta"],
        "moneda": head["moneda"],
        "cotizacion": head["cotizacion"],
        "vencimiento": _date(head.get("vencimiento") or _due(head)),
        "rubro": head["rubro"],
        "rubro_grupo_contable": head["rubro_grupo_contable"],
        "detalle": [_concept(row) for row in rows],
        "bonificacion": head["bonificacion"],
        "total": total,
    }
    for name in ("periodo_facturado_desde", "periodo_facturado_hasta"):
        if head.get(name):
            body[name] = _date(head[name])
    if head.get("leyenda_gral"):
        body["leyenda_gral"] = printed(head["leyenda_gral"])
    if head.get("comentario"):
        body["comentario"] = head["comentario"]  # not printed
    for name in ("impuestos_internos", "impuestos_internos_base", "impuestos_internos_alicuota"):
        if head.get(name) is not None:
            body[name] = head[name]
    if tags := tags_of(head):
        body["tags"] = tags
    if head.get("paga_misma_moneda"):
        body["datos_informativos"] = {"paga_misma_moneda": head["paga_misma_moneda"]}
    body |= tributos(head) | payment(head) | special(head)
    if TIPOS[text(head, "tipo")].letra == "E":
        body |= UNTAXED | {FEX: fex(head)}
    return _associated(body, rows, own_cuit)


def tags_of(head: Row) -> list[str]:
    """The labels of a row, one by one."""
    return [tag.strip() for tag in text(head, "tags").split(",") if tag.strip()]


def _due(head: Row) -> date:
    fecha = day(head, "fecha")
    assert fecha is not None  # noqa: S101 - required, checked before
    days = CONDICION_PAGO_DIAS.get(text(head, "condicion_pago"), 0)
    return fecha + min(timedelta(days=days), date.max - fecha)


def _date(value: object) -> str:
    return service_date(value) if isinstance(value, date) else ""


def _concept(row: Row) -> dict[str, Any]:
    producto = {
        "descripcion": printed(row["descripcion"]),
        "unidad_bulto": row["unidad_bulto"],
        "lista_precios": row["lista_precios"],
        "codigo": row.get("codigo") or "",
        "precio_unitario_sin_iva": row["precio_unitario_sin_iva"],
        "alicuota": Decimal(text(row, "alicuota")),
        "unidad_medida": row["unidad_medida"],
        "actualiza_precio": row["actualiza_precio"],
        "rg5329": row["rg5329"],
    }
    if row.get("producto_impuestos_internos_alicuota") is not None:
        producto["impuestos_internos_alicuota"] = row["producto_impuestos_internos_alicuota"]
    return {
        "cantidad": row["cantidad"],
        "afecta_stock": row["afecta_stock"],
        "bonificacion_porcentaje": row["bonificacion_porcentaje"],
        "leyenda": printed(row.get("leyenda") or ""),
        "producto": producto,
    }


def _associated(body: dict[str, Any], rows: Sequence[Row], own_cuit: str) -> dict[str, Any]:
    """With what a note corrects: up to 10 comprobantes, a row of the note each, or a period.

    Of another row's comprobante only a CUIT of the row's own, if any: the rest is known once
    that has a number (`planilla.dispatch.steps.complete_body`).
    """
    head = rows[0]
    told = head.get("asociado_cuit")
    if head.get("asociado_numero") is not None:
        named = [_named(row, own_cuit) for row in rows]
        return associating(body, [*map(dict, dict.fromkeys(map(_items, named)))])
    if head.get("asociado_referencia") is not None and told:
        return associating(body, [{"cuit": told}])
    if head.get("asociado_desde") is not None:
        span = {
            "fecha_desde": _date(head["asociado_desde"]),
            "fecha_hasta": _date(head["asociado_hasta"]),
        }
        return {**body, "comprobantes_asociados_periodo": span}
    return body


def _named(row: Row, own_cuit: str) -> dict[str, Any]:
    one = {
        "tipo_comprobante": row["asociado_tipo"],
        "punto_venta": row["asociado_punto_venta"],
        "numero": row["asociado_numero"],
        "comprobante_fecha": _date(row.get("asociado_fecha")),
    }
    cuit = row.get("asociado_cuit") or own_cuit
    return one | ({"cuit": cuit} if cuit else {})


def _items(one: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(one.items())
