"""Questions about headings stand beside the others, in the list and in the workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from tests.helpers import Job, row, run, settings_for, write_csv
from tests.processes import environment, planilla


def test_one_workbook_takes_the_answers_about_headings_and_about_comprobantes(
    tmp_path: Path,
) -> None:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home", max_comprobante="1")
        run(Job((write_csv(tmp_path / "a.csv", [row(1)]),), settings))
        run(Job((write_csv(tmp_path / "b.csv", [row(2) | {"Dto.": "=1", "IIBB": "3"}]),), settings))
        env = environment(box, tmp_path / "home")
        status = planilla("status", env=env, cwd=tmp_path)
        assert status.returncode == 4
        assert "2 heading(s) nobody has explained" in status.stdout
        book = tmp_path / "revisar.xlsx"
        planilla("review", "--write", book, env=env, cwd=tmp_path)
        workbook = openpyxl.load_workbook(book)
        sheet = workbook["Revisar"]
        places = {cell.value: int(cell.column or 0) for cell in sheet[1]}
        for line, words in enumerate(("es vencimiento", "quizás", "aprobar"), start=2):
            sheet.cell(line, places["respuesta"], words)
        assert [sheet.cell(line, 1).value for line in (2, 3, 4)] == ["c1", "c2", 1]
        workbook.save(book)
        taken = planilla("review", "--read", book, "--who", "Ana", env=env, cwd=tmp_path)
        assert taken.returncode == 4, taken.stderr
        assert "row 3" in taken.stderr
        assert "is COLUMN" in taken.stderr
        with open_ledger(settings) as ledger:
            assert [one.about.written for one in ledger.headings.waiting()] == ["IIBB"]
            assert ledger.headings.latest(1) == "vencimiento"
            assert not ledger.reviews.waiting()


def test_a_question_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with Sandbox() as box:
        run(
            Job(
                (write_csv(tmp_path / "a.csv", [row(1)]),),
                settings_for(box, tmp_path / "home"),
            )
        )
        env = environment(box, tmp_path / "home")
        for name in ("c9", "Dto."):
            told = planilla("review", name, "ignore", env=env, cwd=tmp_path)
            assert told.returncode == 1
            assert f"{name} is no question" in told.stderr
            assert "Traceback" not in told.stderr


def test_what_waits_of_a_trial_is_answered_with_the_word_that_tried_it(tmp_path: Path) -> None:
    rows = [row(1, tipo="FACTURA A") | {"Dto.": "10"}]
    source = write_csv(tmp_path / "ventas.csv", rows)
    env = environment(None, tmp_path / "home")
    assert planilla("emit", "--sandbox", source, env=env, cwd=tmp_path).returncode == 4
    alone = planilla("review", env=env, cwd=tmp_path)
    assert "planilla review --sandbox" in alone.stderr
    answered = planilla("review", "--sandbox", "c1", "ignore", env=env, cwd=tmp_path)
    assert answered.returncode == 0, answered.stderr
    assert planilla("emit", "--sandbox", source, env=env, cwd=tmp_path).returncode == 0
