"""Order numbers of 16 digits and more, which programs write into workbooks as numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from planilla.reading.loaded import Loaded
from tests.helpers import row


def read(path: Path, *rows: dict[str, Any]) -> Loaded:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for one in rows:
        sheet.append(list(one.values()))
    workbook.save(path)
    return load(path, today(), Issuers())


def test_two_sales_whose_numbers_differ_in_the_16th_digit_stay_two(tmp_path: Path) -> None:
    orders = (2000001234567891, 2000001234567892)
    found = read(tmp_path / "ventas.xlsx", *(row(1, referencia=order) for order in orders))
    assert [one.referencia for one in found.asked] == [str(order) for order in orders]


def test_a_number_that_a_workbook_cannot_hold_is_asked_for_as_text(tmp_path: Path) -> None:
    """Nobody knows which comprobante its row belongs to: those that it may be of wait for it."""
    long = 12345678901234567
    rows = [row(1, referencia=long), row(1, referencia=str(long)), row(2, documento_nro="2345678")]
    found = read(tmp_path / "ventas.xlsx", *rows)
    assert [one.referencia for one in found.asked] == ["R-00002"]
    assert {fault.row: fault.code for fault in found.faults} == {
        2: "CIFRAS_PERDIDAS",
        3: "OTRA_SIN_REFERENCIA",
    }
