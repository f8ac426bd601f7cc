"""What was paid at once, and what a special regime wants to know."""

from __future__ import annotations

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.declare import Amount, money, text

RG_DATOS_MAX = 5
PAGOS_MAX = 5


def _id() -> Any:
    return text(
        "Código del dato del régimen. Para FCE: 2101 CBU o 2102 alias, y 27 SCA o ADC; en "
        "notas, 22 S o N.",
        max_length=20,
    )


def _valor() -> Any:
    return text("Valor del dato del régimen especial.", max_length=255)


def _medio() -> Any:
    return text("Otro medio de pago con que ya se cobró, con su importe.", max_length=255)


def _importe() -> Any:
    return money("Importe ya cobrado por ese medio, en pesos; entre todos, no más que el total.")


class PaymentAndRegimes(pa.DataFrameModel):
    """What was paid at once, and what a special regime wants to know."""

    pago_descripcion: pl.String = text(
        "Medio de pago con que ya se cobró; otros van en pago_1_descripcion a pago_5_descripcion. "
        "No se aceptan cheques ni retenciones.",
        "Transferencia",
        max_length=255,
        aliases=("Medio de pago",),
    )
    pago_importe: Amount = money(
        "Importe ya cobrado, en pesos también si el comprobante es en otra moneda; no más que el "
        "total.",
        "18453,11",
        aliases=("Importe pagado", "Importe cobrado"),
    )
    pago_1_descripcion: pl.String = _medio()
    pago_1_importe: Amount = _importe()
    pago_2_descripcion: pl.String = _medio()
    pago_2_importe: Amount = _importe()
    pago_3_descripcion: pl.String = _medio()
    pago_3_importe: Amount = _importe()
    pago_4_descripcion: pl.String = _medio()
    pago_4_importe: Amount = _importe()
    pago_5_descripcion: pl.String = _medio()
    pago_5_importe: Amount = _importe()
    rg_regimen: pl.String = text(
        "Régimen especial. Para FCE: Factura de Crédito Electrónica MiPyMEs (FCE).",
        max_length=255,
        aliases=("Régimen especial",),
    )
    rg_1_id: pl.String = _id()
    rg_1_valor: pl.String = _valor()
    rg_2_id: pl.String = _id()
    rg_2_valor: pl.String = _valor()
    rg_3_id: pl.String = _id()
    rg_3_valor: pl.String = _valor()
    rg_4_id: pl.String = _id()
    rg_4_valor: pl.String = _valor()
    rg_5_id: pl.String = _id()
    rg_5_valor: pl.String = _valor()
