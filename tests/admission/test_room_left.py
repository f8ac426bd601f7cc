"""Notes that name several comprobantes are shared out so that all fit, if there is any way."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import combinations

from planilla.admission.room_left import Shares


def test_what_one_note_took_makes_room_for_the_next() -> None:
    shares = Shares({"a": Decimal(100), "b": Decimal(50)})
    assert shares.place("both", Decimal(120), ["a", "b"]) == 120
    assert shares.place("of a", Decimal(60), ["a"]) == 30
    assert shares.place("of b", Decimal(1), ["b"]) == 0


def test_one_whose_total_nobody_knows_takes_all() -> None:
    shares = Shares({"a": Decimal(1), "?": Decimal("Infinity")})
    assert shares.place("both", Decimal(900), ["a", "?"]) == 900
    assert shares.place("of a", Decimal(1), ["a"]) == 1


def test_all_fit_exactly_where_no_set_of_comprobantes_is_asked_for_more_than_it_has() -> None:
    dice = random.Random(7)
    for _ in range(300):
        names = "abcd"[: dice.randint(1, 4)]
        room = {name: Decimal(dice.randint(0, 9)) for name in names}
        notes = [
            (str(n), Decimal(dice.randint(1, 9)), dice.sample(names, dice.randint(1, len(names))))
            for n in range(dice.randint(1, 5))
        ]
        shares = Shares(room)
        placed = [shares.place(*note) for note in notes]
        most = min(
            sum(room[name] for name in some)
            + sum(amount for _, amount, own in notes if not set(own) <= set(some))
            for size in range(len(names) + 1)
            for some in combinations(names, size)
        )
        assert sum(placed) == most  # as much as any cut lets through
