"""The process dies at each boundary; a new run finishes, and nothing is twice or lost."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import openpyxl
import pytest

from planilla.common.failpoints import POINTS
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Sandbox
from tests.helpers import check_books, lanes, row, write_csv
from tests.processes import environment, planilla

ROWS = 8
KILLED = 137 if os.name == "nt" else -signal.SIGKILL
# adoption happens only after an answer was lost
LOSES_FIRST = {"before-adoption"}


@pytest.mark.parametrize("point", [p for p in POINTS if not p.endswith(("-filing", "-reading"))])
def test_a_run_killed_at_any_point_is_finished_by_the_next(point: str, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", lanes(ROWS, points=2))
    with Sandbox() as box:
        if point in LOSES_FIRST:
            box.plan.named["R-00000"] = [Fault.LOST]
        env = environment(box, tmp_path / "home")
        died = planilla("emit", source, env=env | {"PLANILLA_DIE_AT": point}, cwd=tmp_path)
        assert died.returncode == KILLED, died.stderr
        finished = planilla("emit", source, env=env, cwd=tmp_path)
        assert finished.returncode == 0, finished.stdout + finished.stderr
        check_books(box)
        assert len(box.books.held) == ROWS
    result = tmp_path / "resultados" / "ventas.resultado.xlsx"
    sheet = openpyxl.load_workbook(result)["Resultado"]
    headings = [cell.value for cell in sheet[1]]
    estados = [row[headings.index("estado")].value for row in sheet.iter_rows(min_row=2)]
    caes = {row[headings.index("cae")].value for row in sheet.iter_rows(min_row=2)}
    assert len(estados) == ROWS
    assert set(estados) <= {"EMITIDO", "YA EMITIDO"}
    assert caes == {held["cae"] for held in box.books.held}
    assert len(list((tmp_path / "home" / "pdf").rglob("*.pdf"))) == ROWS
    assert not list((tmp_path / "resultados").glob(".planilla-*")) or point == "during-workbook"


@pytest.mark.parametrize(
    "point",
    ["before-intent", "after-intent", "after-request", "before-marker:2", "before-marker:4",
     "after-outcome"],
)  # fmt: skip
def test_a_run_killed_in_the_middle_of_a_lot_is_finished_by_the_next(
    point: str, tmp_path: Path
) -> None:
    rows = [row(n, tipo="FACTURA A") for n in range(ROWS)]
    source = write_csv(tmp_path / "ventas.csv", rows)
    with Sandbox() as box:
        env = environment(
            box, tmp_path / "home", PLANILLA_LOTS="true", PLANILLA_TIMEOUT_SECONDS="2"
        )
        died = planilla("emit", source, env=env | {"PLANILLA_DIE_AT": point}, cwd=tmp_path)
        assert died.returncode == KILLED, died.stderr
        finished = planilla("emit", source, env=env, cwd=tmp_path)
        assert finished.returncode == 0, finished.stdout + finished.stderr
        check_books(box)
        assert len(box.books.held) == ROWS
        assert box.books.requests["facturacion/lotes"]
