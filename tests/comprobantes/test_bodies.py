"""The bodies of a file are made when they are looked at, and not kept."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from planilla.common.calendar import today
from planilla.comprobantes.bodies import Bodies
from planilla.comprobantes.body import Body
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from tests.helpers import row, write_csv


def alive() -> int:
    """How many bodies there are in this process."""
    return sum(isinstance(one, Body) for one in gc.get_objects())


@pytest.mark.slow
def test_of_many_bodies_looked_at_one_after_the_other_one_is_there(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", (row(n) for n in range(60)))
    gc.collect()
    before = alive()
    asked = load(source, today(), Issuers()).asked
    assert alive() == before
    most = 0
    for one in asked:
        assert dict(one.body) == {name: one.body[name] for name in ("cliente", "comprobante")}
        most = max(most, alive() - before)
    assert most == 1


def test_a_body_says_the_same_each_time_and_whoever_else_was_looked_at(tmp_path: Path) -> None:
    one, other = load(write_csv(tmp_path / "a.csv", [row(1), row(2)]), today(), Issuers()).asked
    first = dict(one.body)
    assert one.body != other.body
    assert dict(one.body) == first
    assert one.body == first
    assert len(one.body) == 2
    assert list(one.body) == ["cliente", "comprobante"]


def test_a_body_is_what_its_rows_say_when_nothing_was_deferred(tmp_path: Path) -> None:
    (one,) = load(write_csv(tmp_path / "a.csv", [row(1)]), today(), Issuers()).asked
    assert isinstance(one.body, type(Bodies([]).of([0], one.total, "")))
    again = load(write_csv(tmp_path / "b.csv", [row(1)]), today(), Issuers()).asked
    assert one.body == again[0].body
