"""A rule asked once for each combination of the cells that it reads.

In a file of many rows few tipos, dates and clients stand again and again: what a rule says
of them is the same. So a rule declares which columns it reads, and reads no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, TypeVar

from planilla.reading.cast import Row

Problem = tuple[str, str, Mapping[str, object]]  # column, code, words
C = TypeVar("C")


@dataclass(frozen=True, eq=False)
class Rule(Generic[C]):
    """What is wrong with a row in a context, and the `columns` of the row that tell it."""

    judge: Callable[[Row, C], Sequence[Problem]]
    columns: tuple[str, ...]


class Told(Generic[C]):
    """What rules said of the rows of one file, all in one context; the rows have like columns."""

    def __init__(self) -> None:
        self._own: dict[Rule[C], tuple[Callable[[Row], Any], dict[Any, Sequence[Problem]]]] = {}
        self._loud: dict[tuple[Rule[C], ...], tuple[Rule[C], ...]] = {}

    def screen(self, rules: tuple[Rule[C], ...], rows: Sequence[Row], context: C) -> None:
        """Ask rules of rows, a combination once; what has nothing to say of any is asked no more.

        Later they are asked about no other rows than these.
        """
        for rule in rules:
            cells, known = self._asked(rule, rows)
            distinct = dict(zip(map(cells, rows), rows, strict=True))
            known.update((key, rule.judge(row, context)) for key, row in distinct.items())
        self._loud[rules] = tuple(rule for rule in rules if any(self._own[rule][1].values()))

    def by(self, rules: tuple[Rule[C], ...], row: Row, context: C) -> list[Problem]:
        """What rules say of a row, in their order."""
        found: list[Problem] = []
        for rule in self._loud.get(rules, rules):
            cells, known = self._asked(rule, (row,))
            key = cells(row)
            if key not in known:
                known[key] = rule.judge(row, context)
            found += known[key]
        return found

    def _asked(
        self, rule: Rule[C], rows: Sequence[Row]
    ) -> tuple[Callable[[Row], Any], dict[Any, Sequence[Problem]]]:
        """How to get the cells that a rule reads, and what it said of some by now."""
        if rule not in self._own:
            names = [name for name in rule.columns if name in rows[0]]
            self._own[rule] = (itemgetter(*names) if names else lambda _: None), {}
        return self._own[rule]
