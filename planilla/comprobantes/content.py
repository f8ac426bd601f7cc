"""What a comprobante is known by: version 2, to which a text is the same however it is typed.

Frozen, as version 1 is (`planilla.comprobantes.earlier_readings`), from which it differs in the
texts of the concepts alone: the total in it is the shared one, whatever is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring_ascii

from planilla.common.compared_text import normal
from planilla.comprobantes import earlier_readings
from planilla.reading.cast import Row


def content(rows: Sequence[Row]) -> str:
    """SHA-256 of what a comprobante means, however its cells and its texts were written."""
    return contents(rows)[0]


def contents(rows: Sequence[Row], shared: Decimal | None = None) -> tuple[str, str]:
    """By this version, and by the first; `shared` is the total by shares, if that is known."""
    meaning = earlier_readings.meaning_of(rows, shared)
    concepts = [
        [encode_basestring_ascii(_normal(str(row.get("descripcion")))), *rest]
        for row, (_, *rest) in zip(rows, meaning.concepts, strict=True)
    ]
    return replace(meaning, concepts=concepts).digest, meaning.digest


_normal = lru_cache(maxsize=1 << 16)(normal)
