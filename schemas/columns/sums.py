"""What is added to, or taken from, the sum of the concepts."""

from __future__ import annotations

from schemas.column import Column, ColumnKind

TRIBUTOS_MAX = 7

SUMS = (
    Column(
        "bonificacion",
        ColumnKind.MONEY,
        "Descuento general, en importe sin IVA. Si hay conceptos de varias alícuotas se descuenta "
        "solo del subtotal al 21 %, y hay que escribir el total.",
        "0",
        default="0",
        aliases=("Bonificación general", "Descuento", "Descuento general"),
    ),
    Column(
        "impuestos_internos",
        ColumnKind.MONEY,
        "Importe de impuestos internos.",
        aliases=("Imp. internos",),
    ),
    Column(
        "total",
        ColumnKind.MONEY,
        "Total del comprobante, con IVA y tributos. Vacío: se calcula. Si se escribe, "
        "debe coincidir al centavo.",
        "18453,11",
        rounds=True,
        aliases=("Importe total", "Imp. Total", "Total comprobante", "Total factura"),
    ),
    Column(
        "leyenda_gral",
        ColumnKind.TEXT,
        "Leyenda que se imprime al pie del comprobante.",
        max_length=500,
        aliases=("Leyenda general",),
    ),
    Column(
        "comentario",
        ColumnKind.TEXT,
        "Comentario interno: no se imprime.",
        max_length=255,
        aliases=("Comentarios",),
    ),
    Column(
        "tags",
        ColumnKind.TEXT,
        "Etiquetas internas, separadas por comas.",
        "mostrador, marzo",
        aliases=("Etiquetas",),
    ),
)


def _tributo(n: int) -> tuple[Column, ...]:
    name = f"tributo_{n}_"
    return (
        Column(
            name + "tipo",
            ColumnKind.CODE,
            "Tipo de tributo: 1 percepción de impuestos nacionales, 6 percepción de IVA, "
            "7 percepción de IIBB.",
            "7" if n == 1 else "",
            table="tributo_tipo",
        ),
        Column(
            name + "regimen",
            ColumnKind.INTEGER,
            "Régimen del tributo. Tipo 1: 31 percepción del impuesto PAIS, 32 impuesto PAIS, 33 "
            "percepción de ganancias, 34 percepción de bienes personales. Tipo 6: 1 no "
            "especificado, 2 RG 2408, 3 RG 5329. Tipo 7: 4 CABA, 5 Buenos Aires, 6 Catamarca y "
            "las demás por orden alfabético hasta 27 Tucumán; 28 otra.",
            "5" if n == 1 else "",
            max_length=2,
        ),
        Column(
            name + "base_imponible",
            ColumnKind.MONEY,
            "Importe sobre el que se calcula el tributo.",
            "1000" if n == 1 else "",
            aliases=(name + "base",),
        ),
        Column(
            name + "alicuota",
            ColumnKind.DECIMAL,
            "Alícuota del tributo, en por ciento.",
            "3" if n == 1 else "",
        ),
        Column(
            name + "total",
            ColumnKind.MONEY,
            "Importe del tributo.",
            "30" if n == 1 else "",
            aliases=(name + "importe",),
        ),
    )


TRIBUTOS: tuple[Column, ...] = tuple(
    column for n in range(1, TRIBUTOS_MAX + 1) for column in _tributo(n)
)
