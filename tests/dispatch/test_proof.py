"""An empty answer is believed only where the number just below the next one is shown as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from planilla.model.operation import State
from planilla.writing.report import Estado
from tests.covering import covering
from tests.dispatch.office import NUEVO, SEARCH, Office, office_of
from tests.double import Fault, Kind
from tests.helpers import lanes, row

pytestmark = pytest.mark.slow

HOUR = 3600.0
READINGS = ["next", "last"]
OF_DATA = "10015: El campo DocNro es invalido"
BEHIND: Sequence[dict[str, float]] = (
    {"search_lag": HOUR, "consulta_lag": HOUR},
    {"search_lag": HOUR},
    {"search_lag": HOUR, "numbers_lag": 0.0},  # each way of asking has an index of its own
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_of(tmp_path) as made:
        yield made


def lags(office: Office, **seconds: Any) -> None:
    office.double.switches = replace(office.double.switches, **seconds)


def catches_up(office: Office) -> None:
    lags(office, search_lag=0.0, consulta_lag=0.0, numbers_lag=0.0)


@covering(behind=BEHIND, days=[1, 3], numeracion=READINGS)
def test_a_lost_ledger_issues_and_refuses_nothing_while_searches_lag(
    behind: dict[str, float], days: int, numeracion: str, tmp_path: Path
) -> None:
    """Some are shown by now, what came last is not; a second run knows what the first took in."""
    rows = lanes(16, points=1, days=days)
    with office_of(tmp_path, numeracion=numeracion) as office:
        assert office.emit(*rows).rows == {Estado.EMITIDO: 16}
        for one in office.double.books.issued[:7]:
            one.at -= timedelta(seconds=2 * HOUR)
        lags(office, **behind)
        for _ in range(2):
            told = office.emit(*rows, home="new", settle_seconds=0.1).rows
            assert set(told) <= {Estado.YA_EMITIDO, Estado.PENDIENTE}
            assert office.asked(NUEVO) == 16
        catches_up(office)
        assert office.emit(*rows, home="new").rows == {Estado.YA_EMITIDO: 16}
        assert office.asked(NUEVO) == 16
        office.sound()


def test_what_is_behind_for_less_than_a_settle_is_waited_for(tmp_path: Path) -> None:
    rows = lanes(16, points=1, days=1)
    with office_of(tmp_path, search_lag=1.0, numbers_lag=0.0) as office:
        office.emit(*rows, settle_seconds=10)
        told = office.emit(*rows, home="new", settle_seconds=10).rows
        assert told == {Estado.YA_EMITIDO: 16}
        office.sound()


def test_a_day_that_was_read_before_a_lane_was_proved_is_read_again(office: Office) -> None:
    """The other tipo of the day, whose last number is shown, has read it before."""
    rows = [row(1), row(2, tipo="FACTURA A"), row(3, tipo="FACTURA A")]
    office.emit(*rows)
    a, b = "FACTURA A", "FACTURA B"
    for one in office.double.books.issued:
        one.at -= timedelta(seconds=(2 if one.tipo == b else 0.5) * HOUR)
    lags(office, search_lag=HOUR)

    def shows_now(body: dict[str, Any]) -> bool:
        if body["busqueda_tipo"] == "TN" and body["comprobante"]["tipo"] == a:
            catches_up(office)
        return False

    office.double.faults.add(Kind.SLOW, on=SEARCH, where=shows_now, times=100)
    told = office.emit(*rows, home="new").rows
    assert told == {Estado.YA_EMITIDO: 3}
    office.sound()


@pytest.mark.parametrize(
    "fault", [Fault(Kind.LOST), Fault(Kind.SAYS_BUT_DONE, OF_DATA)], ids=["lost", "refused"]
)
def test_what_was_done_is_neither_sent_again_nor_rejected_while_nothing_shows_it(
    fault: Fault, office: Office
) -> None:
    office.emit(row(1))
    lags(office, **BEHIND[0])
    office.double.faults.add(fault, on=NUEVO)
    for _ in range(2):
        told = office.emit(row(1), row(2), row(3), settle_seconds=0.1).rows
        assert told == {Estado.YA_EMITIDO: 1, Estado.PENDIENTE: 2}
        assert office.asked(NUEVO) == 2
    assert "anterior al 00001-00000002" in office.errors()
    catches_up(office)
    told = office.emit(row(1), row(2), row(3)).rows
    assert set(told) == {Estado.YA_EMITIDO, Estado.EMITIDO}
    assert [one.reference for one in office.double.books.issued] == [
        "R-00001",
        "R-00002",
        "R-00003",
    ]
    office.sound()


def test_what_was_refused_is_rejected_once_the_number_below_is_shown(office: Office) -> None:
    office.emit(row(1))
    lags(office, search_lag=HOUR)
    office.double.rejects["R-00002"] = OF_DATA
    assert office.emit(row(2), settle_seconds=0.1).rows == {Estado.PENDIENTE: 1}
    catches_up(office)
    assert office.emit(row(2), settle_seconds=0.1).rows == {Estado.RECHAZADO: 1}
    assert office.asked(NUEVO) == 2


def test_what_a_person_found_at_arca_alone_is_not_waited_for(office: Office) -> None:
    """No search shows it, and what follows is refused all the same."""
    office.double.faults.add(Kind.ORPHAN, on=NUEVO)
    office.emit(row(1))
    (waiting,) = office.operations(State.REVIEW)
    office.answer(waiting, "ours")
    office.double.rejects["R-00002"] = OF_DATA
    assert office.emit(row(2), row(3)).rows == {Estado.RECHAZADO: 1, Estado.EMITIDO: 1}
    assert [one.numero for one in office.double.books.issued] == [1, 2]
