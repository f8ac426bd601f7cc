"""What a comprobante is: its kind, number, dates and currency."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.declare import NUMERO, PUNTO_VENTA, Amount, code, day, issuer, number, text, whole


class Head(pa.DataFrameModel):
    """What a comprobante is: its kind, number, dates and currency."""

    referencia: pl.String = text(
        "Identifica al comprobante: las filas con la misma referencia son un solo comprobante "
        "con varios conceptos. Sin referencia, cada fila es un comprobante.",
        "VTA-0001",
        max_length=255,
        aliases=("Ref", "Referencia externa", "external_reference", "ID venta", "Nro. de pedido"),
    )
    fecha: pl.Date = day(
        "Fecha del comprobante, con el día primero.",
        "05/03/2026",
        required=True,
        aliases=("Fecha de emisión", "Fecha comprobante", "Fecha factura"),
    )
    tipo: pl.String = code(
        "Tipo de comprobante, con su letra.",
        "FACTURA B",
        required=True,
        table="tipo",
        aliases=("Tipo de comprobante", "Tipo comprobante", "Comprobante tipo", "Tipo cbte"),
    )
    punto_venta: pl.Int64 = whole(
        "Número del punto de venta.",
        "3",
        required=True,
        max_length=5,
        bound=PUNTO_VENTA,
        aliases=("Punto de venta", "Pto. de venta", "Pto. vta.", "PV", "P.V."),
    )
    numero: pl.Int64 = whole(
        "Número del comprobante. Conviene dejarlo vacío: si se escribe, debe ser el siguiente.",
        max_length=8,
        bound=NUMERO,
        aliases=(
            "Nro.",
            "N°",
            "Nº",
            "Número de comprobante",
            "Nro. comprobante",
            "Número desde",
            "N° de comprobante",
        ),
    )
    emisor_cuit: pl.String = issuer()
    vencimiento: pl.Date = day(
        "Vencimiento del pago. Vacío: se calcula con condicion_pago.",
        "04/04/2026",
        aliases=(
            "Fecha de vencimiento",
            "Fecha vto.",
            "Vto.",
            "Vencimiento del pago",
            "Vencimiento de pago",
        ),
    )
    periodo_facturado_desde: pl.Date = day(
        "Primer día del servicio. Obligatorio para servicios; vacío para productos.",
        "01/03/2026",
        aliases=("Período desde", "Servicio desde", "Facturado desde"),
    )
    periodo_facturado_hasta: pl.Date = day(
        "Último día del servicio. Obligatorio para servicios; vacío para productos.",
        "31/03/2026",
        aliases=("Período hasta", "Servicio hasta", "Facturado hasta"),
    )
    moneda: pl.String = code(
        "Moneda del comprobante.",
        "PES",
        default="PES",
        table="moneda",
        aliases=("Divisa",),
    )
    cotizacion: Amount = number(
        "Pesos por unidad de la moneda. 1 si la moneda es PES.",
        "1",
        default="1",
        decimals=3,
        aliases=("Tipo de cambio", "Tipo cambio", "TC", "Cotización moneda"),
    )
    paga_misma_moneda: pl.String = code(
        "S si el comprobante se paga en la misma moneda extranjera (RG 5616): la cotización tiene "
        "que ser la oficial de ARCA. N o vacío: no se informa.",
        "N",
        table="si_no",
        aliases=("Paga en la misma moneda", "Cancela en misma moneda extranjera"),
    )
    idioma: pl.String = code(
        "Idioma del comprobante: 1 español, 2 inglés.",
        "1",
        default="1",
        table="idioma",
    )
    operacion: pl.String = code(
        "V (venta).",
        "V",
        default="V",
        table="operacion",
        only=("V", "OPERACION"),
    )
