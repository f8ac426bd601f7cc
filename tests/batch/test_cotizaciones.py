"""A blank cotizacion is asked for, once a currency and day, where the settings allow it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.batch.run_result import Outcome
from planilla.common.calendar import today
from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.helpers import Job, row, run, settings_for, write_csv
from tests.writing.reports import table

YESTERDAY = f"{today() - timedelta(days=1):%d/%m/%Y}"


class Office:
    def __init__(self, box: Sandbox, folder: Path) -> None:
        self.box, self.folder = box, folder

    def emit(self, *rows: dict[str, Any], name: str = "v.csv", **more: Any) -> Outcome:
        more = {"ask_cotizacion": True, "budget_seconds": 5, **more}
        settings = settings_for(self.box, self.folder / "home", **more)
        return run(Job((write_csv(self.folder / name, rows),), settings))

    @property
    def rates(self) -> list[Decimal]:
        return [Decimal(str(held["comprobante"]["cotizacion"])) for held in self.box.books.held]


@pytest.fixture
def office(tmp_path: Path) -> Any:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def _in_dollars(number: int, cotizacion: str = "", **changes: Any) -> dict[str, Any]:
    return row(number, referencia="", moneda="DOL", cotizacion=cotizacion, **changes)


def _asked(box: Sandbox) -> int:
    return box.books.requests["tablas_referencia/cotizacion"]


def test_it_is_the_official_one_and_the_row_says_so(office: Office) -> None:
    done = office.emit(
        _in_dollars(1), _in_dollars(2), _in_dollars(3, "1500,5"), row(4, cotizacion="")
    )
    assert done.rows == {Estado.EMITIDO: 4}
    official, again, own, pesos = office.rates
    assert official == again > 1
    assert (own, pesos) == (Decimal("1500.5"), Decimal(1))
    assert _asked(office.box) == 1
    told = table(openpyxl.load_workbook(done.files[0].result or "")["Resultado"])
    assert "se tomó la oficial de DOL" in str(told[0]["observaciones"])
    assert "oficial" not in str(told[2]["observaciones"])


def test_what_was_issued_by_it_is_known_whatever_the_rate_is_by_now(office: Office) -> None:
    assert office.emit(_in_dollars(1)).rows == {Estado.EMITIDO: 1}
    assert office.emit(_in_dollars(1), name="otra.csv").rows == {Estado.YA_EMITIDO: 1}
    office.box.options.rehearsal.rates["DOL"] = Decimal("99999.5")
    elsewhere = Office(office.box, office.folder / "other")
    elsewhere.folder.mkdir()
    assert elsewhere.emit(_in_dollars(1)).rows == {Estado.YA_EMITIDO: 1}
    assert len(office.rates) == 1


def test_without_the_setting_or_an_answer_it_is_missing(office: Office) -> None:
    assert office.emit(_in_dollars(1), ask_cotizacion=False).rows == {Estado.INVALIDO: 1}
    assert _asked(office.box) == 0
    office.box.options.rehearsal.rates.clear()
    assert office.emit(_in_dollars(1)).rows == {Estado.INVALIDO: 1}
    assert office.rates == []


def test_it_is_that_of_the_rows_day(office: Office) -> None:
    sold = [_in_dollars(1), _in_dollars(2, fecha=YESTERDAY, punto_venta=2)]
    assert office.emit(*sold).rows == {Estado.EMITIDO: 2}
    assert _asked(office.box) == 2
