"""The template's examples are never sent, whatever the command, but to the sandbox of a trial."""

from __future__ import annotations

from pathlib import Path

import pytest

from planilla.batch.emit import Emit
from planilla.batch.run_result import Outcome
from planilla.common.calendar import today
from planilla.sandbox.server import Sandbox
from planilla.settings.settings import Settings
from planilla.writing import template_examples
from planilla.writing.report import Estado
from planilla.writing.template import write_template
from schemas.examples import NAMES, REFERENCIAS
from tests.helpers import Job, row, run, run_pay, run_resend, settings_for, write_csv

RUNS = {"comprobantes": run, "pagos": run_pay, "lista": run_resend}


@pytest.mark.parametrize("kind", RUNS)
def test_a_template_that_is_presented_as_it_is_sends_nothing(kind: str, tmp_path: Path) -> None:
    path = write_template(kind, tmp_path / "t.xlsx")
    with Sandbox() as box:
        outcome: Outcome = RUNS[kind](Job((path,), settings_for(box, tmp_path / "home")))
        assert not box.books.held
    (file,) = outcome.files
    assert set(file.rows) == {Estado.INVALIDO}


def test_what_stands_beside_the_examples_is_issued(tmp_path: Path) -> None:
    examples = [
        {**row(n), "referencia": name, "descripcion": "Resma", "razon_social": client}
        for n, (name, client) in enumerate([("EJEMPLO-0002", "Ana"), ("R-9", sorted(NAMES)[1])])
    ]
    path = write_csv(tmp_path / "a.csv", [*examples, row(3, referencia="R-1")])
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        told = Emit().load(path, settings, None).faults
        assert [(fault.row, fault.column, fault.code) for fault in told] == [
            (2, "referencia", "EJEMPLO"),
            (3, "razon_social", "EJEMPLO"),
        ]
        run(Job((path,), settings))
        assert [held["external_reference"] for held in box.books.held] == ["R-1"]


def test_a_trial_is_of_this_machine(tmp_path: Path) -> None:
    there = Settings(_env_file=None, home=tmp_path, trial=True)  # type: ignore[call-arg]
    here = there.model_copy(update={"base_url": "http://127.0.0.1:9/"})
    assert (there.takes_examples, here.takes_examples) == (False, True)
    assert not here.model_copy(update={"trial": False}).takes_examples


def test_the_examples_are_known_by_what_the_templates_write() -> None:
    made = [*template_examples.comprobantes(today()), *template_examples.pagos(today())]
    assert {one["referencia"] for one in made} == REFERENCIAS
    assert {one["razon_social"] for one in made if "razon_social" in one} == NAMES
