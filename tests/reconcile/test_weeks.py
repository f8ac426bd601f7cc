"""Two months of one office, reconciled and registered by the week and all at once: the same end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planilla.sandbox.server import Sandbox
from tests.reconcile.test_engine import DAY, doc, paid, pairs, run
from tests.reconcile.weeks import OVERLAP, Months, WeeklyOffice, lasts


def end_of(seed: int, spans: int, folder: Path) -> tuple[Any, ...]:
    """In so many runs over statements that overlap, each registered before the next."""
    folder.mkdir()
    with Sandbox() as box:
        months = Months(seed)
        office, first = WeeklyOffice(box, folder, months), months.first
        for last in lasts(spans):
            office.registered(office.week(first, last))
            first = last - OVERLAP
        return office.end()


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "spans"), [(1, 4), (2, 8)])
def test_by_the_week_and_at_once_the_end_is_the_same(seed: int, spans: int, tmp_path: Path) -> None:
    at_once = end_of(seed, 1, tmp_path / "at once")
    assert len(at_once[0]) >= 40  # comprobantes paid
    assert end_of(seed, spans, tmp_path / "by the week") == at_once


def test_what_was_issued_or_paid_later_changes_nothing_of_a_payment() -> None:
    """As a week's statement would have it, without what came after."""
    later = DAY.replace(day=20)
    docs = [doc(1, "1000"), doc(2, "1000", fecha=later), doc(3, "3000", fecha=later)]
    short = paid("p", "980", fecha=DAY.replace(day=5))
    then = paid("q", "2910", fecha=DAY.replace(day=25))
    assert pairs(run([docs[0]], [short])) == {("p", "d1", "980.00")}
    assert pairs(run([docs[0], docs[2]], [short, then])) == {
        ("p", "d1", "980.00"),
        ("q", "d3", "2910.00"),
    }
    equal = paid("p", "1000", fecha=DAY.replace(day=18))
    assert pairs(run(docs, [equal])) == {("p", "d1", "1000.00")}


def test_who_pays_nearly_all_and_then_the_rest_withheld_nothing() -> None:
    both = [
        paid("p", "960", texto="FC A 10-1"),
        paid("q", "40", texto="FC A 10-1", fecha=DAY.replace(day=20)),
    ]
    found = run([doc(1, "1000")], both)
    assert pairs(found) == {("p", "d1", "960.00"), ("q", "d1", "40.00")}
    assert found.pairs["diferencia"].to_list() == [0, 0]
    assert found.documents["resta"].to_list() == [0]
