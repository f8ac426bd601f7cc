"""A frame of comprobantes with what its rules read beside its own columns.

Such columns begin with an underscore: which comprobante a row is of, what its tipo is, the
context that it is judged in, what it adds up to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import polars as pl

from schemas.checks import DTYPES
from schemas.column import Column
from schemas.context import FIFTHS, UNIDENTIFIED_LIMIT, Context
from schemas.expressions import looked_up
from schemas.filled import WHICH
from schemas.rule import FIRST, WHOLE
from schemas.tables import TIPOS
from schemas.totals import GROUP, with_sums

TRIBUTO = "tributo_"
NEAR_THE_LIMIT = UNIDENTIFIED_LIMIT / 10
"""Below it the limit is not even asked for: it only ever rises."""
LETRAS = {name: tipo.letra for name, tipo in TIPOS.items()}
FCE = {name: tipo.fce for name, tipo in TIPOS.items()}
NOTES = {name: tipo.is_note for name, tipo in TIPOS.items()}
FISCAL = {name: tipo.is_fiscal for name, tipo in TIPOS.items()}


def together(frame: pl.DataFrame, also: Sequence[str] = ()) -> pl.Series:
    """Which rows belong together, numbered in order: of one referencia, or a row alone.

    Of one referencia are those that are the same in some other columns `also`.
    """
    if "referencia" not in frame.columns:
        return pl.int_range(len(frame), dtype=pl.UInt32, eager=True).alias(GROUP)
    alone = pl.when(pl.col("referencia").is_null()).then("row")
    rows = frame.with_row_index("row")
    firsts = rows.select(pl.col("row").first().over("referencia", *also, alone))
    return (firsts["row"].rank("dense") - 1).cast(pl.UInt32).alias(GROUP)


def with_groups(
    frame: pl.DataFrame, columns: Mapping[str, Column], groups: pl.Series
) -> pl.DataFrame:
    """The frame with every declared column, and which rows belong together.

    But for tributos where it has none: there are many, and their rules are skipped.
    """
    some = any(name.startswith(TRIBUTO) for name in frame.columns)
    absent = [
        pl.lit(None, DTYPES[one.kind]).alias(name)
        for name, one in columns.items()
        if name not in frame.columns and (some or not name.startswith(TRIBUTO))
    ]
    whole = [] if WHOLE in frame.columns else [pl.lit(True).alias(WHOLE)]
    return frame.with_columns(*absent, *whole, groups.alias(GROUP)).with_columns(
        pl.col(GROUP).is_first_distinct().alias(FIRST), pl.len().over(GROUP).alias("_count")
    )


def prepared(
    frame: pl.DataFrame,
    columns: Mapping[str, Column],
    context: Context,
    groups: pl.Series,
    by_shares: Callable[[int], Decimal] | None = None,
) -> pl.DataFrame:
    """The frame, with every column that the rules read; of a context, what it has not itself."""
    known = [one.alias(n) for n, one in context.columns().items() if n not in frame.columns]
    ready = with_groups(frame, columns, groups).with_columns(
        *known,
        looked_up("tipo", LETRAS).alias("_letra"),
        (looked_up("tipo", LETRAS) == "E").fill_null(False).alias("_export"),
        looked_up("tipo", FCE).alias("_fce"),
        looked_up("tipo", NOTES).alias("_note"),
        looked_up("tipo", FISCAL).alias("_fiscal"),
        *_associated(frame),
    )
    return _limited(with_sums(ready, None if context.rules.newer else by_shares), context)


def _associated(frame: pl.DataFrame) -> list[pl.Expr]:
    """Whether a row names another associated comprobante than the first, and how many there are."""
    if "asociado_numero" not in frame or not frame["asociado_numero"].count():
        return [pl.lit(False).alias("_another"), pl.lit(0, pl.UInt32).alias("_asociados")]
    first = (pl.col(name) != pl.col(name).first().over(GROUP) for name in WHICH)
    return [
        pl.any_horizontal(first).fill_null(False).alias("_another"),
        pl.struct(WHICH).n_unique().over(GROUP).alias("_asociados"),
    ]


def nameless() -> pl.Expr:
    """A final consumer whose document nobody wrote."""
    return (pl.col("documento_tipo") == "OTRO") & unnumbered()


def unnumbered() -> pl.Expr:
    """Whether the number of a document is none."""
    return pl.col("documento_nro").str.strip_chars("0") == ""


def _limited(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """With the amount from which a final consumer must be identified, where one is near it."""
    near = int(NEAR_THE_LIMIT) * 10**FIFTHS
    here = pl.col(WHOLE) & pl.col(FIRST) & ~pl.col("_export")
    may = here & nameless() & (pl.col("_pesos") >= near)
    asked = context.rules.unidentified_limit and frame.select(may.any()).item()
    limit = context.limit() if asked else None
    whole = None if limit is None else int(limit * 10**FIFTHS)
    return frame.with_columns(
        pl.lit(whole, pl.Int128).alias("_limit"), may.alias("_near_the_limit")
    )
