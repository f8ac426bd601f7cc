"""What is compared, whatever file it came from: documents and payments, as polars frames.

A reader yields these frames; the engine knows no source. Amounts are
`Decimal(18, 2)` and positive as written; `signo` is -1 for credit notes. Payments come in
pesos, and accounts are in pesos (api.md 4): what is left of a document in another currency
is in pesos wherever its rate is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from planilla.common.money import PESOS
from planilla.common.money import cents as rounded

MONEY = pl.Decimal(18, 2)
RATE = pl.Decimal(18, 6)

DOCUMENTS: dict[str, pl.DataType] = {
    "id": pl.String(),  # unique in the frame
    "source": pl.String(),
    "emisor_cuit": pl.String(),
    "documento_nro": pl.String(),  # the receiver's, digits only
    "razon_social": pl.String(),
    "tipo": pl.String(),  # a name of schemas.tables.TIPOS
    "punto_venta": pl.Int64(),
    "numero": pl.Int64(),
    "fecha": pl.Date(),
    "vencimiento": pl.Date(),
    "moneda": pl.String(),
    "cotizacion": RATE,  # pesos for one of `moneda`; null for pesos, and where nobody says it
    "total": MONEY,  # in `moneda`
    "signo": pl.Int8(),
    "cae": pl.String(),
    "referencia": pl.String(),
    "estado": pl.String(),
    # what is left to pay as the source says, null where it does not: in pesos, or in `moneda`
    # where `cotizacion` is null
    "saldo": MONEY,
    # what planilla knows to be paid or closed, and `saldo` does not count
    "menos": MONEY,
    "asociado": pl.String(),  # what a credit note corrects, as FACTURA A 00010-00000109
}
PAYMENTS: dict[str, pl.DataType] = {
    "id": pl.String(),
    "source": pl.String(),
    "fecha": pl.Date(),
    "importe": MONEY,  # gross
    "moneda": pl.String(),
    "documento_nro": pl.String(),
    "nombre": pl.String(),
    "texto": pl.String(),
    "medio": pl.String(),
    "comprobante": pl.String(),  # named in a column of its own
    "referencia": pl.String(),
    "comision": MONEY,
    "neto": MONEY,
    "eleccion": pl.String(),  # what a person chose: a comprobante, or NINGUNO
    "cuenta": pl.String(),  # the account that it came into, where the source says it
}
NOTHING = "NINGUNO"


def documents(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """A frame of documents from rows; what a row leaves out is null, `signo` 1, `moneda` PES."""
    defaults = {"signo": 1, "moneda": PESOS}
    return _frame(rows, DOCUMENTS, defaults)


def payments(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """A frame of payments from rows; what a row leaves out is null, `moneda` PES."""
    return _frame(rows, PAYMENTS, {"moneda": PESOS})


def in_pesos(frame: pl.DataFrame, column: str) -> pl.Series:
    """Amounts in a document's own currency as pesos, to the cent; as they are without a rate."""
    return pl.Series(
        column,
        [
            value if rate is None or value is None else rounded(value * rate)
            for value, rate in frame.select(column, "cotizacion").iter_rows()
        ],
        dtype=MONEY,
    )


def _frame(
    rows: Iterable[Mapping[str, Any]],
    schema: dict[str, pl.DataType],
    defaults: Mapping[str, Any],
) -> pl.DataFrame:
    whole = [{**defaults, **row} for row in rows]
    columns = {name: [row.get(name) for row in whole] for name in schema}
    return pl.DataFrame(columns, schema=schema)


def key() -> pl.Expr:
    """A document's name, as FACTURA A 00010-00000109."""
    return pl.format(
        "{} {}-{}",
        pl.col("tipo"),
        pl.col("punto_venta").cast(pl.String).str.zfill(5),
        pl.col("numero").cast(pl.String).str.zfill(8),
    )


def cents(column: str) -> pl.Expr:
    """An amount in whole cents: exact, and joins fast."""
    return (pl.col(column) * 100).cast(pl.Int64)


def amount(column: str) -> pl.Expr:
    """Whole cents as an amount again."""
    return (pl.col(column).cast(pl.Decimal(20, 2)) / 100).cast(MONEY)
