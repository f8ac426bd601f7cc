"""Payments by what they are, so that a row seen in two files, or in two runs, is one payment.

The identity is a hash of what the row says and its occurrence among equal ones of
its file: a cumulative export gives the same ones again. What has been seen is
kept, so that payments reconciled in two runs give the same as in one.
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from planilla.common.atomic_write import write_whole
from planilla.model.asked import LINE
from planilla.reconcile.matching.frames import PAYMENTS
from planilla.reconcile.respelled_lines import respelled

MEANING = (
    *("source", "fecha", "importe", "moneda", "documento_nro", "nombre", "texto", "comprobante"),
    "referencia",
)

SEEN = {**PAYMENTS, "igual_a": pl.String()}


def identified(payments: pl.DataFrame) -> pl.DataFrame:
    """The payments of one file, their `id` being what they are rather than where they stood."""
    seen: Counter[str] = Counter()
    ids = []
    for row in payments.select(MEANING).iter_rows():
        digest = hashlib.sha256(repr([str(cell) for cell in row]).encode()).hexdigest()[:16]
        seen[digest] += 1
        ids.append(f"{LINE}{digest}-{seen[digest]}")
    return payments.with_columns(id=pl.Series("id", ids, dtype=pl.String))


def together(known: pl.DataFrame, frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The payments that are known and those of each file in turn, each once.

    `igual_a` is an earlier line that one of them may be, written in another way.
    """
    for frame in frames:
        earlier = known.select("id", "igual_a", chosen="eleccion")
        given = frame.join(earlier, on="id", how="left")
        fresh = given.join(known, on="id", how="anti")
        other = respelled(fresh, known.join(given, on="id", how="anti"))
        given = given.join(other, on="id", how="left").with_columns(
            # a statement given again says nothing of what a person chose meanwhile
            eleccion=pl.coalesce("eleccion", "chosen"),
            igual_a=pl.coalesce("igual_a", "other"),
        )
        both = [given.select(list(SEEN)), known]
        known = pl.concat(both).unique("id", keep="first", maintain_order=True)
    return known.sort("id")


def remembered(home: Path) -> pl.DataFrame:
    """The payments of earlier runs."""
    path = _path(home)
    if not path.is_file():
        return nothing()
    known = pl.read_parquet(path)
    lacking = [pl.lit(None, dtype=SEEN[name]).alias(name) for name in SEEN if name not in known]
    return known.with_columns(lacking).select(list(SEEN))


def nothing() -> pl.DataFrame:
    """No payments."""
    return pl.DataFrame(schema=SEEN)


def remember(home: Path, payments: pl.DataFrame) -> None:
    """Keep these payments for later runs; raises `OutputError`."""
    path = _path(home)
    path.parent.mkdir(parents=True, exist_ok=True)

    def content() -> bytes:
        stream = io.BytesIO()
        payments.select(list(SEEN)).write_parquet(stream)
        return stream.getvalue()

    write_whole(path, content)


def _path(home: Path) -> Path:
    return home / "conciliacion" / "pagos.parquet"
