"""A template as it is written can be dropped as it is."""

from __future__ import annotations

from pathlib import Path

from planilla.calendar import today
from planilla.comprobantes.load import load
from planilla.comprobantes.model import Issuer
from tests.processes import environment, planilla


def test_a_fresh_template_reads_and_validates(tmp_path: Path) -> None:
    env = environment(None, tmp_path)
    done = planilla("template", "comprobantes", "t.xlsx", env=env, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    loaded = load(tmp_path / "t.xlsx", today(), Issuer("RI", "30707070707"))
    assert not loaded.faults
    assert loaded.asked
    again = planilla("template", "comprobantes", "t.xlsx", env=env, cwd=tmp_path)
    assert again.returncode == 1
    assert "exists" in again.stderr
