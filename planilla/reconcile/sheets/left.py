"""How much is left, in plain words, for the top of Resumen."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from planilla.common.money import PESOS, written
from planilla.reconcile.sheets.credit import credit
from planilla.reconcile.sheets.findings import Reconciled

OWED = "Falta cobrar {amount}: {documents} de {clients} ({share})."
OVERDUE = "De eso está vencido {amount}."
NOTHING_OWED = "No falta cobrar nada."
CHOOSE = "Para que usted elija: {payments} por {amount}, en A revisar."
UNKNOWN = "Sin saber de qué: {payments} por {amount}, en Pago sin comprobante."
ALL_KNOWN = "De cada cobro se sabe de qué es."
IN_FAVOUR = "A favor de clientes hay {amount}."


def sentences(found: Reconciled) -> list[str]:
    """What is owed, what waits and what is unknown, in pesos; money of other currencies apart."""
    told = [*_owed(found), *_unknown(found)]
    favour = credit(found).filter(pl.col("moneda") == PESOS)["a_favor"]
    if len(favour):
        told.append(IN_FAVOUR.format(amount=written(_sum(favour))))
    return told


def _owed(found: Reconciled) -> list[str]:
    docs = found.matching.documents.filter(pl.col("moneda") == PESOS, pl.col("signo") > 0)
    left = docs.filter(pl.col("resta") > 0)
    if left.is_empty():
        return [NOTHING_OWED]
    amount, whole = _sum(left["resta"]), _sum(docs["balance"])
    clients = left.select(pl.coalesce("documento_nro", "razon_social", "id")).to_series().n_unique()
    told = OWED.format(
        amount=written(amount),
        documents=_counted(len(left), "comprobante"),
        clients=_counted(clients, "cliente"),
        share=f"{(100 * amount / whole).quantize(Decimal(1))} % de lo que se debía al empezar",
    )
    due = pl.coalesce("vencimiento", "fecha")
    overdue = _sum(left.filter(due < found.day)["resta"])
    return [f"{told} {OVERDUE.format(amount=written(overdue))}" if overdue else told]


def _unknown(found: Reconciled) -> list[str]:
    rest = found.matching.payments.filter(pl.col("resta") > 0, pl.col("moneda") == PESOS)
    asked = rest.join(found.matching.review.select(id="pago").unique(), on="id", how="semi")
    other = rest.join(asked.select("id"), on="id", how="anti")
    told = [
        words.format(payments=_counted(len(some), "cobro"), amount=written(_sum(some["resta"])))
        for words, some in ((CHOOSE, asked), (UNKNOWN, other))
        if len(some)
    ]
    return told or [ALL_KNOWN]


def _counted(count: int, one: str) -> str:
    return f"{count:,} {one}{'' if count == 1 else 's'}".replace(",", ".")


def _sum(column: pl.Series) -> Decimal:
    return sum(column.drop_nulls().to_list(), Decimal(0))
