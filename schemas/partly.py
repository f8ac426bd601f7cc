"""Which rules can be asked of a comprobante although some of its cells cannot be read.

Whoever mends a row wants all that is wrong with it at once. A rule is asked only where every
cell that it reads is right, and where nothing that the whole adds up to matters to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from functools import cache

from schemas.faults import WHOLE_ROW
from schemas.filled import WHICH
from schemas.rule import Rule

OF_THE_TIPO = frozenset({"_letra", "_export", "_fce", "_note", "_fiscal"})
ALONE = frozenset({"_first", "_whole", "_count", "_queued", "_group"})
KNOWN = ("_rule_", "_of_fce_", "_goods_", "_services_")
"""What the rules read that no cell changes."""
NOT_EVEN_PARTLY = frozenset({WHOLE_ROW, "referencia"})
"""Where these are wrong nobody knows what the rest belongs to."""


def asked_partly(wrong: Sequence[Set[str]], groups: Sequence[int]) -> Callable[[Rule, int], bool]:
    """Whether a rule is asked of a row: by each group's wrong columns, and each row's group."""

    def asks(rule: Rule, row: int) -> bool:
        read = _read_by(rule)
        return read is not None and read.isdisjoint(wrong[groups[row]])

    return asks


@cache
def _read_by(rule: Rule) -> Set[str] | None:
    """The columns that a rule reads, its own among them; None where they cannot be told."""
    found = {rule.column}
    for name in rule.wrong.meta.root_names():
        if not name.startswith("_"):
            found.add(name)
        elif name in OF_THE_TIPO:
            found.add("tipo")
        elif name in {"_another", "_asociados"}:
            found.update(WHICH)
        elif name not in ALONE and not name.startswith(KNOWN):
            return None
    return found
