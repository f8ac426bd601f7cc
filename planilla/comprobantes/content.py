"""What a comprobante is known by: version 2, to which a text is the same however it is typed.

Frozen, as version 1 is (`planilla.comprobantes.earlier_readings`), from which it differs in the
texts of the concepts alone: the total in it is the shared one, whatever is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
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


def contents(
    rows: Rows, comprobantes: Sequence[Sequence[int]], totals: Sequence[Decimal]
) -> list[tuple[str, str]]:
    """Of the rows of each, SHA-256 of what they mean, however cells and texts were written.

    By this version, and by the first. `comprobantes` are the positions of their rows. Where
    there is no general discount to be shared out, what is in it is the total.
    """
    if not comprobantes:
        return []
    named, *others = CONCEPT
    parts = pl.DataFrame([rows.mapped(name, json) for name in others])
    newest = rows.mapped(named, lambda text: encode_basestring_ascii(normal(str(text))))
    rest = parts.select(pl.concat_str(others, separator=", ")).to_series().alias("rest")
    first, newer = (
        pl.DataFrame([text.alias("text"), rest]).select(pl.format("[{}, {}]", "text", "rest"))
        for text in (rows.mapped(named, json), newest)
    )
    before, after = first.to_series().to_list(), newer.to_series().to_list()
    heads = heads_as_json(rows, [own[0] for own in comprobantes]).to_list()
    discounts = rows.column("bonificacion")
    found: list[tuple[str, str]] = []
    for own, head, sent in zip(comprobantes, heads, totals, strict=True):
        shared = shared_total([rows[place] for place in own]) if discounts[own[0]] else sent
        total = json(shared)
        by_then = digest([before[place] for place in own], head, total)
        found.append((digest([after[place] for place in own], head, total), by_then))
    return found
