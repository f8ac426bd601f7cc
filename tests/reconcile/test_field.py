"""A world of payments as banks write them: no pair is wrong, and most find what they are for."""

from __future__ import annotations

import pytest

from benchmarks.matching_cases import counts
from benchmarks.matching_field import KINDS, field_world
from planilla.reconcile.matching.pair_payments import match

CERTAIN = (
    *("CUIT spelled apart", "our CUIT beside theirs", "CUIL of who has a DNI"),
    *("DNI of who has a CUIL", "number alone", "list of numbers"),
)


@pytest.mark.parametrize("seed", [3, 5])
def test_no_pair_is_wrong_and_few_payments_are_left_without_a_candidate(seed: int) -> None:
    world = field_world(6, seed)
    found = counts(world, match(world.documents, world.payments))
    assert set(found) == set(KINDS)
    assert {kind: n["made"] - n["right"] for kind, n in found.items()} == dict.fromkeys(KINDS, 0)
    assert all(found[kind]["made"] == found[kind]["true"] for kind in CERTAIN)
    payments, shown, none = (
        sum(n[name] for n in found.values()) for name in ("payments", "shown", "none")
    )
    assert shown >= payments * 9 // 10
    assert none <= payments // 20
