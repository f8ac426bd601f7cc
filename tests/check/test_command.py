"""`planilla check` from a command line."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from planilla.check.questions import About, Cost
from planilla.commands.work.check import told
from planilla.sandbox.server import Sandbox
from tests.check.test_check import BIG, ONE, TWO, invoice
from tests.helpers import write_csv
from tests.processes import environment, planilla


def test_the_cost_is_said_in_one_line() -> None:
    asked = Counter({About.ALERTAS: 1, About.AFIP_INFO: 12, About.REQUIERE_FEC: 2})
    assert told(Cost(asked, 3)) == (
        "check: 15 question(s) to the service (clientes/afip-info 12, estado_servicios/alertas 1, "
        "facturacion/requiere_fec 2), 14 of which count against the plan; 3 answer(s) are kept "
        "from before."
    )
    assert told(Cost(Counter(), 0)) == "check: nothing is to be asked."


def test_what_counts_is_asked_only_after_a_yes(tmp_path: Path) -> None:
    big = invoice(2, TWO, precio_unitario_sin_iva=BIG)
    source = write_csv(tmp_path / "ventas.csv", [invoice(1), big])
    with Sandbox() as box:
        box.options.rehearsal.fce_receivers = {TWO: 1}
        env = environment(box, tmp_path / "home")
        bare = planilla("check", source, env=env, cwd=tmp_path)
        assert bare.returncode == 1
        assert "4 question(s) to the service" in bare.stderr
        assert "--yes" in bare.stderr
        assert not box.books.requests
        done = planilla(
            "check", source, "--yes", "--json", "--out", tmp_path / "out", env=env, cwd=tmp_path
        )
        assert done.returncode == 3
        found = json.loads(done.stdout)
        assert found["asked"][About.AFIP_INFO] == 2
        assert (found["counted"], found["kept"], found["unanswered"]) == (3, 0, 0)
        assert found["files"][0]["rows"] == {"PENDIENTE": 1, "INVALIDO": 1}
        assert (tmp_path / "out" / "ventas.control.xlsx").is_file()
        box.books.requests.clear()
        again = planilla("check", source, env=env, cwd=tmp_path)  # nothing counts: no yes
        assert again.returncode == 3
        assert "nothing is to be asked; 4 answer(s)" in again.stderr
        assert not box.books.requests
        assert not box.books.held


def test_a_trial_against_the_sandbox_needs_no_yes_and_no_account(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", [invoice(1, ONE)])
    env = environment(None, tmp_path / "home")
    done = planilla("check", source, "--sandbox", env=env, cwd=tmp_path)
    assert done.returncode == 0
    assert "1 of which count" in done.stderr
    assert (tmp_path / "resultados" / "ventas.control.xlsx").is_file()


def test_emit_checks_first_and_issues_nothing_that_would_be_refused(tmp_path: Path) -> None:
    good, bad = invoice(1), invoice(2, TWO)
    source = write_csv(tmp_path / "ventas.csv", [good, bad])
    with Sandbox() as box:
        box.options.rehearsal.apocryphal = {TWO: "01/01/2020"}
        env = environment(box, tmp_path / "home")
        held = planilla("emit", source, "--check", "--yes", env=env, cwd=tmp_path)
        assert held.returncode == 3, held.stderr
        assert "nothing was issued" in held.stderr
        assert not box.books.held
        write_csv(source, [good])
        done = planilla("emit", source, "--check", "--yes", "--json", env=env, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["files"][0]["rows"] == {"EMITIDO": 1}
        assert len(box.books.held) == 1
        both = planilla("emit", source, "--check", "--dry-run", env=env, cwd=tmp_path)
        assert both.returncode == 2
