"""A flow that is no batch: reconcile, as a person starts it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from planilla.common.calendar import today
from planilla.sandbox.server import Sandbox
from tests.helpers import Job, row, run, settings_for, write_csv
from tests.processes import environment, planilla

pytestmark = pytest.mark.xdist_group("prefect")


def test_the_flow_reconciles_and_says_what_is_to_be_registered(
    prefect: dict[str, str], tmp_path: Path
) -> None:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        sales = [row(1, tipo="FACTURA A")]
        assert run(Job((write_csv(tmp_path / "v.csv", sales),), settings)).exit_code == 0
        total = f"{box.books.held[0]['total']:.2f}".replace(".", ",")
        bank = tmp_path / "banco.csv"
        bank.write_text(
            "Cuenta;CUIT Cuenta;Fecha;Monto;N° de Comprobante;Descripción;Saldo\n"
            f"1;2;{today():%d/%m/%Y};{total};1;FC A 1-1 30712345671;0\n",
            encoding="utf-8",
        )
        env = environment(box, tmp_path / "home", **prefect)
        done = planilla("reconcile", "--payments", bank, "--flow", env=env, cwd=tmp_path)
        assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "resultados" / "pagos_a_registrar.xlsx").is_file()
    with sqlite3.connect(Path(prefect["PREFECT_HOME"]) / "prefect.db") as connection:
        of_run = "SELECT id, state_name FROM flow_run WHERE name = 'conciliar' "
        run_id, ended = connection.execute(of_run + "ORDER BY created DESC").fetchone()
        of_keys = "SELECT key FROM artifact WHERE flow_run_id = ?"
        keys = {key for (key,) in connection.execute(of_keys, (run_id,))}
    assert ended == "Completed"
    assert {"reconcile-summary", "reconcile-results"} <= keys
