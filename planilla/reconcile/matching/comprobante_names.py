"""Comprobantes named in cells, a column at a time."""

from __future__ import annotations

import polars as pl

from planilla.reading.cells.sheet import CellKind
from planilla.reconcile.matching.spellings import each_spelling
from schemas.codes import code
from schemas.tables import TIPOS

ONE_CELL = (
    r"^(.*?[^\d\s-])[\s:]*(\d{1,5})\s*[-/ ]\s*(\d{1,8})$"  # as planilla.payments.named_comprobante
)
AROUND = " .:#°º-"
ISSUED = r"(\d{1,5})-(\d{1,8})"


def in_one_cell(cells: pl.Series) -> pl.Series:
    """`FACTURA A 00010-00000109` from any spelling of it; what is none stays as it is."""
    bare = pl.col("whole").str.replace_all(r"\s+", " ").str.strip_chars()
    parts = pl.DataFrame({"whole": cells}).with_columns(p=bare.str.extract_groups(ONE_CELL))
    parts = parts.unnest("p").with_columns(
        text=pl.col("1").str.strip_chars(AROUND),
        kind=pl.lit(CellKind.TEXT.value),
        pv=pl.col("2").cast(pl.Int64),
        serial=pl.col("3").cast(pl.Int64),
    )
    known = each_spelling(parts, lambda text, _: (_tipo(text), None), pl.String)
    joined = parts.join(known, on=["text", "kind"], how="left", maintain_order="left")
    real = (pl.col("pv") > 0) & (pl.col("serial") > 0) & pl.col("read").is_not_null()
    return joined.select(pl.when(real).then(_named("read")).otherwise("whole"))[:, 0]


def of_three(tipo: pl.Series, pv: pl.Series, serial: pl.Series) -> pl.Series:
    """The same from three columns; null unless all are there."""
    frame = pl.DataFrame({"read": tipo, "pv": pv, "serial": serial})
    real = (pl.col("pv") > 0) & (pl.col("serial") > 0) & pl.col("read").is_not_null()
    return frame.select(pl.when(real).then(_named("read")))[:, 0]


def issued(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Point of sale and number of `00010-00000109`; null where there is none."""
    return cells.str.extract(ISSUED, 1).cast(pl.Int64), cells.str.extract(ISSUED, 2).cast(pl.Int64)


def _named(tipo: str) -> pl.Expr:
    pv, serial = (pl.col(name).cast(pl.String) for name in ("pv", "serial"))
    return pl.format("{} {}-{}", pl.col(tipo), pv.str.zfill(5), serial.str.zfill(8))


def _tipo(text: str) -> str | None:
    found = code(text, "tipo")
    return found if found in TIPOS else None
