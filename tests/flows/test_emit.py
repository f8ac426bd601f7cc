"""The Prefect flow, once, against its own temporary server: what a person sees of a run."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from planilla.calendar import today
from planilla.sandbox.server import Sandbox
from sample_data.shift import shifted_copy
from tests.helpers import check_books
from tests.processes import POINTS, environment, planilla

SAMPLES = Path(__file__).parents[2] / "sample_data"


def test_the_flow_issues_tells_its_story_and_keeps_no_secret(tmp_path: Path) -> None:
    source = shifted_copy(SAMPLES / "ventas.xlsx", tmp_path / "ventas.xlsx", today())
    prefect_home = tmp_path / "prefect"
    with Sandbox() as box:
        env = environment(box, tmp_path / "home", PREFECT_HOME=str(prefect_home))
        env["PREFECT_LOGGING_LEVEL"] = "DEBUG"
        done = planilla("emit", source, "--flow", "--verbose", env=env, cwd=tmp_path)
        assert done.returncode == 3, done.stderr[-2000:]
        check_books(box)
        assert len(box.books.held) == 60
        secrets = [value for n in POINTS for value in box.credentials_of(n).values()]
    assert not any(secret in done.stdout + done.stderr for secret in secrets)
    database = prefect_home / "prefect.db"
    with sqlite3.connect(database) as connection:
        names = dict(connection.execute("SELECT name, state_name FROM flow_run"))
        steps = {name for (name,) in connection.execute("SELECT name FROM task_run")}
        keys = {key for (key,) in connection.execute("SELECT key FROM artifact")}
        dump = "\n".join(connection.iterdump())
    assert names == {"emitir ventas.xlsx": "Con filas para corregir"}
    assert {"emit-summary", "emit-results", "emit-progress"} <= keys
    assert "load" in steps or not steps  # the temporary server may end before its events arrive
    assert not any(secret in dump for secret in secrets)
