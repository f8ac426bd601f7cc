"""What waits for a person: the brake, and answers by command line and by workbook."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.batch.run_result import Outcome
from planilla.common.errors import InputRefused
from planilla.model.operation import Reason
from planilla.review.questions import ANSWERS, QUESTIONS, find
from planilla.review.read_answers import take_answers
from planilla.review.record_answers import Decision, decide
from planilla.review.review_sheet import read_reviews, write_reviews
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from planilla.writing.report import Estado
from tests.helpers import Job, paid_at, payment, row, run, run_pay, settings_for, write_csv
from tests.processes import environment, planilla
from tests.writing.reports import sheets, table

CONSUMER = "FACTURA B 00001-00000001"
BIG = {"precio_unitario_sin_iva": "1000000"}


def emit(box: Sandbox, folder: Path, rows: list[dict[str, Any]], **limits: str) -> Outcome:
    settings = settings_for(box, folder / "home", **limits)
    return run(Job((write_csv(folder / "ventas.csv", rows),), settings))


def test_a_comprobante_above_the_limit_waits_and_the_others_go(tmp_path: Path) -> None:
    rows = [row(1), row(2, tipo="FACTURA A", **BIG), row(3)]
    with Sandbox() as box:
        done = emit(box, tmp_path, rows, max_comprobante="500000")
        assert done.rows == {Estado.EMITIDO: 2, Estado.A_REVISAR: 1}
        assert done.exit_code == 4
        again = emit(box, tmp_path, rows, max_comprobante="500000")
        assert again.rows == {Estado.YA_EMITIDO: 2, Estado.A_REVISAR: 1}
        (why,) = table(sheets(again.files[0].result or Path())["Errores"])
        assert (why["Fila"], why["Qué está mal"]) == (3, "Supera el límite: ¿se aprueba?")


def test_a_file_above_its_limit_waits_whole(tmp_path: Path) -> None:
    rows = [row(n) for n in range(3)]
    with Sandbox() as box:
        assert emit(box, tmp_path, rows, max_file="300").rows == {Estado.A_REVISAR: 3}
        assert not box.books.held


def test_what_is_approved_is_issued_once_and_what_is_refused_never(tmp_path: Path) -> None:
    rows = [row(1, punto_venta=1), row(2, punto_venta=2)]
    with Sandbox() as box:
        emit(box, tmp_path, rows, max_comprobante="1")
        with open_ledger(settings_for(box, tmp_path / "home")) as ledger:
            first, second = ledger.reviews.waiting()
            decide(ledger, first, Decision("Ana", "aprobar", "es el alquiler"))
            decide(ledger, second, Decision("Luis", "refuse"))
            assert [r.who for r in ledger.reviews.of([first.id])[first.id]] == ["Ana"]
            with pytest.raises(InputRefused):
                decide(ledger, ledger.operations.get(first.id), Decision("Ana", "aprobar"))
        done = emit(box, tmp_path, rows, max_comprobante="1")
        assert done.rows[Estado.EMITIDO] == 1
        assert len(box.books.held) == 1
        # dropped again, a refused one is asked about again: it never goes by itself
        assert done.rows[Estado.A_REVISAR] == 1


def test_an_answer_that_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    with Sandbox() as box:
        emit(box, tmp_path, [row(1)], max_comprobante="1")
        with open_ledger(settings_for(box, tmp_path / "home")) as ledger:
            (waiting,) = ledger.reviews.waiting()
            for decision in (Decision("Ana", "se aplicó"), Decision(" ", "aprobar")):
                with pytest.raises(InputRefused):
                    decide(ledger, waiting, decision)
            assert ledger.reviews.waiting() == [waiting]


def test_every_reason_has_a_question_and_answers_in_both_languages() -> None:
    for reason in set(Reason) - {Reason.NONE}:
        assert QUESTIONS[reason]
        for answer in ANSWERS[reason]:
            assert find(reason, answer.palabra.upper()) is answer
            assert find(reason, answer.word) is answer


def test_a_workbook_filled_in_and_dropped_back_answers(tmp_path: Path) -> None:
    with Sandbox() as box:
        emit(box, tmp_path, [row(1), row(2)], max_comprobante="1")
        env = environment(box, tmp_path / "home")
        book = tmp_path / "revisar.xlsx"
        listed = planilla("review", "--write", book, env=env, cwd=tmp_path)
        assert listed.returncode == 4, listed.stderr
        workbook = openpyxl.load_workbook(book)
        sheet = workbook["Revisar"]
        places = {cell.value: int(cell.column or 0) for cell in sheet[1]}
        sheet.cell(2, places["respuesta"], "Aprobar")
        sheet.cell(2, places["quien"], "Ana")
        sheet.cell(2, places["nota"], "=1+1 no es una fórmula")
        sheet.cell(3, places["respuesta"], "quizás")
        workbook.save(book)
        taken = planilla("review", "--read", book, env=env, cwd=tmp_path)
        assert taken.returncode == 4
        assert "row 3" in taken.stderr
        assert "Traceback" not in taken.stderr
        with open_ledger(settings_for(box, tmp_path / "home")) as ledger:
            assert len(ledger.reviews.waiting()) == 1


def test_the_list_and_an_answer_on_the_command_line(tmp_path: Path) -> None:
    with Sandbox() as box:
        emit(box, tmp_path, [row(1)], max_comprobante="1")
        env = environment(box, tmp_path / "home")
        shown = planilla("review", env=env, cwd=tmp_path)
        assert shown.returncode == 4
        assert "approve" in shown.stdout
        wrong = planilla("review", "1", "applied", env=env, cwd=tmp_path)
        assert wrong.returncode == 1
        assert "approve, refuse" in wrong.stderr
        done = planilla("review", "1", "approve", "--who", "Ana", env=env, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        status = planilla("status", env=env, cwd=tmp_path)
        assert status.returncode == 4  # approved, and not yet sent
        assert "pending" in status.stdout


def test_the_questions_and_what_was_seen_are_in_the_workbook(tmp_path: Path) -> None:
    with Sandbox() as box:
        emit(box, tmp_path, [row(1, **BIG, tipo="FACTURA A")], max_comprobante="1")
        with open_ledger(settings_for(box, tmp_path / "home")) as ledger:
            book = write_reviews(ledger.reviews.waiting(), tmp_path / "r.xlsx")
    assert read_reviews(book) == []
    cells = [cell.value for cell in openpyxl.load_workbook(book)["Revisar"][2]]
    assert QUESTIONS[Reason.BRAKE] in cells
    assert Decimal(str(cells[5])) == Decimal(1210000)


@pytest.mark.slow
def test_an_answer_to_an_earlier_question_is_not_taken_for_the_one_that_waits(
    tmp_path: Path,
) -> None:
    """Dropped a second time, "it was not applied" would send the payment once more."""
    settled, doubted = payment(1, "10", tipo="FACTURA B"), payment(1, "5", tipo="FACTURA B")
    with Sandbox() as box:
        emit(box, tmp_path, [row(1)])
        settings = settings_for(box, tmp_path / "home")
        pay(tmp_path, settings, settled)
        box.plan.named[CONSUMER] = [Fault.RESET]
        assert pay(tmp_path, settings, doubted).rows == {Estado.A_REVISAR: 1}
        book = filled_in(settings, tmp_path / "revisar.xlsx", "no se aplicó")
        assert take_answers(settings, book, tmp_path / "first") == 0
        box.plan.named[CONSUMER] = [Fault.LOST]
        assert pay(tmp_path, settings, doubted).rows == {Estado.A_REVISAR: 1}
        assert take_answers(settings, book, tmp_path / "second") == 3
        assert "pregunta anterior" in (tmp_path / "second" / "revisar.xlsx.leame.txt").read_text(
            encoding="utf-8"
        )
        assert pay(tmp_path, settings, doubted).rows == {Estado.A_REVISAR: 1}
        assert paid_at(box)[CONSUMER] == Decimal(15)
        env = environment(box, tmp_path / "home")
        stale = planilla("review", "--read", book, env=env, cwd=tmp_path)
        assert "earlier question" in stale.stderr
        again = filled_in(settings, tmp_path / "otra.xlsx", "se aplicó")
        assert take_answers(settings, again, tmp_path / "third") == 0


def test_what_is_wrong_with_a_dropped_answer_is_told_in_spanish(tmp_path: Path) -> None:
    with Sandbox() as box:
        emit(box, tmp_path, [row(1), row(2)], max_comprobante="1")
        settings = settings_for(box, tmp_path / "home")
        book = filled_in(settings, tmp_path / "revisar.xlsx", "quizás")
        workbook = openpyxl.load_workbook(book)
        places = {cell.value: int(cell.column or 0) for cell in workbook["Revisar"][1]}
        workbook["Revisar"].cell(3, places["respuesta"], "aprobar")
        workbook["Revisar"].cell(3, places["quien"]).value = None
        workbook.save(book)
        assert take_answers(settings, book, tmp_path) == 3
    told = (tmp_path / "revisar.xlsx.leame.txt").read_text(encoding="utf-8")
    assert told.splitlines() == [
        "fila 2: la operación 1 se responde con: aprobar, rechazar",
        "fila 3: falta quién lo decide (columna quien)",
    ]


def pay(folder: Path, settings: Settings, *rows: dict[str, Any]) -> Outcome:
    return run_pay(Job((write_csv(folder / "pagos.csv", rows),), settings))


def filled_in(settings: Settings, book: Path, answer: str) -> Path:
    """The questions, each with one answer."""
    with open_ledger(settings) as ledger:
        write_reviews(ledger.reviews.waiting(), book)
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Revisar"]
    places = {cell.value: int(cell.column or 0) for cell in sheet[1]}
    for line in range(2, sheet.max_row + 1):
        sheet.cell(line, places["respuesta"], answer)
        sheet.cell(line, places["quien"], "Ana")
    workbook.save(book)
    return book
