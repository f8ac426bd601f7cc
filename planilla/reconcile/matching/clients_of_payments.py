"""Whose money a payment may be: its CUIT's client, or those whose names are alike."""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.likeness import likenesses, told_words
from planilla.reconcile.matching.options import Options

BEGINNING = 3  # letters by which words are first brought together
MOST_PAIRS = 500_000  # a beginning that is in so many names and texts tells nobody
MOST_CLIENTS = 4


def clients_of(payments: pl.DataFrame, docs: pl.DataFrame, options: Options) -> pl.DataFrame:
    """`pid`, `client`, `score`: 100 and above is the CUIT, below a name's likeness.

    Only who has no CUIT that is a client's is looked for by name.
    """
    clients = docs.select("client").unique()
    known = payments.join(clients, left_on="cuit", right_on="client", how="semi")
    by_cuit = known.select("pid", client="cuit", score=pl.lit(101.0))
    rest = payments.join(known.select("pid"), on="pid", how="anti")
    return pl.concat([by_cuit, _by_name(rest, docs, options.alike)])


def _by_name(payments: pl.DataFrame, docs: pl.DataFrame, least: float) -> pl.DataFrame:
    text = pl.concat_str(["nombre", "texto"], separator=" ", ignore_nulls=True)
    told = payments.select("pid", told=told_words(text))
    names = docs.select("client", "razon_social").drop_nulls().unique()
    names = names.sort("client", "razon_social").select(
        "client", name=told_words(pl.col("razon_social"))
    )
    names = names.with_row_index("nid")
    near = _sharing(told, names)
    both = near.join(told, on="pid").join(names, on="nid")
    score = likenesses(both, "told", "name").clip(upper_bound=100.0)
    scored = both.with_columns(score=score).filter(pl.col("score") >= least)
    best = scored.group_by("pid", "client").agg(pl.col("score").max())
    rank = pl.col("score").rank("min", descending=True).over("pid")
    return best.filter(rank <= MOST_CLIENTS, pl.len().over("pid") <= 4 * MOST_CLIENTS)


def _sharing(told: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`pid` and `nid` of those that share beginnings of words: two, or a long one."""
    mine = told.explode("told").drop_nulls().with_columns(head=_head("told"))
    theirs = names.explode("name").drop_nulls().with_columns(head=_head("name"))
    heads = mine.group_by("head").len("told").join(theirs.group_by("head").len("names"), on="head")
    heads = heads.filter(pl.col("told") * pl.col("names") <= MOST_PAIRS).select("head")
    mine, theirs = (side.join(heads, on="head", how="semi") for side in (mine, theirs))
    letters = pl.min_horizontal(pl.col("told").str.len_chars(), pl.col("name").str.len_chars())
    both = mine.join(theirs, on="head").group_by("pid", "nid")
    shared = both.agg(words=pl.col("head").n_unique(), longest=letters.max())
    return shared.filter((pl.col("words") > 1) | (pl.col("longest") >= 8)).select("pid", "nid")


def _head(column: str) -> pl.Expr:
    return pl.col(column).str.head(BEGINNING)
