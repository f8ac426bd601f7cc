"""What a comprobante is known by: version 2, to which a text is the same however it is typed.

Frozen, as version 1 is (`planilla.comprobantes.earlier_readings`), from which it differs in the
texts of the concepts alone: the total in it is the shared one, whatever is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from json import dumps
from json.encoder import encode_basestring_ascii
from typing import Any

import polars as pl

from planilla.common.compared_text import normal
from planilla.comprobantes.earlier_readings import (
    CONCEPT,
    digest,
    heads_as_json,
    json,
    shared_total,
)
from planilla.comprobantes.export import fex
from planilla.reading.rows import Rows
from schemas.filled import WHICH
from schemas.tables import TIPOS

EXPORTS = frozenset(name for name, one in TIPOS.items() if one.letra == "E")


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
    """What no earlier release took; mostly nothing.

    Which comprobantes a note's rows correct beside the first, and the data of an export.
    """
    columns = [rows.column(name) for name in WHICH]
    exported = [tipo in EXPORTS for tipo in rows.column("tipo")]

    def said(own: Sequence[int]) -> str:
        named = dict.fromkeys(tuple(column[place] for column in columns) for place in own)
        others = [one for one in named if None not in one][1:]
        noted = f', "asociados": {dumps(others)}' if others else ""
        if not exported[own[0]]:
            return noted
        return f'{noted}, "fex": {_in_json(fex(rows[own[0]]))}'

    return said


def _in_json(block: Mapping[str, Any]) -> str:
    """An export's data, its texts the same however they are typed."""
    texts = {name: normal(one) if isinstance(one, str) else one for name, one in block.items()}
    return dumps(texts, sort_keys=True)
