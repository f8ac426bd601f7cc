"""`planilla sandbox` takes the switches of what the service's documents leave open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planilla.commands.sandbox import _turn
from planilla.common.errors import SettingsError
from planilla.sandbox.rehearsal import SWITCHES, AnotherPoint, Numeracion, Rehearsal


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("numeracion=last", Numeracion.LAST),
        ("another_point=own", AnotherPoint.OWN),
        ("quota=12", 12),
        ("queued_number=yes", True),
        ("one_set_serves_all=no", False),
        ("top_of_consumers=417288.10", Decimal("417288.10")),
    ],
)
def test_a_switch_is_turned_by_its_name(text: str, told: object) -> None:
    rehearsal = Rehearsal()
    _turn(rehearsal, text)
    assert getattr(rehearsal, text.partition("=")[0]) == told


@pytest.mark.parametrize("text", ["latencia=1", "quota", "quota=many", "silent_lot=maybe"])
def test_a_switch_that_is_none_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match="--switch"):
        _turn(Rehearsal(), text)


def test_every_switch_is_one_of_the_rehearsal() -> None:
    assert set(SWITCHES) <= set(Rehearsal.__dataclass_fields__)
