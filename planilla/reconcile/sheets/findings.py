"""What a reconciliation found, and the equations that must close."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import polars as pl

from planilla.common.money import PESOS
from planilla.reconcile.closings import Closing, Line
from planilla.reconcile.learned import Learned
from planilla.reconcile.matching.compare_documents import Comparison
from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.pair_payments import Matching
from planilla.reconcile.own_rules import ASIDE


@dataclass(frozen=True)
class Reconciled:
    """Everything that was found.

    `registered` are payments that planilla already registered, `rounded` the
    cents that they had too much. `learned` is who pays for whom, as people chose it, `aside`
    what the office's own rules know to be no client's, `closings` what closes a comprobante and
    is no money, `paid` the lines whose payment the service has, each with its comprobante,
    `over` the closings of which the money came in after all.
    """

    matching: Matching
    comparison: Comparison
    aging: pl.DataFrame
    registered: pl.DataFrame
    payments: pl.DataFrame
    rounded: pl.DataFrame
    sources: tuple[str, ...]
    day: date
    options: Options = field(default_factory=Options)
    learned: tuple[Learned, ...] = ()
    aside: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ASIDE))
    closings: tuple[Closing, ...] = ()
    paid: frozenset[Line] = frozenset()
    over: tuple[Closing, ...] = ()

    @property
    def to_register(self) -> pl.DataFrame:
        """The pairs that `planilla pay` can register: in pesos, of documents that have a number.

        `cobro` is the whole of each payment, of which no more may ever be registered.
        """
        docs = self.matching.documents.filter(
            pl.col("numero").is_not_null(), pl.col("signo") > 0, pl.col("moneda") == PESOS
        )
        named = docs.select(documento="id", tipo="tipo", punto_venta="punto_venta", numero="numero")
        paid = self.matching.payments.select(pago="id", fecha="fecha", medio="medio")
        whole = self.payments.select(pago="id", cobro="importe")
        pairs = self.matching.bookable.join(named, on="documento").join(paid, on="pago")
        return pairs.join(whole, on="pago")

    @property
    def equation(self) -> list[tuple[str, str, Decimal, Decimal]]:
        """Money in and money out by currency: (currency, sentence, left side, right side).

        What is owed in another currency is in pesos where its rate is known.
        """
        lines = []
        for currency in sorted(
            set(self.matching.documents["moneda"]) | set(self.payments["moneda"])
        ):
            lines += self._sides(currency)
        return lines

    def _sides(self, currency: str) -> list[tuple[str, str, Decimal, Decimal]]:
        docs = self.matching.documents.filter(pl.col("moneda") == currency)
        rest = self.matching.payments.filter(pl.col("moneda") == currency)
        received = self.payments.filter(pl.col("moneda") == currency)
        pairs = self.matching.pairs.join(docs.select(documento="id"), on="documento", how="semi")
        booked = self.registered.join(received.select(pago="id"), on="pago", how="semi")
        aside = self.aside.join(received.select("id"), on="id", how="semi")
        cents = self.rounded.filter(pl.col("moneda") == currency)
        applied, explained = _sum(pairs["importe"]), _sum(pairs["diferencia"])
        owed = _sum(docs["balance"])
        return [
            (
                currency,
                "Deuda = aplicado + retenciones, gastos y notas + lo que resta",
                owed,
                applied + explained + _sum(docs["resta"]),
            ),
            (
                currency,
                "Cobros = registrados + aplicados + sin comprobante + apartados + redondeos",
                _sum(received["importe"]),
                _sum(booked["importe"])
                + applied
                + _sum(rest["resta"])
                + _sum(aside["importe"])
                + _sum(cents["importe"]),
            ),
        ]

    @property
    def closes(self) -> bool:
        """Whether every equation holds to the cent."""
        return all(left == right for _, _, left, right in self.equation)


def _sum(column: pl.Series) -> Decimal:
    return sum(column.drop_nulls().to_list(), Decimal(0))
