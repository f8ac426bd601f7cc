"""Figures that nobody can mean are a fault of their row, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from tests.helpers import row, write_csv
from tests.hostile import book, rewritten

LARGE = (
    "1E+999999",
    "-1e999999",
    "9" * 5000,
    "9" * 1_500_000,
    "0," + "1" * 5000,
    "NaN",
    "Infinity",
)
PRICE = "K2"


@pytest.mark.parametrize("column", ["precio_unitario_sin_iva", "cantidad", "punto_venta", "total"])
@pytest.mark.parametrize("written", LARGE, ids=lambda written: f"{written[:9]} ({len(written)})")
def test_a_text_that_is_no_figure_is_a_fault_of_its_row(
    written: str, column: str, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", [row(1, **{column: written}), row(2)])
    found = load(path, today(), Issuers())
    assert {(fault.row, fault.column) for fault in found.faults} == {(2, column)}
    assert [one.referencia for one in found.asked] == ["R-00002"]


@pytest.mark.parametrize("written", [b"NaN", b"INF", b"-inf", b"1e308", b"1E999999", b"-1e999999"])
def test_a_number_of_a_workbook_that_is_none_is_a_fault_of_its_row(
    written: bytes, tmp_path: Path
) -> None:
    path = book(tmp_path / "a.xlsx", {PRICE: 7777})
    rewritten(path, lambda xml: xml.replace(b"<v>7777</v>", b"<v>" + written + b"</v>"))
    found = load(path, today(), Issuers())
    assert {fault.row for fault in found.faults} == {2}
    assert [one.referencia for one in found.asked] == ["R-00002"]
