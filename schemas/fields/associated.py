"""What a note corrects."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.declare import NUMERO, PUNTO_VENTA, code, day, digits, text, whole


class Associated(pa.DataFrameModel):
    """What a note corrects."""

    asociado_tipo: pl.String = code(
        "Para notas: tipo del comprobante que corrige.",
        "FACTURA B",
        table="tipo",
        aliases=("Tipo comprobante asociado", "Comprobante asociado tipo"),
    )
    asociado_punto_venta: pl.Int64 = whole(
        "Para notas: punto de venta del comprobante que corrige.",
        "3",
        max_length=5,
        bound=PUNTO_VENTA,
        aliases=("Punto de venta asociado", "Asociado punto de venta"),
    )
    asociado_numero: pl.Int64 = whole(
        "Para notas: número del comprobante que corrige; otro en otra fila, hasta 10.",
        "109",
        max_length=8,
        bound=NUMERO,
        aliases=("Número asociado", "Nro. asociado"),
    )
    asociado_fecha: pl.Date = day(
        "Para notas: fecha del comprobante que corrige. En las notas E puede quedar vacía.",
        "01/03/2026",
        aliases=("Fecha asociado",),
    )
    asociado_cuit: pl.String = digits(
        "Para notas: su propio CUIT, el del emisor del comprobante que corrige. Vacío: el de la "
        "configuración; si no está ahí, es obligatorio.",
        max_length=11,
        aliases=("CUIT asociado",),
    )
    asociado_desde: pl.Date = day(
        "Para notas sobre un período: primer día.",
        aliases=("Asociado período desde",),
    )
    asociado_hasta: pl.Date = day(
        "Para notas sobre un período: último día.",
        aliases=("Asociado período hasta",),
    )
    asociado_referencia: pl.String = text(
        "Para notas: referencia del comprobante que corrige, de esta planilla o de una anterior; "
        "varias, hasta 10, separadas por punto y coma.",
        "VTA-0001",
        max_length=255,
        aliases=("Referencia asociada",),
    )
