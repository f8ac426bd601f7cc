"""Asking what the service holds: few requests, all of it in the workbook, nothing changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planilla.batch.run_result import Outcome
from planilla.common.calendar import today
from planilla.model.comprobante_key import Key
from planilla.query.all_fields import tables
from planilla.query.ask_service import Shown
from planilla.query.query import Query, ask
from planilla.query.report import by_days
from planilla.query.request_spans import THINNEST, WIDEST, spans
from planilla.sandbox.faults import Altered, Fault
from planilla.sandbox.server import Sandbox
from planilla.service.answers import Held
from planilla.writing.report import Estado
from planilla.writing.result_workbook import write_result
from tests.helpers import Job, row, run, run_queued, settings_for, write_csv
from tests.processes import environment, planilla


class Office:
    """Six comprobantes issued from elsewhere: this office has no ledger of them."""

    def __init__(self, box: Sandbox, folder: Path) -> None:
        self.box, self.folder = box, folder
        elsewhere = settings_for(box, folder / "other")
        rows = [row(n, leyenda="=1+1") for n in range(1, 7)]
        assert run(Job((write_csv(folder / "v.csv", rows),), elsewhere)).exit_code == 0
        self.settings = settings_for(box, folder / "home")

    def ask(self, *rows: dict[str, object], **more: Any) -> Outcome:
        path = write_csv(self.folder / "lista.csv", rows)
        return asyncio.run(ask(Query((path,), **more), self.settings))

    def sheet(self, name: str) -> list[dict[Any, Any]]:
        book = openpyxl.load_workbook(self.folder / "resultados" / "lista.resultado.xlsx")
        headings, *rows = book[name].iter_rows(values_only=True)
        return [dict(zip(headings, cells, strict=True)) for cells in rows]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def numbered(number: int) -> dict[str, object]:
    return {"tipo": "FACTURA B", "punto_venta": 1, "numero": number}


@pytest.mark.slow
def test_neighbours_are_asked_for_in_one_request(office: Office) -> None:
    asked = office.box.books.requests
    before = dict(asked)
    done = office.ask(*(numbered(n) for n in range(1, 7)))
    assert done.rows == {Estado.YA_EMITIDO: 6}
    assert asked["facturacion/consulta_avanzada"] == before["facturacion/consulta_avanzada"] + 1
    assert asked["facturacion/consulta"] == before["facturacion/consulta"]


def test_by_reference_and_by_number_and_what_is_not_there(office: Office) -> None:
    done = office.ask({"referencia": "R-00003"}, numbered(5), numbered(900), {"referencia": "no"})
    assert done.rows == {Estado.YA_EMITIDO: 2, Estado.INVALIDO: 2}
    assert done.exit_code == 3


@pytest.mark.slow
def test_the_whole_of_what_the_service_holds_is_written_as_data(office: Office) -> None:
    office.ask(numbered(2))
    (whole,) = office.sheet("Comprobantes")
    held = office.box.books.held[1]
    assert whole["cae"] == held["cae"]
    assert whole["fecha"].date() == today()
    assert float(whole["total"]) == float(held["total"])
    assert whole["ctacte_status"] == "IMPAGA"
    (concept,) = office.sheet("Conceptos")
    assert concept["descripcion"] == "Servicio 2"
    assert concept["leyenda"] == "=1+1"
    scalars = {n for n, v in held["comprobante"].items() if not isinstance(v, list | dict)}
    assert scalars <= set(whole)


@pytest.mark.slow
def test_missing_pdfs_are_downloaded_once_and_not_at_all_when_not_wanted(office: Office) -> None:
    office.ask(numbered(1), pdfs=False)
    pdfs = office.folder / "home" / "pdf"
    assert not pdfs.exists()
    office.ask(numbered(1))
    (path,) = pdfs.rglob("*.pdf")
    written = path.stat().st_mtime_ns
    office.ask(numbered(1))
    assert path.stat().st_mtime_ns == written


@pytest.mark.slow
def test_nothing_changes_and_no_ledger_is_made(office: Office) -> None:
    held = list(office.box.books.held)
    office.ask(numbered(1))
    assert office.box.books.held == held
    assert not (office.folder / "home" / "ledger.sqlite3").exists()


@pytest.mark.slow
def test_an_outage_leaves_rows_pending(office: Office) -> None:
    office.box.door.service.rehearsal.outage = 60
    office.box.door.service.begin_outage(Fault.MAINTENANCE)
    office.settings = settings_for(office.box, office.folder / "home", budget_seconds=0.2)
    done = office.ask(numbered(1), {"referencia": "R-00002"})
    assert done.rows == {Estado.PENDIENTE: 2}
    assert done.exit_code == 4


@pytest.mark.slow
def test_a_result_workbook_is_a_list(office: Office) -> None:
    result = office.folder / "resultados" / "v.resultado.xlsx"
    done = asyncio.run(ask(Query((result,)), office.settings))
    assert done.rows == {Estado.YA_EMITIDO: 6}


@pytest.mark.slow
def test_what_waits_in_the_queue_is_shown_as_queued(office: Office) -> None:
    queued = write_csv(office.folder / "cola.csv", [row(9, punto_venta=2)])
    run_queued(Job((queued,), settings_for(office.box, office.folder / "other")))
    assert office.ask({"referencia": "R-00009"}).rows == {Estado.ENCOLADO: 1}


@pytest.mark.slow
def test_days_without_a_file_list_all_that_there_is(office: Office, tmp_path: Path) -> None:
    env = environment(office.box, tmp_path / "home")
    day = f"{today():%d/%m/%Y}"
    done = planilla("query", "--from", day, "--to", day, env=env, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (result,) = (tmp_path / "resultados").glob("consulta-*.xlsx")
    assert openpyxl.load_workbook(result)["Comprobantes"].max_row == 7


@pytest.mark.slow
def test_days_without_comprobantes_are_an_empty_workbook(office: Office) -> None:
    before = date(2026, 1, 5)
    done = asyncio.run(ask(Query((), (before, before), office.folder), office.settings))
    assert (sum(done.rows.values()), done.exit_code) == (0, 0)
    book = openpyxl.load_workbook(done.files[0].result or "")
    assert book["Resultado"].max_row == 1


@pytest.mark.slow
def test_a_referencia_is_found_under_the_name_that_it_was_sent_as(office: Office) -> None:
    given = [row(7, referencia="VTA 007/26"), row(8, referencia="A-r2")]
    elsewhere = settings_for(office.box, office.folder / "third")
    run(Job((write_csv(office.folder / "w.csv", given),), elsewhere))
    shown = office.box.books.held[-1]["external_reference"]
    asked = ("VTA 007/26", "A-r2", shown)
    assert office.ask(*({"referencia": name} for name in asked)).rows == {Estado.YA_EMITIDO: 3}


@pytest.mark.slow
def test_what_the_service_leaves_out_is_what_was_asked_about(office: Office) -> None:
    left_out = Altered({"punto_venta": None})
    methods = ("facturacion/consulta", "facturacion/consulta_avanzada")
    office.box.plan.always |= dict.fromkeys(methods, left_out)
    office.ask(numbered(1))
    (path,) = (office.folder / "home" / "pdf").rglob("*.pdf")
    assert path.name == "00001-00000001.pdf"
    assert [sheet["punto_venta"] for sheet in office.sheet("Conceptos")] == [1]


def test_what_failed_in_the_queue_is_not_to_be_mended_in_the_list_that_asks(tmp_path: Path) -> None:
    inner = {"tipo": "FACTURA B", "punto_venta": 1, "status": "ENVIADO A PROCESAR - CON ERROR"}
    shown = [Shown("default", Held.read({"comprobante": inner}))]
    with Sandbox() as box:
        report = by_days(Path("consulta"), shown, {}, settings_for(box, tmp_path / "home"))
    assert [one.estado for one in report.rows.values()] == [Estado.RECHAZADO]
    path = write_result(report, tmp_path / "r.xlsx")
    rows = openpyxl.load_workbook(path)["Resumen"].iter_rows(values_only=True)
    told = " ".join(str(cell) for cells in rows for cell in cells if cell)
    assert "planilla requeue" in told
    assert "Corregir" not in told


def test_texts_that_look_like_dates_and_numbers_that_name_stay_as_they_are() -> None:
    inner = {"tipo": "FACTURA A", "numero": 2, "cae": 65301278726386, "codigo": "X9"}
    inner |= {"leyenda_gral": "05/06/2024", "fecha": "07/06/2024"}
    cliente = {"razon_social": "01/02/2024", "documento_nro": 30712293841, "codigo": "C1"}
    whole, _ = tables([Held.read({"cliente": cliente, "comprobante": inner})])
    told = dict(zip(whole.headings, whole.rows[0], strict=True))
    assert (told["razon_social"], told["leyenda_gral"]) == ("01/02/2024", "05/06/2024")
    assert (told["cae"], told["documento_nro"]) == ("65301278726386", "30712293841")
    assert told["fecha"] == date(2024, 6, 7)
    assert (told["codigo"], told["cliente.codigo"]) == ("X9", "C1")


@pytest.mark.parametrize(
    "words",
    [[], ["--from", "31/12/2025", "--to", "01/01/2025"], ["lista.csv", "--from", "01/01/2026"]],
)
def test_a_question_that_makes_no_sense_gets_one_clear_line(
    words: list[str], tmp_path: Path
) -> None:
    with Sandbox() as box:
        done = planilla("query", *words, env=environment(box, tmp_path / "home"), cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


@given(st.sets(st.integers(1, 5000), min_size=1, max_size=60))
def test_every_number_is_in_exactly_one_span_and_none_is_too_wide(numbers: set[int]) -> None:
    found = spans(Key("FACTURA B", 1, n) for n in numbers)
    for number in numbers:
        assert sum(s.first <= number <= s.last for s in found) == 1
    for span in found:
        inside = sum(span.first <= n <= span.last for n in numbers)
        width = span.last - span.first + 1
        assert width <= min(WIDEST, THINNEST * inside)
    assert len(found) <= len(numbers)
