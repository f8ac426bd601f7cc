"""The example rows of the templates, by column name; they read and validate as they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from planilla.writing.styles import Value
from schemas.examples import COMPANY, CONSUMER, INVOICE, NOBODYS, NOTE, PERSON, RECEIPTS

_COMPANY: Mapping[str, Value] = {
    "punto_venta": 3,
    "documento_tipo": "CUIT",
    "documento_nro": "30-71234567-1",
    "razon_social": COMPANY,
    "condicion_iva": "Responsable Inscripto",
}


def comprobantes(day: date) -> list[Mapping[str, Value]]:
    """A factura of two concepts, one to a consumer, and a note; all of `day`."""
    invoice: dict[str, Value] = {
        "referencia": INVOICE,
        "fecha": day,
        "tipo": "FACTURA A",
        **_COMPANY,
        "domicilio": "Av. Santa Fe 1234",
        "provincia": "Buenos Aires",
        "condicion_pago": "30 días",
        **_concept("Resma de papel A4", 10, "5200.50", 21),
    }
    second = {"referencia": INVOICE, **_concept("Libro de contabilidad", 1, "18000", 0)}
    consumer: dict[str, Value] = {
        "referencia": CONSUMER,
        "fecha": day,
        "tipo": "FACTURA B",
        "punto_venta": 3,
        "documento_tipo": "DNI",
        "documento_nro": "28456789",
        "razon_social": PERSON,
        "condicion_iva": "Consumidor Final",
        **_concept("Reparación de impresora", 1, "35000", 21),
    }
    note: dict[str, Value] = {
        "referencia": NOTE,
        "fecha": day,
        "tipo": "NOTA DE CREDITO A",
        **_COMPANY,
        **_concept("Devolución de resmas", 2, "5200.50", 21),
        "asociado_referencia": INVOICE,
    }
    return [invoice, second, consumer, note]


def _concept(descripcion: str, cantidad: int, price: str, alicuota: int) -> dict[str, Value]:
    return {
        "descripcion": descripcion,
        "cantidad": cantidad,
        "precio_unitario_sin_iva": Decimal(price),
        "alicuota": alicuota,
    }


def pagos(day: date) -> list[Mapping[str, Value]]:
    """A payment of two means, and one that names its comprobante in one cell; of `day`."""
    two: dict[str, Value] = {
        "referencia": RECEIPTS[0],
        "tipo": "FACTURA A",
        "punto_venta": 3,
        "numero": 109,
    }
    return [
        {**two, "fecha": day, "descripcion": "Transferencia", "importe": Decimal("15000.50")},
        {**two, "fecha": day, "descripcion": "MercadoPago", "importe": Decimal("1000")},
        {
            "referencia": RECEIPTS[1],
            "comprobante": "FACTURA B 00003-00000012",
            "fecha": day,
            "descripcion": "Efectivo",
            "importe": Decimal("42350"),
        },
    ]


def lista(day: date) -> list[Mapping[str, Value]]:  # noqa: ARG001 - a list has no dates
    """One by its referencia, one by number, one in one cell."""
    return [
        {"referencia": INVOICE},
        {"tipo": "FACTURA B", "punto_venta": NOBODYS, "numero": 12},
        {"comprobante": f"NOTA DE CREDITO A {NOBODYS}-00000004"},
    ]
