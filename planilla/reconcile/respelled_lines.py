"""One line of a statement written in two ways, in two files.

A bank's xlsx has columns that its CSV has not; Excel, saving a CSV, takes the zeros before
a number; a mapping of one's own gives the bank another name. The identity of a line is
what it says, so these would be two. A line is doubted that is not in the file of an
earlier one and agrees with it in day, amount and payer: two in one file are two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from rapidfuzz import fuzz

from planilla.reconcile.already_registered import OWN_SHEET
from planilla.reconcile.matching.payers import payer

ALIKE = 88.0
SIDES = ["fecha", "importe", "moneda"]
WORDS = ("nombre", "texto", "comprobante", "referencia")


def respelled(fresh: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """`id` of the fresh lines that may be an earlier one, and which (`other`), one for one."""
    both = _told(fresh).join(_told(earlier), on=SIDES, suffix="_other").sort("id", "id_other")
    found: dict[str, str] = {}
    taken: set[str] = set()
    for row in both.iter_rows(named=True):
        free = row["id"] not in found and row["id_other"] not in taken
        if free and _may_be_one(row):
            found[row["id"]] = row["id_other"]
            taken.add(row["id_other"])
    return pl.DataFrame(
        {"id": list(found), "other": list(found.values())},
        schema={"id": pl.String, "other": pl.String},
    )


def _told(payments: pl.DataFrame) -> pl.DataFrame:
    """What is compared; our own sheet has a referencia of its own for each payment."""
    words = pl.concat_str(WORDS, separator=" ", ignore_nulls=True).str.to_lowercase()
    lines = payments.filter(pl.col("source") != OWN_SHEET)
    return lines.select("id", *SIDES, "source", "cuenta", cuit=payer(), words=words)


def _may_be_one(row: Mapping[str, Any]) -> bool:
    if row["cuenta"] and row["cuenta_other"] and row["cuenta"] != row["cuenta_other"]:
        return False
    mine, other = row["cuit"], row["cuit_other"]
    if mine and other:
        return bool(mine == other)
    same_bank = row["source"] == row["source_other"]
    alike = fuzz.token_set_ratio(row["words"], row["words_other"], score_cutoff=ALIKE)
    return bool(row["words"]) and same_bank and alike > 0
