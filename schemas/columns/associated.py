"""What a note corrects."""

from __future__ import annotations

from schemas.column import Column, ColumnKind

ASSOCIATED = (
    Column(
        "asociado_tipo",
        ColumnKind.CODE,
        "Para notas: tipo del comprobante que corrige.",
        "FACTURA B",
        table="tipo",
        aliases=("Tipo comprobante asociado", "Comprobante asociado tipo"),
    ),
    Column(
        "asociado_punto_venta",
        ColumnKind.INTEGER,
        "Para notas: punto de venta del comprobante que corrige.",
        "3",
        max_length=5,
        aliases=("Punto de venta asociado", "Asociado punto de venta"),
    ),
    Column(
        "asociado_numero",
        ColumnKind.INTEGER,
        "Para notas: número del comprobante que corrige.",
        "109",
        max_length=8,
        aliases=("Número asociado", "Nro. asociado"),
    ),
    Column(
        "asociado_fecha",
        ColumnKind.DATE,
        "Para notas: fecha del comprobante que corrige.",
        "01/03/2026",
        aliases=("Fecha asociado",),
    ),
    Column(
        "asociado_cuit",
        ColumnKind.DIGITS,
        "Para notas: su propio CUIT, el del emisor del comprobante que corrige. Vacío: el de la "
        "configuración; si no está ahí, es obligatorio.",
        max_length=11,
        aliases=("CUIT asociado",),
    ),
    Column(
        "asociado_desde",
        ColumnKind.DATE,
        "Para notas sobre un período: primer día.",
        aliases=("Asociado período desde",),
    ),
    Column(
        "asociado_hasta",
        ColumnKind.DATE,
        "Para notas sobre un período: último día.",
        aliases=("Asociado período hasta",),
    ),
    Column(
        "asociado_referencia",
        ColumnKind.TEXT,
        "Para notas: referencia del comprobante que corrige, de esta planilla o de una anterior.",
        "VTA-0001",
        max_length=255,
        aliases=("Referencia asociada",),
    ),
)
