"""What stays in the default run shows what all show."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.covering import Shows, pairs, thinned

AXES = st.lists(st.integers(1, 4), min_size=1, max_size=4)


def values_and_sum(*case: Any) -> Iterable[tuple[str, int]]:
    return [*((f"value {place}", one) for place, one in enumerate(case)), ("sum", sum(case) % 3)]


@pytest.mark.parametrize("shows", [pairs, values_and_sum])
@given(sizes=AXES)
def test_each_thing_that_any_case_shows_is_shown_by_one_that_stays(
    shows: Shows, sizes: list[int]
) -> None:
    cases = list(product(*map(range, sizes)))
    made = thinned(cases, shows)
    assert [one.values for one in made] == cases
    stays = [one.values for one in made if not one.marks]
    assert shown(stays, shows) == shown(cases, shows)


def shown(cases: Iterable[Iterable[Any]], shows: Shows) -> set[Any]:
    return {one for case in cases for one in shows(*case)}


def test_few_of_many_stay() -> None:
    made = thinned(product(range(2), repeat=6))
    stays = [one for one in made if not one.marks]
    assert (len(made), len(stays) < 12) == (64, True)
    assert all([mark.name for mark in one.marks] == ["campaign"] for one in made if one.marks)
