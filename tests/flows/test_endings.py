"""However a run is started, it ends in a state with a name, and in no stack trace."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from planilla.sandbox.server import Sandbox
from tests.helpers import row, write_csv
from tests.processes import environment, planilla

pytestmark = pytest.mark.xdist_group("prefect")
# in one process: parameters are text, as from Prefect's pages
RUNS = """
import asyncio, json, os, sys
from flows.emit import emit
from flows.inbox import inbox
from flows.pay import pay
from flows.query import query
from flows.reconcile import reconcile
from flows.refresh_queue import refresh_queue
from flows.requeue import requeue
from flows.resend import resend

async def main():
    told = {}
    async def tell(name, run):
        state = await run
        told[name] = [state.type.value, state.name, state.message]
    await tell("emit nothing", emit([], return_state=True))
    await tell("pay nothing", pay([], return_state=True))
    await tell("resend nothing", resend([], return_state=True))
    await tell("emit", emit(["ventas.csv"], return_state=True))
    await tell("emit no file", emit(["no.csv"], return_state=True))
    await tell("query", query(pdf=False, return_state=True))
    days = {"date_from": "2026-11-02", "date_to": "2026-11-01"}
    await tell("query backwards", query(**days, return_state=True))
    years = {"date_from": "2024-11-02", "date_to": "2026-11-01"}
    await tell("query years", query(**years, return_state=True))
    await tell("reconcile years", reconcile(**years, return_state=True))
    await tell("query both", query(["no.csv"], "2026-11-02", return_state=True))
    await tell("reconcile", reconcile(return_state=True))
    await tell("refresh-queue", refresh_queue(return_state=True))
    await tell("requeue", requeue(return_state=True))
    await tell("inbox", inbox(return_state=True))
    del os.environ["PLANILLA_APIKEY"]
    await tell("no credentials", query(return_state=True))
    print(json.dumps(told))

asyncio.run(main())
"""


def test_every_flow_ends_in_a_named_state_with_its_defaults_and_when_refused(
    prefect: dict[str, str], tmp_path: Path
) -> None:
    write_csv(tmp_path / "ventas.csv", [row(1)])
    with Sandbox() as box:
        env = environment(box, tmp_path / "home", **prefect)
        env["PREFECT_LOGGING_LEVEL"] = "CRITICAL"
        done = subprocess.run(
            [sys.executable, "-c", RUNS],
            env=env, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    nothing = [told.pop(f"{name} nothing") for name in ("emit", "pay", "resend")]
    assert {(kind, name) for kind, name, _ in nothing} == {("FAILED", "Sin archivos")}
    assert {name: (kind, state) for name, (kind, state, _) in told.items()} == {
        "emit": ("COMPLETED", "Completed"),
        "emit no file": ("FAILED", "No se pudo"),
        "query": ("COMPLETED", "Completed"),
        "query backwards": ("FAILED", "No se pudo"),
        "query years": ("FAILED", "No se pudo"),
        "reconcile years": ("FAILED", "No se pudo"),
        "query both": ("FAILED", "No se pudo"),
        "reconcile": ("COMPLETED", "Completed"),
        "refresh-queue": ("COMPLETED", "Completed"),
        "requeue": ("COMPLETED", "Completed"),
        "inbox": ("COMPLETED", "Completed"),
        "no credentials": ("FAILED", "No se pudo"),
    }
    assert told["query"][2] == "1 YA EMITIDO"  # without files or days: today
    assert told["query backwards"][2] == "the last day is before the first"
    for years in ("query years", "reconcile years"):
        assert told[years][2] == "ask for at most 366 days at once"
    assert "PLANILLA_PROFILES__PUNTO_1__APIKEY" in told["no credentials"][2]
    # what belongs beside no file is beside the inbox, wherever the run has worked
    assert (tmp_path / "resultados" / "conciliacion.resultado.xlsx").is_file()


def test_a_refusal_through_the_flow_is_the_one_message_of_the_command(
    prefect: dict[str, str], tmp_path: Path
) -> None:
    source = write_csv(tmp_path / "ventas.csv", [row(1)])
    env = environment(None, tmp_path / "home", **prefect)
    env["PLANILLA_BASE_URL"] = "http://127.0.0.1:9/"
    done = planilla("emit", source, "--flow", env=env, cwd=tmp_path)
    assert done.returncode == 1
    assert "planilla: missing credentials: set PLANILLA_USERTOKEN" in done.stderr
    assert "Traceback" not in done.stderr
