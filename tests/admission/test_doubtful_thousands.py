"""«1.234» beside decimals with a comma, where no other cell parts its thousands: told, not read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.model.issuers import Issuer, Issuers
from planilla.payments.load import load_pagos
from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.helpers import Job, payment, row, run, settings_for, write_csv

PARTED, COMMA, DOUBTED = "12.345,50", "500,50", "1.234"


def _sale(number: int, price: str, **changes: Any) -> dict[str, Any]:
    return row(number, precio_unitario_sin_iva=price, **changes)


@pytest.fixture
def office(tmp_path: Path) -> Any:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home", budget_seconds=5)

        def emit(*rows: dict[str, Any]) -> Any:
            return run(Job((write_csv(tmp_path / "v.csv", rows),), settings))

        yield box, settings, emit


def test_it_is_a_fault_and_its_row_waits_as_text_to_be_mended(office: Any) -> None:
    box, _, emit = office
    done = emit(_sale(1, COMMA), _sale(2, DOUBTED))
    assert done.rows == {Estado.EMITIDO: 1, Estado.INVALIDO: 1}
    mending = openpyxl.load_workbook(done.files[0].result)["Corregir"]
    assert DOUBTED in [cell.value for cell in mending[2]]
    assert len(box.books.held) == 1


def test_it_is_thousands_where_another_cell_parts_them_the_same_way(office: Any) -> None:
    box, _, emit = office
    assert emit(_sale(1, PARTED), _sale(2, DOUBTED)).rows == {Estado.EMITIDO: 2}
    assert Decimal("1493.14") in [Decimal(str(held["total"])) for held in box.books.held]


def test_what_was_issued_by_it_stays_issued(office: Any) -> None:
    box, _, emit = office
    sale = _sale(2, DOUBTED, referencia="")
    assert emit(_sale(1, PARTED), sale).rows == {Estado.EMITIDO: 2}
    later = emit(_sale(3, COMMA), sale)
    assert later.rows == {Estado.EMITIDO: 1, Estado.YA_EMITIDO: 1}
    assert len(box.books.held) == 3


def test_a_payment_of_it_is_not_registered(tmp_path: Path) -> None:
    paid = [payment(1, importe=DOUBTED), payment(2, importe=COMMA), payment(3, importe="7.000,5")]
    issuers = Issuers(Issuer(cuit="30707070707"))
    told = load_pagos(write_csv(tmp_path / "p.csv", paid[:2]), today(), issuers).faults
    assert [(one.value, one.code) for one in told] == [(DOUBTED, "AMBIGUO")]
    assert not load_pagos(write_csv(tmp_path / "q.csv", paid), today(), issuers).faults
