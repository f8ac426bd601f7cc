"""Bodies to ask the double with, made from the contract's own examples."""

from __future__ import annotations

import copy
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from schemas.service import contract
from tests.double.books import Point
from tests.double.totals import exact_total
from tests.double.values import BUENOS_AIRES, Body, plain, rounded, told

RI = {"documento_tipo": "CUIT", "documento_nro": "30712293841", "condicion_iva": "RI"}


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self, *start: int) -> None:
        self.now = datetime(*(start or (2026, 12, 3, 10)), tzinfo=BUENOS_AIRES)  # type: ignore[misc,arg-type]

    def __call__(self) -> datetime:
        return self.now

    def go(self, **more: float) -> None:
        self.now += timedelta(**more)


def concept(price: Any, alicuota: Any = 21, cantidad: Any = 1, **more: Any) -> Body:
    """One entry of `detalle`; `more` is for the entry."""
    example = contract()["facturacion/nuevo"].request_example["comprobante"]["detalle"][0]
    entry: Body = copy.deepcopy(dict(example)) | {"cantidad": cantidad} | more
    entry["producto"] |= {"precio_unitario_sin_iva": price, "alicuota": alicuota}
    return entry


def sale(
    point: Point,
    reference: str = "R-1",
    *,
    price: Any = 100,
    detalle: list[Body] | None = None,
    fecha: date = date(2026, 12, 3),
    total: Any = None,
    cliente: Body | None = None,
    **comprobante: Any,
) -> Body:
    """`{cliente, comprobante}` of a FACTURA B for a consumer, unless said otherwise."""
    example = contract()["facturacion/nuevo"].request_example
    client = copy.deepcopy(dict(example["cliente"]))
    client.pop("codigo")
    client |= cliente or {}
    made: Body = copy.deepcopy(dict(example["comprobante"])) | {
        "fecha": told(fecha),
        "vencimiento": told(fecha),
        "punto_venta": point.punto_venta,
        "external_reference": reference,
        "detalle": detalle or [concept(price)],
        "bonificacion": 0,
    }
    made |= comprobante
    exact = exact_total(made)
    made["total"] = plain(rounded(exact)) if total is None else total
    return {"cliente": client, "comprobante": made}


def nuevo(point: Point, reference: str = "R-1", **more: Any) -> Body:
    return point.keys.body() | sale(point, reference, **more)


def lot(point: Point, *sales: Body) -> Body:
    return point.keys.body() | {"requests": list(sales)}


def queued(point: Point, reference: str = "R-1", **more: Any) -> Body:
    return point.keys.body() | sale(point, reference, **({"numero": 0} | more))


def note(point: Point, of: tuple[str, int, date], reference: str = "N-1", **more: Any) -> Body:
    """A credit note of one comprobante: tipo, number, date."""
    tipo, numero, fecha = of
    associated = {
        "tipo_comprobante": tipo,
        "punto_venta": point.punto_venta,
        "numero": numero,
        "comprobante_fecha": told(fecha),
        "cuit": point.cuit,
    }
    mine = {
        "tipo": tipo.replace("FACTURA", "NOTA DE CREDITO"),
        "comprobantes_asociados": [associated],
    }
    return nuevo(point, reference, **(mine | more))


def of_number(point: Point, numero: int, tipo: str = "FACTURA B", **more: Any) -> Body:
    """For `consulta`, `reenviar`, `regenerar_pdf` and, with `pagos`, `pagar`."""
    asked = {"tipo": tipo, "operacion": "V", "punto_venta": point.punto_venta, "numero": numero}
    return point.keys.body() | {"comprobante": asked | more}


def pay(point: Point, numero: int, *amounts: float, tipo: str = "FACTURA B") -> Body:
    means = [{"descripcion": "Transferencia", "importe": one} for one in amounts]
    total = plain(sum((Decimal(str(one)) for one in amounts), Decimal(0)))
    return of_number(point, numero, tipo, pagos={"formas_pago": means, "total": total})


def lane(point: Point, tipo: str = "FACTURA B") -> Body:
    asked = {"tipo": tipo, "operacion": "V", "punto_venta": point.punto_venta}
    return point.keys.body() | {"comprobante": asked}


def search(point: Point, kind: str = "EXT_REF", **asked: Any) -> Body:
    found = {"busqueda_tipo": kind, "pagina": 0, "limite": 100}
    return point.keys.body() | found | {"comprobante": {"operacion": "V"} | asked}


def by_reference(point: Point, reference: str = "R-1") -> Body:
    return search(point, external_reference=reference)


def account(point: Point, cuit: str = "30712293841") -> Body:
    return point.keys.body() | {"cliente": {"documento_tipo": "CUIT", "documento_nro": cuit}}


def in_queue(point: Point, reference: str = "R-1", **more: Any) -> Body:
    """For `reenviar_encolado`; with `fecha` (and `vencimiento`) for its sisters."""
    return point.keys.body() | {"external_reference": reference} | more
