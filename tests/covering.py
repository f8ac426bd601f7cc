"""Few of many costly cases by default; all of them under `make campaign`.

Of a product of values, those stay that together show each pair of two values: a fault of one
value, or of two that meet, is found by them as by all. The others are marked `campaign`.
A case that stands for a fault once found is none of a product: it has a test of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import combinations, product
from typing import Any

import pytest
from _pytest.mark import ParameterSet

Shows = Callable[..., Iterable[Hashable]]
Case = tuple[Any, ...]


def pairs(*case: Any) -> Iterable[Hashable]:
    """Each pair of two values of a case, each known by where it stands and how it is written."""
    return combinations(each(*case), 2)


def each(*case: Any) -> Iterable[Hashable]:
    """Each value of a case by itself, where the axes do not meet in the code."""
    return [(place, repr(value)) for place, value in enumerate(case)]


def covering(shows: Shows = pairs, **axes: Iterable[Any]) -> pytest.MarkDecorator:
    """Parametrizes a test by every combination of `axes`; those beyond a cover are `campaign`.

    `shows` says what a combination shows (its values come in the order of `axes`): each thing
    shown by any combination is shown by one that stays.
    """
    return pytest.mark.parametrize(tuple(axes), thinned(product(*axes.values()), shows))


def thinned(cases: Iterable[Case], shows: Shows = pairs) -> list[ParameterSet]:
    """Every case, in its order; those that the cover does without are marked `campaign`."""
    every = list(cases)
    kept = _cover([frozenset(shows(*case)) for case in every])
    rest = pytest.mark.campaign
    return [
        pytest.param(*case, marks=() if number in kept else rest)
        for number, case in enumerate(every)
    ]


def _cover(shown: Sequence[frozenset[Hashable]]) -> set[int]:
    """Greedy, the earlier of two that show as much: always the same ones."""
    missing, kept = frozenset[Hashable]().union(*shown), set[int]()
    while missing:
        best = max(range(len(shown)), key=lambda one: len(shown[one] & missing))
        kept.add(best)
        missing -= shown[best]
    return kept
