"""The Prefect flow, once: what a person sees of a run."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from planilla.common.calendar import today
from planilla.sandbox.server import Sandbox
from sample_data.shift import shifted_copy
from tests.flows.conftest import wait_for
from tests.helpers import check_books
from tests.processes import POINTS, environment, planilla

pytestmark = pytest.mark.xdist_group("prefect")
SAMPLES = Path(__file__).parents[2] / "sample_data"


def test_the_flow_issues_tells_its_story_and_keeps_no_secret(
    prefect: dict[str, str], tmp_path: Path
) -> None:
    source = shifted_copy(SAMPLES / "ventas.xlsx", tmp_path / "ventas.xlsx", today())
    with Sandbox() as box:
        env = environment(box, tmp_path / "home", **prefect)
        env["PREFECT_LOGGING_LEVEL"] = "DEBUG"
        done = planilla("emit", source, "--flow", "--verbose", env=env, cwd=tmp_path)
        assert done.returncode == 3, done.stderr[-2000:]
        check_books(box)
        assert len(box.books.held) == 60
        secrets = [value for n in POINTS for value in box.credentials_of(n).values()]
    assert not any(secret in done.stdout + done.stderr for secret in secrets)
    with sqlite3.connect(Path(prefect["PREFECT_HOME"]) / "prefect.db") as connection:
        of_run = "SELECT id, state_name FROM flow_run WHERE name = 'emitir ventas.xlsx'"
        [(run_id, ended)] = connection.execute(of_run)

        def told(table: str, column: str) -> set[str]:
            asked = f"SELECT {column} FROM {table} WHERE flow_run_id = ?"  # noqa: S608 - ours
            return {name for (name,) in connection.execute(asked, (run_id,))}

        wait_for(lambda: "report" in told("task_run", "name"))  # its steps arrive as events
        assert {"load", "plan", "documents", "report"} <= told("task_run", "name")
        keys = told("artifact", "key")
        dump = "\n".join(connection.iterdump())
    assert ended == "Con filas para corregir"
    assert {"emit-summary", "emit-results", "emit-progress"} <= keys
    assert not any(secret in dump for secret in secrets)
