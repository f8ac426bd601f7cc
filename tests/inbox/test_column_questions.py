"""A file with headings nobody understands waits beside its questions; answered, it goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.inbox.folder import RETRY_SECONDS
from planilla.inbox.handle_file import Handled
from planilla.review.heading_questions import answer_heading
from planilla.review.read_answers import take_answers
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from tests.crash.test_kills import KILLED
from tests.helpers import check_books, payment, row
from tests.inbox.test_inbox import Office
from tests.processes import environment, planilla

QUESTIONS = "ventas.csv.preguntas.xlsx"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def sale(number: int, **changes: Any) -> dict[str, Any]:
    return row(number, precio_unitario_sin_iva="100") | {"Dto.": "50", **changes}


def fill(book: Path, *answers: str, to: Path | None = None) -> None:
    """Write answers into a workbook of questions, and save it where it stands."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Revisar"]
    places = {cell.value: int(cell.column or 0) for cell in sheet[1]}
    for line, answer in enumerate(answers, start=2):
        sheet.cell(line, places["respuesta"], answer)
        sheet.cell(line, places["quien"], "Ana")
    workbook.save(to or book)


def told(done: list[Handled]) -> list[tuple[str, int]]:
    return [(one.name, one.exit_code) for one in done]


def totals(office: Office) -> list[str]:
    return [str(held["total"]) for held in office.box.books.held]


def wait(office: Office, name: str = "ventas.csv") -> None:
    """Let the time pass after which what waits is tried again."""
    path = office.root / "pendientes" / name
    moment = path.stat().st_mtime - RETRY_SECONDS - 1
    os.utime(path, (moment, moment))


def test_a_file_waits_beside_its_questions_and_nothing_of_it_is_sent(office: Office) -> None:
    office.drop("ventas.csv", sale(1), sale(2))
    assert told(office.sweep()) == [("ventas.csv", 4)]
    assert office.files("pendientes") == {"ventas.csv", QUESTIONS}
    assert not totals(office)
    book = openpyxl.load_workbook(office.root / "pendientes" / QUESTIONS)
    cells = [cell.value for cell in book["Revisar"][2]]
    assert cells[0] == "c1"
    assert cells[1] == "¿Qué es la columna «Dto.»?"
    assert office.sweep() == []  # the questions are no file that somebody dropped


@pytest.mark.parametrize(
    ("answer", "total"), [("no importa", "121"), ("es bonificacion_porcentaje", "60.5")]
)
def test_answered_where_the_questions_stand_it_goes_on_in_the_same_sweep(
    office: Office, answer: str, total: str
) -> None:
    office.drop("ventas.csv", sale(1))
    office.sweep()
    fill(office.root / "pendientes" / QUESTIONS, answer)
    assert told(office.sweep()) == [(QUESTIONS, 0), ("ventas.csv", 0)]
    assert [f"{float(one):g}" for one in totals(office)] == [total]
    assert office.files("pendientes") == set()
    assert {"ventas.csv", "ventas.resultado.xlsx"} <= office.files("procesados")


def test_answered_by_a_copy_that_is_dropped_it_goes_on_too(office: Office) -> None:
    office.drop("ventas.csv", sale(1))
    office.drop("pagos.csv", payment(1, "10") | {"Retención": "3"})
    office.sweep()
    assert "pagos.csv.preguntas.xlsx" in office.files("pendientes")
    fill(office.root / "pendientes" / QUESTIONS, "No Importa", to=office.root / "respuestas.xlsx")
    assert told(office.sweep())[:2] == [("respuestas.xlsx", 0), ("pagos.csv", 4)]
    assert len(totals(office)) == 1
    assert office.files("pendientes") == {"pagos.csv", "pagos.csv.preguntas.xlsx"}


