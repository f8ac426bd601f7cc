"""Rule 1, for who pays what a comprobante is less a credit note: the note covers the rest.

Certain where the notes that detail the comprobante are the difference to the cent, or where one
note alone of the same client is, which details no other, and the difference is no round
percentage, as a withholding would be.
"""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.differences import is_withheld
from planilla.reconcile.matching.options import Options
from planilla.reconcile.matching.state import MatchState


def net_of_notes(state: MatchState, one: pl.DataFrame, options: Options) -> pl.DataFrame:
    """Decide on the payments that name one document and lack a note of it; gives the others.

    `one` has a row for each payment and its document: `pid`, `did`, `left`, `left_doc`, `key`…
    """
    short = one.with_columns(short=pl.col("left_doc") - pl.col("left"))
    short = short.filter(pl.col("short") > 0, pl.len().over("did") == 1)
    notes = state.open_documents().filter(pl.col("left") < 0)
    if short.is_empty() or notes.is_empty():
        return one
    candidates = notes.select(
        "asociado", "moneda", note="did", note_cuit="cuit", note_key="key", kept=-pl.col("left")
    )
    both = short.join(candidates, on="moneda").filter(pl.col("note_cuit") == pl.col("cuit_doc"))
    detailed = both.filter(pl.col("asociado") == pl.col("key"))
    whole = detailed.filter(pl.col("kept").sum().over("pid") == pl.col("short"))
    single = both.filter(
        pl.col("asociado").is_null(), pl.col("kept") == pl.col("short"), ~is_withheld(options)
    ).filter(pl.len().over("pid") == 1)
    found = pl.concat([whole, single.join(whole.select("pid"), on="pid", how="anti")])
    torn = found.filter(pl.col("pid").n_unique().over("note") > 1).select("pid")
    sure = found.join(torn, on="pid", how="anti")
    names = sure.group_by("pid").agg(names=pl.col("note_key").sort().str.join(", "))
    sure = sure.join(names, on="pid")
    told = pl.format("Nombra {}, y paga lo que es menos {}.", "key", "names")
    state.make(
        sure.unique("pid", keep="first", maintain_order=True).select(
            "pid", "did", cents="left", diferencia="short", regla="by", evidencia=told
        )
    )
    state.make(
        sure.select(
            "pid",
            did="note",
            cents=pl.lit(0),
            diferencia=-pl.col("kept"),
            regla="by",
            evidencia=told,
        )
    )
    return one.join(sure.select("pid"), on="pid", how="anti")
