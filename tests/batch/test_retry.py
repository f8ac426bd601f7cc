"""After an outage: everything pending is worked again without its file being dropped anew."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.batch.retry import retry
from planilla.batch.run_result import Outcome
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Sandbox
from planilla.settings.settings import Settings
from planilla.writing.report import Estado
from tests.helpers import Job, check_books, row, run, run_pay, run_queued, settings_for, write_csv


@dataclass
class Office:
    """An office whose service goes down when it is told to."""

    box: Sandbox
    folder: Path

    def settings(self, budget: float = 30, **changes: Any) -> Settings:
        return settings_for(self.box, self.folder / "home", budget_seconds=budget, **changes)

    def job(self, name: str, *rows: dict[str, Any], out: Path | None = None) -> Job:
        return Job((write_csv(self.folder / name, rows),), self.settings(0.2), out)

    def goes_down(self) -> None:
        self.box.door.service.rehearsal.outage = 60
        self.box.door.service.begin_outage(Fault.MAINTENANCE)

    def comes_back(self) -> None:
        self.box.door.service.maintenance_until = 0

    def estados(self, name: str) -> list[Any]:
        path = self.folder / "resultados" / f"{name}.resultado.xlsx"
        headings, *rows = openpyxl.load_workbook(path)["Resultado"].iter_rows(values_only=True)
        return [row[headings.index("estado")] for row in rows]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def pending(outcome: Outcome) -> int:
    return outcome.rows[Estado.PENDIENTE]


@pytest.mark.slow
def test_what_an_outage_left_is_issued_and_its_result_written_again(office: Office) -> None:
    office.goes_down()
    assert pending(run(office.job("ventas.csv", row(1), row(2)))) == 2
    assert asyncio.run(retry(office.settings(0.2))).exit_code == 4
    office.comes_back()
    done = asyncio.run(retry(office.settings()))
    assert (done.before, done.after, done.exit_code) == (2, 0, 0)
    assert office.estados("ventas") == ["EMITIDO", "EMITIDO"]
    check_books(office.box)
    assert asyncio.run(retry(office.settings())).outcomes == ()


def test_a_file_that_is_gone_or_told_elsewhere_is_worked_without_it(office: Office) -> None:
    office.goes_down()
    run(office.job("gone.csv", row(1)))
    run(office.job("elsewhere.csv", row(2), out=office.folder / "out"))
    (office.folder / "gone.csv").unlink()
    office.comes_back()
    assert asyncio.run(retry(office.settings())).after == 0
    assert [h["external_reference"] for h in office.box.books.held] == ["R-00001", "R-00002"]
    assert len(list((office.folder / "home" / "pdf").rglob("*.pdf"))) == 2
    assert not (office.folder / "resultados" / "elsewhere.resultado.xlsx").exists()


def test_what_was_for_the_queue_still_goes_to_the_queue(office: Office) -> None:
    office.goes_down()
    run_queued(office.job("cola.csv", row(1)))
    office.comes_back()
    assert asyncio.run(retry(office.settings())).after == 0
    assert [one["external_reference"] for one in office.box.books.in_queue()] == ["R-00001"]
    assert not office.box.books.held


@pytest.mark.slow
def test_payments_are_made_once_and_what_a_person_must_judge_is_left_alone(office: Office) -> None:
    run(office.job("ventas.csv", row(1)))
    payment = {"comprobante": "FACTURA B 1-1", "descripcion": "Efectivo", "importe": "10,00"}
    office.goes_down()
    assert pending(run_pay(office.job("pagos.csv", payment))) == 1
    office.comes_back()
    assert asyncio.run(retry(office.settings())).after == 0
    assert asyncio.run(retry(office.settings())).before == 0
    assert len(office.box.books.state()["pagos"]) == 1
    assert office.estados("pagos") == ["PAGADO"]


def test_without_a_ledger_there_is_nothing_to_do(office: Office) -> None:
    assert asyncio.run(retry(office.settings())).exit_code == 0
    assert not (office.folder / "home").exists()


def test_a_file_that_was_mended_meanwhile_is_not_sent_by_itself(office: Office) -> None:
    office.goes_down()
    run(office.job("ventas.csv", row(1, referencia="")))
    before = office.estados("ventas")
    write_csv(office.folder / "ventas.csv", [row(1, referencia="", descripcion="Otra"), row(2)])
    office.comes_back()
    assert asyncio.run(retry(office.settings())).after == 0
    assert len(office.box.books.held) == 1
    assert office.estados("ventas") == before


@pytest.mark.slow
def test_what_was_refused_waits_for_whoever_drops_the_file(office: Office) -> None:
    wrong = row(3, tipo="FACTURA A", documento_nro="30712345670")  # its last digit is another
    lenient: dict[str, Any] = {"rules_off": ("cuit_digit",)}
    path = write_csv(office.folder / "ventas.csv", [wrong, row(4)])
    assert run(Job((path,), office.settings(**lenient))).rows == {
        Estado.RECHAZADO: 1,
        Estado.EMITIDO: 1,
    }
    office.goes_down()
    rows = [row(1), wrong, wrong | {"referencia": "R-00005"}]
    path = write_csv(office.folder / "ventas.csv", rows)
    run(Job((path,), office.settings(0.2)))
    office.comes_back()
    asked = office.box.books.requests["facturacion/nuevo"]
    done = asyncio.run(retry(office.settings(**lenient)))
    assert (done.before, done.after) == (1, 0)
    assert office.box.books.requests["facturacion/nuevo"] == asked + 1
    assert office.estados("ventas") == ["EMITIDO", "RECHAZADO", "PENDIENTE"]


def test_a_result_that_may_be_another_files_is_left_alone(office: Office) -> None:
    office.goes_down()
    both = [write_csv(office.folder / f"a.{end}", [row(n)]) for n, end in enumerate(("csv", "txt"))]
    run(Job(tuple(both), office.settings(0.2)))
    result = office.folder / "resultados" / "a.resultado.xlsx"
    before = result.read_bytes()
    office.comes_back()
    assert asyncio.run(retry(office.settings())).after == 0
    assert len(office.box.books.held) == 2
    assert result.read_bytes() == before


def test_a_folder_that_takes_no_result_keeps_nothing_back(office: Office) -> None:
    office.goes_down()
    run(office.job("ventas.csv", row(1)))
    office.comes_back()
    results = office.folder / "resultados"
    results.chmod(0o500)
    if os.access(results, os.W_OK):
        pytest.skip("to this user all folders are open")
    try:
        assert asyncio.run(retry(office.settings())).after == 0
    finally:
        results.chmod(0o700)
    assert office.estados("ventas") == ["PENDIENTE"]
