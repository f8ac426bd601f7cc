"""What a comprobante is known by: version 2, to which a text is the same however it is typed.

Frozen, as version 1 is (`planilla.comprobantes.earlier`), from which it differs in the
texts of the concepts alone: the total in it is the shared one, whatever is sent.
"""

from __future__ import annotations

from collections.abc import Sequence

from planilla.comprobantes import earlier
from planilla.rows.asked import Earlier
from planilla.rows.cast import Row
from planilla.rows.referencias import Referencias
from planilla.rows.texts import normal


def content(rows: Sequence[Row]) -> str:
    """SHA-256 of what a comprobante means, however its cells and its texts were written."""
    return earlier.content([row | {"descripcion": normal(_text(row))} for row in rows])


def known_before(rows: Sequence[Row], account: str, referencias: Referencias) -> Earlier:
    """What version 1 knew it by; `referencias` are the file's by that version."""
    before = earlier.content(rows)
    return Earlier(referencias.of(rows[0], account, before), before)


def _text(row: Row) -> str:
    return str(row.get("descripcion"))
