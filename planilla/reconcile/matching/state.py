"""The state of a matching: what is left of each document and payment, and the pairs made.

Amounts are whole cents. Everything is ordered by content, never by where a row
stood, so that the same rows in another order give the same result.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from planilla.common.money import PESOS
from planilla.reconcile.matching.frames import cents, in_pesos, key
from planilla.reconcile.matching.likeness import plain_name
from planilla.reconcile.matching.payers import one_number_a_person, payers

PAIRS = {
    "pid": pl.UInt32(),
    "did": pl.UInt32(),
    "cents": pl.Int64(),
    "diferencia": pl.Int64(),  # of the balance, explained by withholdings, charges or rounding
    "regla": pl.String(),
    "evidencia": pl.String(),
}
REVIEW = {
    "pid": pl.UInt32(),
    "did": pl.UInt32(),
    "regla": pl.String(),
    "motivo": pl.String(),
}


@dataclass
class MatchState:
    """Documents and payments with short ids, and what has been decided about them."""

    documents: pl.DataFrame
    payments: pl.DataFrame
    pairs: list[pl.DataFrame] = field(default_factory=list)
    reviews: list[pl.DataFrame] = field(default_factory=list)
    limited: set[str] = field(default_factory=set)  # clients whose search met its limit

    @classmethod
    def of(cls, documents: pl.DataFrame, payments: pl.DataFrame) -> MatchState:
        """Sort by content and number; work out balances, clients and names once."""
        docs = (
            owed_in_pesos(documents)
            .sort("fecha", "tipo", "punto_venta", "numero", "id", nulls_last=True)
            .with_row_index("did")
            .with_columns(
                key=key(),
                cuit=pl.col("documento_nro").str.replace_all(r"\D", ""),
                name=plain_name("razon_social"),
                letra=pl.col("tipo").str.extract(r" ([ABCEM])$", 1),
                balance=_owed() * pl.col("signo"),
            )
            .pipe(one_number_a_person)
        )
        paid = (
            payments.sort("fecha", "importe", "id", nulls_last=True)
            .with_row_index("pid")
            .with_columns(name=plain_name("nombre"), left=cents("importe"))
        )
        who = payers(paid, docs)
        paid = paid.join(who, on="pid", how="left", maintain_order="left")
        return cls(_less_notes(docs), paid)

    def open_documents(self) -> pl.DataFrame:
        """Documents with something left to pay: `left` in cents, notes of credit below zero."""
        used = self._used("did", pl.col("cents") + pl.col("diferencia"))
        return (
            self.documents.join(used, on="did", how="left")
            .with_columns(left=pl.col("balance") - pl.col("used").fill_null(0))
            .filter(pl.col("left") != 0)
            .drop("used")
        )

    def open_payments(self) -> pl.DataFrame:
        """Payments with something left, not taken out for a person to judge."""
        used = self._used("pid", pl.col("cents"))
        judged = self._judged()
        return (
            self.payments.join(used, on="pid", how="left")
            .with_columns(left=pl.col("left") - pl.col("used").fill_null(0))
            .filter(pl.col("left") > 0)
            .drop("used")
            .join(judged, on="pid", how="anti")
        )

    def make(self, pairs: pl.DataFrame) -> None:
        """Decide on pairs: `pid`, `did`, `cents`, `diferencia`, `regla`, `evidencia`."""
        if len(pairs):
            self.pairs.append(pairs.select(list(PAIRS)).cast(PAIRS))  # type: ignore[arg-type]

    def doubt(self, candidates: pl.DataFrame) -> None:
        """Leave payments to a person: `pid`, `did` (null for none), `regla`, `motivo`."""
        if len(candidates):
            self.reviews.append(candidates.select(list(REVIEW)).cast(REVIEW))  # type: ignore[arg-type]

    def all_pairs(self) -> pl.DataFrame:
        """Every pair made, in order."""
        return pl.concat([pl.DataFrame(schema=PAIRS), *self.pairs]).sort("pid", "did")

    def all_reviews(self) -> pl.DataFrame:
        """Every candidate left to a person, in order."""
        found = pl.concat([pl.DataFrame(schema=REVIEW), *self.reviews])
        return found.unique().sort("pid", "did", "regla")

    def _used(self, column: str, value: pl.Expr) -> pl.DataFrame:
        return self.all_pairs().group_by(column).agg(used=value.sum())

    def _judged(self) -> pl.DataFrame:
        return pl.concat(
            [pl.DataFrame(schema={"pid": pl.UInt32()}), *(r.select("pid") for r in self.reviews)]
        ).unique()


def _owed() -> pl.Expr:
    """What is left of a document, as far as is known before anything is matched."""
    left = pl.coalesce(cents("saldo"), cents("debe")) - cents("menos").fill_null(0)
    return left.clip(lower_bound=0)


def owed_in_pesos(documents: pl.DataFrame) -> pl.DataFrame:
    """Documents with what each is as a debt: `debe`, and its currency as `moneda`.

    Pesos where the rate is known; `emitido_en` keeps the currency it was issued in.
    """
    known = pl.col("cotizacion").is_not_null()
    return documents.with_columns(
        in_pesos(documents, "total").alias("debe"),
        emitido_en="moneda",
        moneda=pl.when(known).then(pl.lit(PESOS)).otherwise("moneda"),
    )


def _less_notes(docs: pl.DataFrame) -> pl.DataFrame:
    """A credit note that says what it corrects reduces that one, as far as it goes."""
    notes = docs.filter((pl.col("signo") < 0) & pl.col("asociado").is_not_null())
    if notes.is_empty():
        return docs
    known = docs.filter(pl.col("signo") > 0, pl.col("saldo").is_null()).select("key", "moneda")
    applied = notes.join(known.unique(), left_on=["asociado", "moneda"], right_on=["key", "moneda"])
    less = applied.group_by("asociado", "moneda").agg(less=pl.col("balance").sum())
    used = applied.select("did", gone=pl.lit(True))
    return (
        docs.join(less, left_on=["key", "moneda"], right_on=["asociado", "moneda"], how="left")
        .join(used, on="did", how="left")
        .with_columns(
            balance=pl.when(pl.col("gone").fill_null(False))
            .then(0)
            .otherwise(pl.col("balance") + pl.col("less").fill_null(0))
        )
        .drop("less", "gone")
    )
