"""Headings that name a column only where nothing else does.

A sheet that was read without them is read the same ever after: they concern sheets that lack a
required column, which were refused before. Each is too plain to be an alias beside others
(`Servicio`, `Receptor`), or came later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from schemas.spelling import plain

SECOND: Mapping[str, tuple[str, ...]] = {
    "fecha": (
        "Fecha emisión", "Fecha cbte.", "Fecha comp.", "Fecha del comprobante",
        "Fecha de factura", "Fecha de comprobante", "Día",
    ),
    "tipo": (
        "Tipo de cbte.", "Tipo comp.", "Tipo cpbte.", "Tipo factura", "Tipo de factura",
        "Cbte.", "Comprobante", "Comp.",
    ),
    "punto_venta": (
        "Pto. venta", "Pto. de vta.", "P. Vta.", "P. Venta", "N° punto de venta",
        "Nº punto de venta", "Nro. punto de venta", "Pto.", "Punto vta.",
    ),
    "documento_nro": (
        "N° documento", "Nº documento", "N° de documento", "Nº de documento", "N° doc.",
        "Nº doc.", "Nro. de documento", "Doc. nro.", "Doc.", "CUIT / CUIL", "CUIT / CUIL / DNI",
        "CUIT o DNI", "DNI o CUIT", "DNI / CUIT", "CUIT del cliente", "CUIT receptor",
        "N° CUIT", "Nº CUIT", "Nro. CUIT", "Nro. de CUIT", "CUIL", "DNI cliente",
    ),
    "razon_social": (
        "Nombre / Razón social", "Razón social / Nombre", "Apellido y nombre / Razón social",
        "Nombre del cliente", "Nombre cliente", "Señor/es", "Receptor", "Cliente / Razón social",
        "Razón social del cliente", "R. social", "Apellido, nombre",
    ),
    "condicion_iva": (
        "Situación frente al IVA", "Situación ante el IVA", "Condición fiscal", "Cond. fiscal",
        "Situación fiscal", "Categoría IVA", "Categoría de IVA", "Cat. IVA", "Cond. frente al IVA",
        "Condición IVA cliente", "Cond. IVA cliente", "Condición IVA receptor", "Resp. IVA",
        "Responsabilidad IVA", "Categoría fiscal", "Condición",
    ),
    "descripcion": (
        "Descripción producto", "Descripción del servicio", "Descripción del concepto",
        "Producto / Servicio", "Producto o servicio", "Servicio", "Ítem", "Desc.",
    ),
    "precio_unitario_sin_iva": (
        "P. Unit. s/IVA", "P. Unit. sin IVA", "P. unitario s/IVA", "P. U. s/IVA", "P. U. sin IVA",
        "Precio s/IVA", "Precio unit. s/IVA", "Precio unit. sin IVA", "P. Unit. neto",
        "Unitario s/IVA", "Unitario sin IVA", "Unitario neto", "Precio unit. neto",
        "Importe unitario sin IVA", "Importe unitario s/IVA",
    ),
    "alicuota": (
        "Alic. IVA", "Alíc.", "Alíc. %", "% Alíc.", "Alícuota %", "% Alícuota", "Alíc. IVA %",
        "Alícuota IVA %", "% Alíc. IVA", "IVA alícuota", "Tasa de IVA", "Tasa", "Porcentaje IVA",
        "Porcentaje de IVA",
    ),
}  # fmt: skip
SECOND_GROSS = (
    "P. Unit. con IVA", "P. U. c/IVA", "P. U. con IVA", "Precio unit. c/IVA",
    "Precio unit. con IVA", "Unitario c/IVA", "Unitario con IVA", "Importe unitario con IVA",
)  # fmt: skip
"""Of the price with IVA, which stands instead of the one without."""
PRICE = re.compile(
    r"(?:p(?:recio|cio)?|importe|imp|valor|monto)(?:de|por|x)?(?:u|unit|unitarios?|uni|unidad)?"
    r"|preciodeventa|preciodelista|unitario"
)
"""A price of which a heading does not say whether the IVA is in it (plain)."""


def spelled() -> Mapping[str, str]:
    """Each plain spelling and its column."""
    found = {plain(one): name for name, some in SECOND.items() for one in some}
    return found | {plain(one): "precio_unitario_con_iva" for one in SECOND_GROSS}


def unsaid_prices(headings: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Of headings that name nothing, by their places, those of a price with or without IVA."""
    for place, heading in headings.items():
        if PRICE.fullmatch(plain(heading)) and plain(heading) != "p":
            yield place, heading
