"""What a comprobante is known by: version 2, to which a text is the same however it is typed.

Frozen, as version 1 is (`planilla.comprobantes.earlier_readings`), from which it differs in the
texts of the concepts alone: the total in it is the shared one, whatever is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from json import dumps
from json.encoder import encode_basestring_ascii

import polars as pl

from planilla.common.compared_text import normal
from planilla.comprobantes.earlier_readings import (
    CONCEPT,
    digest,
    heads_as_json,
    json,
    shared_total,
)
from planilla.reading.rows import Rows
from schemas.filled import WHICH


def contents(
    rows: Rows, comprobantes: Sequence[Sequence[int]], totals: Sequence[Decimal]
) -> list[tuple[str, str]]:
    """Of the rows of each, SHA-256 of what they mean, however cells and texts were written.

    By this version, and by the first. `comprobantes` are the positions of their rows. Where
    there is no general discount to be shared out, what is in it is the total.
    """
    if not comprobantes:
        return []
    named, *figures = CONCEPT
    parts = pl.DataFrame([rows.mapped(name, json) for name in figures])
    newest = rows.mapped(named, lambda text: encode_basestring_ascii(normal(str(text))))
    rest = parts.select(pl.concat_str(figures, separator=", ")).to_series().alias("rest")
    first, newer = (
        pl.DataFrame([text.alias("text"), rest]).select(pl.format("[{}, {}]", "text", "rest"))
        for text in (rows.mapped(named, json), newest)
    )
    before, after = first.to_series().to_list(), newer.to_series().to_list()
    heads = heads_as_json(rows, [own[0] for own in comprobantes]).to_list()
    discounts, others = rows.column("bonificacion"), _further(rows)
    found: list[tuple[str, str]] = []
    for own, first_of, sent in zip(comprobantes, heads, totals, strict=True):
        shared = shared_total([rows[place] for place in own]) if discounts[own[0]] else sent
        total, head = json(shared), f"{first_of[:-1]}{others(own)}}}"
        by_then = digest([before[place] for place in own], head, total)
        found.append((digest([after[place] for place in own], head, total), by_then))
    return found


def _further(rows: Rows) -> Callable[[Sequence[int]], str]:
    """What says of a note's rows which comprobantes it corrects beside the first; mostly nothing.

    No earlier release took more than one.
    """
    columns = [rows.column(name) for name in WHICH]

    def told(own: Sequence[int]) -> str:
        named = dict.fromkeys(tuple(column[place] for column in columns) for place in own)
        others = [one for one in named if None not in one][1:]
        return f', "asociados": {dumps(others)}' if others else ""

    return told
