"""What a comprobante is known by: version 2, to which a text is the same however it is typed.

Frozen, as version 1 is (`planilla.comprobantes.earlier_readings`), from which it differs in the
texts of the concepts alone: the total in it is the shared one, whatever is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from json.encoder import encode_basestring_ascii

from planilla.common.compared_text import normal
from planilla.comprobantes.earlier_readings import (
    CONCEPT,
    as_json,
    digest,
    heads_as_json,
    json,
    shared_total,
)
from planilla.reading.cast import Row


def contents(
    comprobantes: Sequence[Sequence[Row]], totals: Sequence[Decimal]
) -> list[tuple[str, str]]:
    """Of the rows of each, SHA-256 of what they mean, however cells and texts were written.

    By this version, and by the first. Where there is no general discount to be shared out,
    what is in it is the total.
    """
    rows = [row for own in comprobantes for row in own]
    if not rows:
        return []
    told, *others = (as_json(rows, name) for name in CONCEPT)
    rest = [", ".join(one) for one in zip(*others, strict=True)]
    texts = [str(row.get("descripcion")) for row in rows]
    alike = {text: encode_basestring_ascii(normal(text)) for text in set(texts)}
    first = [f"[{text}, {more}]" for text, more in zip(told, rest, strict=True)]
    newer = [f"[{alike[text]}, {more}]" for text, more in zip(texts, rest, strict=True)]
    found: list[tuple[str, str]] = []
    heads = heads_as_json([own[0] for own in comprobantes])
    start = 0
    for own, head, sent in zip(comprobantes, heads, totals, strict=True):
        total = json(shared_total(own) if own[0]["bonificacion"] else sent)
        end = start + len(own)
        by_then = digest(first[start:end], head, total)
        found.append((digest(newer[start:end], head, total), by_then))
        start = end
    return found
