"""A template as it is written can be dropped as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from planilla.cli import app
from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers
from planilla.payments.lists import read_list
from planilla.payments.load import load_pagos
from planilla.writing.template_kinds import KINDS
from schemas.faults import Fault
from tests.processes import environment, planilla

Read = tuple[int, Sequence[Fault]]  # how many things are asked for, and what is wrong


def _comprobantes(path: Path) -> Read:
    loaded = load(path, today(), Issuers(Issuer("RI", "30707070707")))
    return len(loaded.asked), loaded.faults


def _pagos(path: Path) -> Read:
    loaded = load_pagos(path, today(), Issuers())
    return len(loaded.asked), loaded.faults


def _lista(path: Path) -> Read:
    typed, rows = read_list(path, Issuers())
    return len(rows), typed.faults.found


READERS: dict[str, Callable[[Path], Read]] = {
    "comprobantes": _comprobantes,
    "pagos": _pagos,
    "lista": _lista,
}


@pytest.mark.parametrize(("kind", "examples"), [("comprobantes", 3), ("pagos", 2), ("lista", 3)])
def test_a_fresh_template_reads_and_validates(kind: str, examples: int, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["template", kind, str(tmp_path / "t.xlsx")])
    assert done.exit_code == 0, done.output
    asked, faults = READERS[kind](tmp_path / "t.xlsx")
    assert (asked, list(faults)) == (examples, [])


def test_a_fresh_template_is_issued_whole_in_a_trial_without_an_account(tmp_path: Path) -> None:
    env = environment(None, tmp_path, PLANILLA_ISSUER_CUIT="", PLANILLA_ISSUER_CONDICION_IVA="")
    planilla("template", "comprobantes", "t.xlsx", env=env, cwd=tmp_path)
    done = planilla("emit", "t.xlsx", "--sandbox", env=env, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_template_is_missing_here() -> None:
    assert set(READERS) == set(KINDS)


def test_a_template_nobody_knows_is_a_wrong_use() -> None:
    assert CliRunner().invoke(app, ["template", "recibos", "t.xlsx"]).exit_code == 2


def test_a_template_does_not_replace_what_is_there_unless_told(tmp_path: Path) -> None:
    env = environment(None, tmp_path)
    (tmp_path / "t.xlsx").write_bytes(b"mine")
    refused = planilla("template", "pagos", "t.xlsx", env=env, cwd=tmp_path)
    assert refused.returncode == 1
    assert "exists" in refused.stderr
    assert (tmp_path / "t.xlsx").read_bytes() == b"mine"
    told = CliRunner().invoke(app, ["template", "pagos", str(tmp_path / "t.xlsx"), "--force"])
    assert told.exit_code == 0, told.output
    assert _pagos(tmp_path / "t.xlsx") == (2, ())
