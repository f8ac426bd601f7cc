"""What is added to, or taken from, the sum of the concepts."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.declare import Amount, money, number, text


class Sums(pa.DataFrameModel):
    """What is added to, or taken from, the sum of the concepts."""

    bonificacion: Amount = money(
        "Descuento general, en importe sin IVA. Si hay conceptos de varias alícuotas se descuenta "
        "solo del subtotal al 21 %, y hay que escribir el total.",
        "0",
        default="0",
        aliases=("Bonificación general", "Descuento", "Descuento general"),
    )
    impuestos_internos: Amount = money(
        "Importe de impuestos internos: se suma al total y no lleva IVA.",
        aliases=("Imp. internos",),
    )
    impuestos_internos_base: Amount = money(
        "Importe sobre el que se calculan los impuestos internos; va con su alícuota.",
        "5000",
    )
    impuestos_internos_alicuota: Amount = number(
        "Alícuota de los impuestos internos, en por ciento: una sola en cada comprobante. "
        "impuestos_internos es la base por la alícuota, al centavo.",
        "10",
    )
    total: Amount = money(
        "Total del comprobante, con IVA y tributos. Vacío: se calcula. Si se escribe, "
        "debe coincidir al centavo.",
        "18453,11",
        rounds=True,
        aliases=("Importe total", "Imp. Total", "Total comprobante", "Total factura"),
    )
    leyenda_gral: pl.String = text(
        "Leyenda que se imprime al pie del comprobante.",
        max_length=500,
        aliases=("Leyenda general",),
    )
    comentario: pl.String = text(
        "Comentario interno: no se imprime.",
        max_length=255,
        aliases=("Comentarios",),
    )
    tags: pl.String = text(
        "Etiquetas internas, separadas por comas.",
        "mostrador, marzo",
        aliases=("Etiquetas",),
    )
