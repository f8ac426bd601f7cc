"""Payments by what they are, so that a row seen in two files, or in two runs, is one payment.

The identity is a hash of what the row says and its occurrence among equal ones of
its file: a cumulative export gives the same ones again. What has been seen is
kept, so that payments reconciled in two runs give the same as in one.
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from pathlib import Path

import polars as pl

from planilla.matching.frames import PAYMENTS
from planilla.rows.asked import LINE
from planilla.workbook.atomic import write_whole

MEANING = (
    *("source", "fecha", "importe", "moneda", "documento_nro", "nombre", "texto", "comprobante"),
    "referencia",
)


def identified(payments: pl.DataFrame) -> pl.DataFrame:
    """The payments of one file, their `id` being what they are rather than where they stood."""
    seen: Counter[str] = Counter()
    ids = []
    for row in payments.select(MEANING).iter_rows():
        digest = hashlib.sha256(repr([str(cell) for cell in row]).encode()).hexdigest()[:16]
        seen[digest] += 1
        ids.append(f"{LINE}{digest}-{seen[digest]}")
    return payments.with_columns(id=pl.Series("id", ids, dtype=pl.String))


def with_earlier(home: Path, payments: pl.DataFrame) -> pl.DataFrame:
    """These payments and those of earlier runs, each once."""
    known = remembered(home)
    earlier = known.select("id", chosen="eleccion")
    # a statement given again says nothing of what a person chose meanwhile
    given = payments.join(earlier, on="id", how="left").with_columns(
        eleccion=pl.coalesce("eleccion", "chosen")
    )
    return pl.concat([given.drop("chosen"), known]).unique("id", keep="first").sort("id")


def remembered(home: Path) -> pl.DataFrame:
    """The payments of earlier runs."""
    path = _path(home)
    return pl.read_parquet(path) if path.is_file() else pl.DataFrame(schema=PAYMENTS)


def remember(home: Path, payments: pl.DataFrame) -> None:
    """Keep these payments for later runs; raises `OutputError`."""
    path = _path(home)
    path.parent.mkdir(parents=True, exist_ok=True)

    def content() -> bytes:
        stream = io.BytesIO()
        payments.select(list(PAYMENTS)).write_parquet(stream)
        return stream.getvalue()

    write_whole(path, content)


def _path(home: Path) -> Path:
    return home / "conciliacion" / "pagos.parquet"
