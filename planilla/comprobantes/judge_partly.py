"""What can be said of a comprobante although some of its cells cannot be read.

`schemas.partly` says which rules are asked.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

import polars as pl

from planilla.comprobantes.judge import words_of_file
from planilla.reading.typed_rows import Typed
from schemas.columns import BY_NAME
from schemas.comprobantes import Comprobantes
from schemas.context import UNIDENTIFIED_LIMIT, Context
from schemas.partly import NOT_EVEN_PARTLY, asked_partly
from schemas.totals import GROUP


def judge_partly(typed: Typed, context: Context) -> None:
    """Add what else is wrong with comprobantes that have a fault already."""
    faults = typed.faults
    chosen = _chosen(typed) if context.rules.newer and faults.rows else []
    if not chosen:
        return
    positions = [position for group, _ in chosen for position in group]
    numbers = [number for number, (group, _) in enumerate(chosen) for _ in group]
    names = [name for name in BY_NAME if name in typed.frame.columns]
    frame = typed.frame.select(names)[positions]
    groups = pl.Series(GROUP, numbers, pl.UInt32)
    context = replace(context, limit=lambda: UNIDENTIFIED_LIMIT)
    ready = Comprobantes.prepared(frame, context, groups)

    asks = asked_partly([wrong for _, wrong in chosen], numbers)
    for row, column, code, words in Comprobantes.told(ready, asks):
        more = words_of_file(code, typed, chosen[numbers[row]][0])
        faults.add(typed.numbers[positions[row]], column, code, **{**words, **more})


def _chosen(typed: Typed) -> list[tuple[Sequence[int], Set[str]]]:
    """The groups of rows of which some cells are wrong, and those cells' columns."""
    by_row = typed.faults.columns_by_row()
    found: list[tuple[Sequence[int], Set[str]]] = []
    for group in typed.groups:
        own = [by_row.get(typed.numbers[position], set()) for position in group]
        wrong: set[str] = set().union(*own)
        if wrong and wrong.isdisjoint(NOT_EVEN_PARTLY):
            found.append((group, wrong))
    return found
