"""A flow that is no batch: reconcile, through its own temporary server, as a person starts it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from planilla.calendar import today
from planilla.job import Job
from planilla.sandbox.server import Sandbox
from tests.helpers import row, run, settings_for, write_csv
from tests.processes import environment, planilla


def test_the_flow_reconciles_and_says_what_is_to_be_registered(tmp_path: Path) -> None:
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
        env = environment(box, tmp_path / "home", PREFECT_HOME=str(tmp_path / "prefect"))
        done = planilla("reconcile", "--payments", bank, "--flow", env=env, cwd=tmp_path)
        assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "resultados" / "pagos_a_registrar.xlsx").is_file()
    with sqlite3.connect(tmp_path / "prefect" / "prefect.db") as connection:
        names = dict(connection.execute("SELECT name, state_name FROM flow_run"))
        keys = {key for (key,) in connection.execute("SELECT key FROM artifact")}
    assert names == {"conciliar": "Completed"}
    assert {"reconcile-summary", "reconcile-results"} <= keys
