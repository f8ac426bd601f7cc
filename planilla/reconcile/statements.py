"""The payments of all statements, each once, under the names that they have always had."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from planilla.reconcile.gather import Gathered
from planilla.reconcile.returned import less_out
from planilla.reconcile.seen_payments import identified, no_longer, renamed, together
from planilla.reconcile.sources import SourceFrame

ROW = r":(\d+)$"  # of its file, in the name of a line as it was read


def all_payments(
    known: pl.DataFrame, gathered: Gathered, registered: Mapping[str, str]
) -> pl.DataFrame:
    """What is `known` of earlier runs and what the statements say, less what went out again.

    `registered` are the lines that planilla registered, with their comprobantes. What is told
    of a row is added to what was gathered.
    """
    names = {*known["id"], *registered}
    frames, outs, gone = [], [], set[str]()
    for source in gathered.statements:
        frame = identified(source.frame)
        for once in source.once:
            frame = renamed(source.frame, once, names, frame["id"])
            gone |= no_longer(source.frame, once)
        frames.append(
            frame.with_columns(
                archivo=pl.lit(source.path.name),
                fila=source.frame["id"].str.extract(ROW).cast(pl.Int64),
            )
        )
        outs.append((source, _went_out(source, frame)))
    still = ~pl.col("id").is_in(list(gone.difference(registered)))
    whole = together(known.filter(still), frames)
    for source, out in outs:
        whole, found = less_out(whole, out, registered)
        gathered.faults += [(source.path, one) for one in found.faults]
        gathered.notes += [(source.path, one) for one in found.notes]
    return whole


def _went_out(source: SourceFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """What went out, with the `row` of its file, its `name`, and `of` as the payments are named."""
    out = source.out
    if out is None:
        return pl.DataFrame()
    rows = out["id"].str.extract(ROW).cast(pl.Int64)
    told = identified(out)["id"]
    named = dict(zip(source.frame["id"], frame["id"], strict=True))
    standing = set(frame["id"])
    # a row that a filter leaves out is another than one that stands beside it in the file
    before = {
        row: None if now in standing else now for row, now in zip(out["id"], told, strict=True)
    }
    of = [None if row is None else named.get(row, before[row]) for row in out["of"]]
    meant = out["of"].is_null() | pl.Series([name is not None for name in of], dtype=pl.Boolean)
    return out.with_columns(
        row=rows,
        name=pl.concat_str(pl.lit("-"), told),
        of=pl.Series(of, dtype=pl.String),
        devuelto=pl.lit(None, dtype=pl.Decimal(18, 2)),
        devuelto_por=pl.lit(None, dtype=pl.String),
    ).filter(meant)
