"""What a comprobante is known by: version 2, to which a text is the same however it is typed.

Frozen, as version 1 is (`planilla.comprobantes.earlier`), from which it differs in the
texts of the concepts alone: the total in it is the shared one, whatever is sent.
"""

from __future__ import annotations

from collections.abc import Sequence

from planilla.comprobantes import earlier
from planilla.rows.cast import Row
from planilla.rows.texts import normal


def content(rows: Sequence[Row]) -> str:
    """SHA-256 of what a comprobante means, however its cells and its texts were written."""
    return contents(rows)[0]


def contents(rows: Sequence[Row]) -> tuple[str, str]:
    """By this version, and by the first."""
    meaning = earlier.meaning_of(rows)
    concepts = [[normal(text), *rest] for text, *rest in meaning["concepts"]]
    return earlier.hashed(meaning | {"concepts": concepts}), earlier.hashed(meaning)
