"""The rate of a document in another currency, in every source that has the document.

Accounts are in pesos (api.md 4): what a source says is left of one cannot be compared, nor
matched, before the rate is known; and often only another source says it.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from planilla.common.money import PESOS
from planilla.reconcile.matching.frames import DOCUMENTS, in_pesos, key
from planilla.reconcile.own_documents import LEDGER, SERVICE


def ranked(sources: Mapping[str, pl.DataFrame]) -> list[str]:
    """The names of sources as they are believed: the ledger, the service, then as given."""
    return sorted(sources, key=lambda name: (name != LEDGER, name != SERVICE))


def with_rates(sources: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The same documents; one without a rate has that of the first source that says it."""
    if not sources:
        return {}
    whole = pl.concat([sources[name] for name in ranked(sources)])
    said = (
        whole.filter(pl.col("cotizacion").is_not_null(), pl.col("numero").is_not_null())
        .select("moneda", key=key(), said="cotizacion")
        .unique(["moneda", "key"], keep="first", maintain_order=True)
    )
    return {name: _filled(frame, said) for name, frame in sources.items()}


def _filled(frame: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    lacking = pl.col("cotizacion").is_null() & (pl.col("moneda") != PESOS)
    joined = (
        frame.with_columns(lacking=lacking, key=key())
        .join(said, on=["moneda", "key"], how="left", maintain_order="left")
        .with_columns(cotizacion=pl.coalesce("cotizacion", "said"))
    )
    told = pl.when("lacking").then(in_pesos(joined, "saldo")).otherwise("saldo")
    return joined.with_columns(saldo=told).select(list(DOCUMENTS))
