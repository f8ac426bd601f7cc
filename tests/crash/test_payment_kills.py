"""The process dies around a payment or a queueing: never one more, and what is left is told."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from planilla.sandbox.server import Sandbox
from tests.crash.test_kills import KILLED
from tests.helpers import Job, check_books, paid_at, payment, row, run, settings_for, write_csv
from tests.processes import environment, planilla

FIRST = "FACTURA A 00001-00000001"
BOUNDARIES = ("before-intent", "after-intent", "after-request", "after-outcome")
WRITING = ("before-workbook", "during-workbook", "after-workbook")
# the intent is on disk and the request never left: nobody can know that but a person
FOR_A_PERSON = {"after-intent"}


@pytest.mark.parametrize("point", [*BOUNDARIES, *WRITING])
def test_a_payment_killed_at_any_point_is_made_once_or_waits_for_a_person(
    point: str, tmp_path: Path
) -> None:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        sales = write_csv(tmp_path / "ventas.csv", [row(1, tipo="FACTURA A")])
        assert run(Job((sales,), settings)).exit_code == 0
        source = write_csv(tmp_path / "pagos.csv", [payment(1, "10"), payment(1, "5")])
        env = environment(box, tmp_path / "home")
        died = planilla("pay", source, env=env | {"PLANILLA_DIE_AT": point}, cwd=tmp_path)
        assert died.returncode == KILLED, died.stderr
        done = planilla("pay", source, "--json", env=env, cwd=tmp_path)
        rows = json.loads(done.stdout)["files"][0]["rows"]
        if point in FOR_A_PERSON:
            assert rows == {"A REVISAR": 1, "PENDIENTE": 1}
            assert paid_at(box)[FIRST] == 0
        else:
            assert set(rows) <= {"PAGADO", "YA PAGADO"}, rows
            assert paid_at(box)[FIRST] == Decimal(15)
        assert box.books.overlaps == 0


@pytest.mark.parametrize("point", BOUNDARIES)
def test_a_queueing_killed_at_any_point_is_made_once_or_waits_for_a_person(
    point: str, tmp_path: Path
) -> None:
    with Sandbox() as box:
        source = write_csv(tmp_path / "ventas.csv", [row(n) for n in range(3)])
        env = environment(box, tmp_path / "home")
        died = planilla(
            "emit", source, "--queue", env=env | {"PLANILLA_DIE_AT": point}, cwd=tmp_path
        )
        assert died.returncode == KILLED, died.stderr
        done = planilla("emit", source, "--queue", "--json", env=env, cwd=tmp_path)
        rows = json.loads(done.stdout)["files"][0]["rows"]
        assert rows == ({"A REVISAR": 3} if point in FOR_A_PERSON else {"ENCOLADO": 3})
        box.run_queue()
        check_books(box)
        assert len(box.books.held) == (0 if point in FOR_A_PERSON else 3)
