"""A rule asked once for each combination of the cells that it reads.

In a file of many rows few tipos, dates and clients stand again and again: what a rule says
of them is the same. So a rule declares which columns it reads, and reads no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, TypeVar

from planilla.rows.cast import Row

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

    def by(self, rule: Rule[C], row: Row, context: C) -> Sequence[Problem]:
        """What a rule says of a row."""
        if rule not in self._own:
            names = [name for name in rule.columns if name in row]
            self._own[rule] = (itemgetter(*names) if names else lambda _: None), {}
        cells, known = self._own[rule]
        key = cells(row)
        if key not in known:
            known[key] = rule.judge(row, context)
        return known[key]