def test_answered_on_the_command_line_it_goes_on_when_it_is_tried_again(office: Office) -> None:
    office.drop("ventas.csv", sale(1))
    office.sweep()
    env = environment(office.box, office.folder / "home")
    listed = planilla("review", env=env, cwd=office.folder)
    assert listed.returncode == 4
    assert "c1" in listed.stdout
    wrong = planilla("review", "c1", "is nothing", env=env, cwd=office.folder)
    assert wrong.returncode == 1
    assert "is COLUMN" in wrong.stderr
    done = planilla("review", "c1", "ignore", "--who", "Ana", env=env, cwd=office.folder)
    assert done.returncode == 0, done.stderr
    wait(office)
    assert told(office.sweep()) == [("ventas.csv", 0)]
    assert office.files("pendientes") == set()  # nobody is asked any more


def test_what_somebody_is_answering_is_not_written_over(office: Office) -> None:
    office.drop("ventas.csv", sale(1))
    office.sweep()
    before = (office.root / "pendientes" / QUESTIONS).read_bytes()
    for _ in range(2):
        wait(office)
        assert told(office.sweep()) == [("ventas.csv", 4)]
    assert (office.root / "pendientes" / QUESTIONS).read_bytes() == before


def test_an_answer_nobody_understands_is_told_and_asked_again(office: Office) -> None:
    office.drop("ventas.csv", sale(1) | {"Recargo": "3"})
    office.sweep()
    fill(office.root / "pendientes" / QUESTIONS, "no importa", "es un recargo")
    assert told(office.sweep()) == [(QUESTIONS, 3), ("ventas.csv", 4)]
    assert f"{QUESTIONS}.leame.txt" in office.files("con_errores")
    assert office.files("pendientes") == {"ventas.csv", QUESTIONS}
    rows = openpyxl.load_workbook(office.root / "pendientes" / QUESTIONS)["Revisar"].iter_rows()
    assert [cells[3].value for cells in rows][1:] == ["Recargo"]
    assert not totals(office)


def test_an_old_workbook_changes_no_answer(office: Office) -> None:
    office.drop("ventas.csv", sale(1))
    office.sweep()
    old = office.folder / "vieja.xlsx"
    fill(office.root / "pendientes" / QUESTIONS, "no importa", to=old)
    with open_ledger(office.settings) as ledger:
        (one,) = ledger.headings.waiting()
        answer_heading(ledger, one, "es bonificacion_porcentaje", "Ana")
    assert take_answers(office.settings, old, office.folder / "out") == 3
    assert "ya se contestó" in (office.folder / "out" / "vieja.xlsx.leame.txt").read_text("utf-8")
    with open_ledger(office.settings) as ledger:
        assert ledger.headings.latest(1) == "bonificacion_porcentaje"


@pytest.mark.slow
@pytest.mark.parametrize("point", ["before-filing", "during-filing"])
def test_a_kill_while_the_questions_are_put_there_loses_nothing(office: Office, point: str) -> None:
    office.drop("ventas.csv", sale(1))
    env = environment(office.box, office.folder / "home", PLANILLA_INBOX=str(office.root))
    died = planilla("inbox", env=env | {"PLANILLA_DIE_AT": point}, cwd=office.folder)
    assert died.returncode == KILLED, died.stderr
    again = planilla("inbox", env=env, cwd=office.folder)
    assert again.returncode == 4, again.stderr
    assert office.files("pendientes") == {"ventas.csv", QUESTIONS}
    assert "preguntas.xlsx is answered" in again.stderr.replace("\n", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "point", ["before-filing", "before-intent", "after-intent", "after-request", "after-outcome"]
)
def test_a_kill_between_an_answer_and_what_is_sent_loses_nothing(
    office: Office, point: str
) -> None:
    office.drop("ventas.csv", sale(1), sale(2))
    office.sweep()
    fill(office.root / "pendientes" / QUESTIONS, "es bonificacion_porcentaje")
    env = environment(office.box, office.folder / "home", PLANILLA_INBOX=str(office.root))
    died = planilla("inbox", env=env | {"PLANILLA_DIE_AT": point}, cwd=office.folder)
    assert died.returncode == KILLED, died.stderr
    planilla("inbox", env=env, cwd=office.folder)
    if "ventas.csv" in office.files("pendientes"):
        wait(office)
        office.sweep()
    assert {float(one) for one in totals(office)} == {60.5}
    assert len(totals(office)) == 2
    check_books(office.box)
    assert "ventas.csv" in office.files("procesados")
