"""A set of credentials is of one point of sale: what is of another is told, and not sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from planilla.admission.registration import Registration
from planilla.batch.run_result import Outcome
from planilla.cli import app
from planilla.common.errors import SettingsError
from planilla.query.query import Query, ask
from planilla.sandbox.credentials import ONE_SET, credentials_of
from planilla.sandbox.faults import Fault
from planilla.sandbox.rehearsal import AnotherPoint
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from planilla.writing.report import Estado
from tests.helpers import (
    Job,
    check_books,
    payment,
    profile_a_point,
    row,
    run,
    run_pay,
    settings_for,
    tokens_shared,
    write_csv,
)

OF_ONE = credentials_of(1)


@dataclass
class Office:
    """An office with one set of credentials, unless the changes say otherwise."""

    box: Sandbox
    folder: Path

    def settings(self, **changes: Any) -> Settings:
        return settings_for(self.box, self.folder / "home", **{**OF_ONE, **changes})

    def file(self, *rows: dict[str, Any], name: str = "ventas.csv") -> Path:
        return write_csv(self.folder / name, rows)

    def emit(self, *rows: dict[str, Any], name: str = "ventas.csv", **changes: Any) -> Outcome:
        return run(Job((self.file(*rows, name=name),), self.settings(**changes)))

    def profiles(self, **changes: Any) -> dict[str, Any]:
        return {"profiles": profile_a_point(1, 2), **tokens_shared(), **changes}

    @property
    def issued(self) -> list[tuple[int, str]]:
        return [(h["punto_venta"], h["external_reference"]) for h in self.box.books.held]

    def errors(self, name: str = "ventas") -> list[str]:
        path = self.folder / "resultados" / f"{name}.resultado.xlsx"
        headings, *cells = openpyxl.load_workbook(path)["Resultado"].iter_rows(values_only=True)
        return [str(one[headings.index("errores")]) for one in cells]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def test_the_one_set_is_of_the_point_that_the_first_file_names_and_the_ledger_keeps_it(
    office: Office,
) -> None:
    assert office.emit(row(1, punto_venta=1)).rows == {Estado.EMITIDO: 1}
    done = office.emit(row(2, punto_venta=2), row(3, punto_venta=1))
    assert done.rows == {Estado.INVALIDO: 1, Estado.EMITIDO: 1}
    told = office.errors()[0]
    assert "credenciales son del punto de venta 1, y la fila es del 2" in told
    assert "«[profiles.punto_2]» y debajo «puntos_venta = [2]»" in told
    assert "one_set_serves_all = true" in told
    assert office.issued == [(1, "R-00001"), (1, "R-00003")]


def test_a_file_that_names_two_points_has_to_be_told_which_the_credentials_are_of(
    office: Office,
) -> None:
    rows = [row(1, punto_venta=1), row(2, punto_venta=2)]
    assert office.emit(*rows).rows == {Estado.INVALIDO: 2}
    assert "puntos de venta 1, 2" in office.errors()[0]
    assert not office.issued
    done = office.emit(*rows, punto_venta=1)
    assert done.rows == {Estado.EMITIDO: 1, Estado.INVALIDO: 1}


def test_two_files_of_one_run_are_of_one_point(office: Office) -> None:
    files = [office.file(row(n, punto_venta=n), name=f"{n}.csv") for n in (1, 2)]
    done = run(Job(tuple(files), office.settings()))
    assert done.rows == {Estado.EMITIDO: 1, Estado.INVALIDO: 1}


def test_two_processes_that_begin_a_ledger_with_two_points_are_not_both_believed(
    office: Office,
) -> None:
    settings = office.settings()
    one, other = (
        Job((office.file(row(n, punto_venta=n), name=f"{n}.csv"),), settings) for n in (1, 2)
    )
    with open_ledger(settings) as early:
        run(one)
        loaded = _loaded(other, early)
        with pytest.raises(SettingsError, match="PLANILLA_PUNTO_VENTA"):
            Registration(early).commit(other.files[0], "0", loaded)


def _loaded(job: Job, ledger: Any) -> Any:
    from planilla.batch.emit import Emit

    return Emit().load(job.files[0], job.settings, ledger).asked


def test_a_row_that_was_refused_says_nothing_of_the_credentials_point(office: Office) -> None:
    office.box.options.rehearsal.another_point = AnotherPoint.SERVED
    wrong = office.emit(row(1, punto_venta=7, comentario="RECHAZAR-AFIP"))
    assert wrong.rows == {Estado.RECHAZADO: 1}
    assert office.emit(row(2, punto_venta=1)).rows == {Estado.EMITIDO: 1}


def test_one_set_serves_all_points_only_where_the_settings_say_so(office: Office) -> None:
    rows = [row(1, punto_venta=1), row(2, punto_venta=2)]
    done = office.emit(*rows, **ONE_SET, one_set_serves_all=True)
    assert done.rows == {Estado.EMITIDO: 2}


@pytest.mark.slow
def test_a_profile_lists_several_points_only_where_the_settings_say_so(office: Office) -> None:
    profiles = {"norte": {"puntos_venta": [1, 2], **ONE_SET}}
    rows = [row(1, punto_venta=1), row(2, punto_venta=2)]
    assert office.emit(*rows, profiles=profiles).rows == {Estado.INVALIDO: 2}
    told = office.errors()[1]
    assert "El perfil «norte» tiene los puntos de venta 1, 2" in told
    assert "«[profiles.punto_2]» y debajo «puntos_venta = [2]»" in told
    done = office.emit(*rows, profiles=profiles, one_set_serves_all=True)
    assert done.rows == {Estado.EMITIDO: 2}


@pytest.mark.slow
def test_an_office_that_used_several_points_with_one_set_loses_nothing(office: Office) -> None:
    then: dict[str, Any] = {**ONE_SET, "one_set_serves_all": True}
    office.emit(row(1, punto_venta=1), row(2, punto_venta=2), **then)
    office.box.plan.counted = [Fault.TOO_MANY] * 9
    office.emit(row(3, punto_venta=2), name="pendiente.csv", budget_seconds=0, **then)
    office.box.plan.counted = []
    paid = payment(1, "10,00", tipo="FACTURA B", punto_venta=2)
    run_pay(Job((office.file(paid, name="pagos.csv"),), office.settings(**then)))

    again = office.emit(row(1, punto_venta=1), row(2, punto_venta=2), row(4, punto_venta=1))
    assert again.rows == {Estado.YA_EMITIDO: 2, Estado.INVALIDO: 1}
    assert "one_set_serves_all = true" in office.errors()[2]
    pays = run_pay(Job((office.file(paid, name="pagos.csv"),), office.settings()))
    assert pays.rows == {Estado.YA_PAGADO: 1}
    left = office.emit(row(3, punto_venta=2), name="pendiente.csv")
    assert left.rows == {Estado.PENDIENTE: 1}
    assert left.exit_code == 1
    assert "No hay credenciales para el punto de venta 2" in office.errors("pendiente")[0]
    assert len(office.issued) == 2

    done = office.emit(row(3, punto_venta=2), name="pendiente.csv", **office.profiles())
    assert done.rows == {Estado.EMITIDO: 1}
    check_books(office.box)


@pytest.mark.slow
def test_a_referencia_that_moved_is_not_issued_by_a_set_whose_searches_do_not_show_it(
    office: Office,
) -> None:
    office.emit(row(1, punto_venta=1), **office.profiles())
    again = office.emit(row(1, punto_venta=2), **office.profiles())
    assert again.rows == {Estado.INVALIDO: 1}
    assert office.issued == [(1, "R-00001")]


# A point of sale that the credentials do not show


@pytest.mark.slow
def test_nothing_is_sent_after_a_doubt_where_the_searches_do_not_show_the_point(
    office: Office,
) -> None:
    shared: dict[str, Any] = {**ONE_SET, "one_set_serves_all": True}
    office.box.options.rehearsal.one_set_shows = 1
    office.box.plan.named = {"R-00002": [Fault.LOST]}
    rows = [row(1, punto_venta=2), row(2, punto_venta=2), row(3, punto_venta=2)]
    first = office.emit(*rows, **shared)
    assert first.rows == {Estado.EMITIDO: 1, Estado.PENDIENTE: 2}
    assert "no muestra el punto de venta 2" in office.errors()[1]
    again = office.emit(*rows, **shared)
    assert again.rows == {Estado.YA_EMITIDO: 1, Estado.PENDIENTE: 2}
    assert office.issued == [(2, "R-00001"), (2, "R-00002")]
    settled = office.emit(*rows, **office.profiles())
    assert settled.rows == {Estado.YA_EMITIDO: 1, Estado.EMITIDO: 2}
    check_books(office.box)


@pytest.mark.slow
def test_a_doubt_is_settled_where_the_shared_set_has_shown_the_point(office: Office) -> None:
    office.box.plan.named = {"R-00002": [Fault.RESET], "R-00003": [Fault.LOST]}
    rows = [row(n, punto_venta=2) for n in (1, 2, 3)]
    done = office.emit(*rows, **ONE_SET, one_set_serves_all=True)
    assert done.rows == {Estado.EMITIDO: 3}
    check_books(office.box)


def test_a_lost_ledger_does_not_issue_again_what_a_shared_set_does_not_show(
    office: Office,
) -> None:
    shared: dict[str, Any] = {**ONE_SET, "one_set_serves_all": True}
    office.emit(row(1, punto_venta=2), **shared)
    office.box.options.rehearsal.one_set_shows = 1
    job = Job(
        (office.folder / "ventas.csv",),
        settings_for(office.box, office.folder / "nueva", **shared),
    )
    assert run(job).rows == {Estado.PENDIENTE: 1}
    assert office.issued == [(2, "R-00001")]


# Lists and trials


def test_a_row_with_only_a_referencia_is_asked_of_each_set_until_it_is_found(
    office: Office,
) -> None:
    office.emit(row(1, punto_venta=1), row(2, punto_venta=2), **office.profiles())
    lista = office.file({"referencia": "R-00002"}, {"referencia": "nadie"}, name="lista.csv")
    settings = settings_for(office.box, office.folder / "otra", **office.profiles())
    found = asyncio.run(ask(Query((lista,)), settings))
    assert found.rows == {Estado.YA_EMITIDO: 1, Estado.INVALIDO: 1}


@pytest.mark.slow
def test_a_trial_gets_a_set_of_credentials_for_each_point_of_sale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [row(1, punto_venta=4), row(2, punto_venta=31), row(3, punto_venta=4, tipo="FACTURA A")]
    source = write_csv(tmp_path / "ventas.csv", rows)
    for _ in range(2):
        done = CliRunner().invoke(app, ["emit", str(source), "--sandbox"])
        assert done.exit_code == 0, done.output
