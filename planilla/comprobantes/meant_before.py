"""What rows meant to earlier versions of the reading, which took some cells for other values.

Up to version 2 a number was read as it is stored: 10 % in a cell of such a format as 0.1.
What was issued by that stays what it is, and must be found by what it was known by.
"""

from __future__ import annotations

from collections.abc import Sequence

from planilla.comprobantes.content import contents
from planilla.comprobantes.earlier_totals import amount, lines_of, taxes_of, total
from planilla.model.reading_version import AS_STORED, FIRST
from planilla.reading.rows import Rows
from planilla.reading.typed_rows import Typed

Meant = tuple[str, int]
"""A content, and the last version of the reading that knew something by it."""


def meanings_before(
    typed: Typed, own: Sequence[Sequence[int]], meanings: Sequence[tuple[str, str]]
) -> Sequence[Sequence[Meant]]:
    """Of each comprobante, what earlier versions knew it by, the newest of them first.

    `own` are the positions of their rows, `meanings` what they mean now and what version 1
    would have made of the same values. By version 2 where cells of the file are read otherwise
    now, in any comprobante: the places among equal ones were counted over all of them.
    """
    if not typed.before:
        return [((by_then, FIRST),) for _, by_then in meanings]
    places = {place for cells in typed.before.values() for place in cells}
    changed = [n for n, rows in enumerate(own) if not places.isdisjoint(rows)]
    rows = _as_read_before(typed)
    found = [*meanings]
    groups = [own[n] for n in changed]
    totals = []
    for group in groups:
        lines = [rows[place] for place in group]
        discount = amount(lines[0], "bonificacion")
        totals.append(total(lines_of(lines), discount, taxes_of(lines[0])))
    for n, meaning in zip(changed, contents(rows, groups, totals), strict=True):
        found[n] = meaning
    return [((stored, AS_STORED), (by_then, FIRST)) for stored, by_then in found]


def _as_read_before(typed: Typed) -> Rows:
    """The rows with the values that the earlier reading took their cells for."""
    columns = {}
    for name, cells in typed.before.items():
        values = list(typed.rows.column(name))
        for place, value in cells.items():
            values[place] = value
        columns[name] = values
    return typed.rows.replaced(columns)
