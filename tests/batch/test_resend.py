"""E-mailing again: what was issued to be e-mailed, once a day unless asked again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from planilla.batch.run_result import Outcome
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.helpers import Job, row, run, run_resend, settings_for, write_csv
from tests.writing.reports import sheets, table

MAILED = "FACTURA B 00001-00000001"


class Office:
    """Two comprobantes: the first was issued to be e-mailed, the second was not."""

    def __init__(self, box: Sandbox, folder: Path) -> None:
        self.box, self.folder = box, folder
        self.settings = settings_for(box, folder / "home")
        rows = [row(1, email="ana@ejemplo.com.ar"), row(2, email="")]
        done = run(Job((write_csv(folder / "ventas.csv", rows),), self.settings))
        assert done.exit_code == 0

    def resend(self, *rows: dict[str, object], again: bool = False) -> Outcome:
        job = Job((write_csv(self.folder / "lista.csv", rows),), self.settings)
        return run_resend(job, again=again)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def by_number(number: int) -> dict[str, object]:
    return {"tipo": "FACTURA B", "punto_venta": 1, "numero": number}


def test_one_is_sent_and_one_that_was_never_mailed_is_refused_in_words(office: Office) -> None:
    done = office.resend(by_number(1), by_number(2))
    assert done.rows == {Estado.ENVIADO: 1, Estado.RECHAZADO: 1}
    assert len(office.box.books.mails) == 1


@pytest.mark.slow
def test_twice_in_one_day_asks_for_again(office: Office) -> None:
    assert office.resend(by_number(1)).rows == {Estado.ENVIADO: 1}
    assert office.resend(by_number(1)).rows == {Estado.ENVIADO: 1}
    assert len(office.box.books.mails) == 1
    assert office.resend(by_number(1), again=True).rows == {Estado.ENVIADO: 1}
    assert len(office.box.books.mails) == 2


@pytest.mark.slow
def test_a_referencia_is_enough_for_what_planilla_issued(office: Office) -> None:
    done = office.resend({"referencia": "R-00001"}, {"referencia": "no-existe"})
    assert done.rows == {Estado.ENVIADO: 1, Estado.INVALIDO: 1}


@pytest.mark.slow
def test_a_comprobante_listed_twice_is_sent_once(office: Office) -> None:
    assert office.resend(by_number(1), by_number(1)).rows == {Estado.ENVIADO: 2}
    assert len(office.box.books.mails) == 1


@pytest.mark.slow
def test_a_lost_answer_is_for_a_person_and_is_not_sent_again_by_itself(office: Office) -> None:
    office.box.plan.named[MAILED] = [Fault.LOST]
    assert office.resend(by_number(1)).rows == {Estado.A_REVISAR: 1}
    assert office.resend(by_number(1)).rows == {Estado.A_REVISAR: 1}
    assert len(office.box.books.mails) == 1


def test_an_e_mail_is_no_money(office: Office) -> None:
    done = office.resend(by_number(1))
    assert not any(done.files[0].money.values())
    book = openpyxl.load_workbook(done.files[0].result or "")
    sent = next(row for row in book["Resumen"].iter_rows(values_only=True) if row[0] == "ENVIADO")
    assert sent[1:4] == (1, 1, None)


def test_a_refused_one_says_what_to_do_and_not_to_mend_the_row(office: Office) -> None:
    made = sheets(office.resend(by_number(1), by_number(2)).files[0].result or Path())
    (line,) = table(made["Errores"])
    assert "mándelo usted" in line["Qué escribir"]
    told = " ".join(str(c) for r in made["Resumen"].iter_rows(values_only=True) for c in r if c)
    assert "mándelo usted" in told
    assert "1 de 2 envíos listos  ·  1 rechazado" in told
    assert "Corregir" not in told + line["Qué escribir"]
    assert "para corregir" not in told


@pytest.mark.slow
def test_corregir_puts_no_referencia_where_the_list_had_none(office: Office) -> None:
    done = office.resend({"referencia": ""} | by_number(2))
    (row,) = table(sheets(done.files[0].result or Path())["Corregir"])
    assert row["referencia"] is None
    done = office.resend(by_number(2))
    assert list(table(sheets(done.files[0].result or Path())["Corregir"])[0]) == [*by_number(2)]


def test_a_number_as_the_result_gives_it_is_still_there_where_it_was_refused(
    office: Office,
) -> None:
    done = office.resend({"tipo": "FACTURA B", "numero_emitido": "00001-00000002"})
    made = sheets(done.files[0].result or Path())
    assert table(made["Resultado"])[0]["numero_emitido"] == "00001-00000002"
    assert table(made["Corregir"])[0] == {"tipo": "FACTURA B", "numero_emitido": "00001-00000002"}
