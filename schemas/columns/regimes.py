"""What was paid at once, and what a special regime wants to know."""

from __future__ import annotations

from schemas.column import Column, ColumnKind

RG_DATOS_MAX = 5

PAYMENT_AND_REGIMES = (
    Column(
        "pago_descripcion",
        ColumnKind.TEXT,
        "Medio de pago con que ya se cobró. No se aceptan cheques ni retenciones.",
        "Transferencia",
        max_length=255,
        aliases=("Medio de pago",),
    ),
    Column(
        "pago_importe",
        ColumnKind.MONEY,
        "Importe ya cobrado, en pesos también si el comprobante es en otra moneda; no más que el "
        "total.",
        "18453,11",
        aliases=("Importe pagado", "Importe cobrado"),
    ),
    Column(
        "rg_regimen",
        ColumnKind.TEXT,
        "Régimen especial. Para FCE: Factura de Crédito Electrónica MiPyMEs (FCE).",
        max_length=255,
        aliases=("Régimen especial",),
    ),
)


def _rg(n: int) -> tuple[Column, ...]:
    return (
        Column(
            f"rg_{n}_id",
            ColumnKind.TEXT,
            "Código del dato del régimen. Para FCE: 2101 CBU o 2102 alias, y 27 SCA o ADC; en "
            "notas, 22 S o N.",
            max_length=20,
        ),
        Column(
            f"rg_{n}_valor",
            ColumnKind.TEXT,
            "Valor del dato del régimen especial.",
            max_length=255,
        ),
    )


RG_DATOS: tuple[Column, ...] = tuple(
    column for n in range(1, RG_DATOS_MAX + 1) for column in _rg(n)
)
