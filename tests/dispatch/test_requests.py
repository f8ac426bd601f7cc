"""What a clean run asks of the service: one `nuevo` and one PDF each, and little more a lane."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.dispatch.office import CUIT, NUEVO, Office
from tests.double import Double, Point, Switches, serving
from tests.helpers import Job, lanes, run, settings_for, write_csv

pytestmark = pytest.mark.slow

LANES = 8  # four points of sale, two tipos
FREE = ("facturacion/consulta", "facturacion/consulta_avanzada", "estado_servicios/alertas")
APART = ("facturacion/numeracion", "micuenta/consumo", "facturacion/topecf")


def measured(count: int, folder: Path) -> Mapping[str, int]:
    """The requests of issuing so many of one date over eight lanes, by method."""
    with Sandbox() as box:
        settings = settings_for(box, folder / "home", concurrency=8)
        source = write_csv(folder / "ventas.csv", lanes(count, days=1))
        assert run(Job((source,), settings)).rows == {Estado.EMITIDO: count}
        assert len(list((folder / "home" / "pdf").rglob("*.pdf"))) == count
        return dict(box.books.requests)


def within_bounds(asked: Mapping[str, int], count: int) -> None:
    assert asked[NUEVO] == count
    assert sum(asked.get(method, 0) for method in FREE) <= 3 * LANES
    assert asked["facturacion/numeracion"] == LANES
    assert set(asked) <= {NUEVO, *FREE, *APART}  # each PDF by the link that came with its answer


def test_a_clean_run_over_eight_lanes_asks_three_free_ones_a_lane_at_most(tmp_path: Path) -> None:
    within_bounds(measured(80, tmp_path), 80)


@pytest.mark.campaign
def test_a_clean_run_of_400_over_eight_lanes(tmp_path: Path) -> None:
    asked = measured(400, tmp_path)
    print(f"requests of 400 over {LANES} lanes: {asked}")
    within_bounds(asked, 400)


@pytest.mark.parametrize("numeracion", ["next", "last"])
def test_a_second_file_of_the_day_asks_no_more_than_the_first(
    numeracion: str, tmp_path: Path
) -> None:
    """One point of sale; the ledger knows the lanes by now."""
    rows = lanes(8, points=1, days=1)
    double = Double([Point(cuit=CUIT)], Switches(numeracion=numeracion))  # type: ignore[arg-type]
    with serving(double) as served:
        office = Office(served, tmp_path)
        office.emit(*rows[:4])
        first = Counter(double.traffic.requests)
        office.emit(*rows[4:])
        second = Counter(double.traffic.requests) - first
    assert second[NUEVO] == 4
    assert sum(second[method] for method in FREE) <= 2 * 3
    assert second["facturacion/numeracion"] == 2
