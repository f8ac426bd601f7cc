"""Rows left from a template's examples: told as such, and never sent but to a sandbox."""

from __future__ import annotations

from collections.abc import Sequence, Set

from planilla.common.compared_text import normal
from planilla.reading.make_fault import Faults
from planilla.reading.rows import Rows
from schemas.examples import NAMES, REFERENCIAS

EXAMPLE = "EJEMPLO"
_TEXTS = {
    "referencia": frozenset(map(normal, REFERENCIAS)),
    "razon_social": frozenset(map(normal, NAMES)),
}


def tell_examples(rows: Rows, numbers: Sequence[int], faults: Faults) -> Set[int]:
    """A fault for each row that is known by an example's referencia or name; which they are."""
    found = set()
    for name, known in _TEXTS.items():
        for number, value in zip(numbers, rows.column(name), strict=True):
            if value is not None and normal(str(value)) in known:
                faults.add(number, name, EXAMPLE)
                found.add(number)
    return found
