"""Rows that come again under another name: retyped by Excel, or without their heading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from planilla.admission.equal_rows import folded
from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.dropping import Office
from tests.helpers import row


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ("0001", "1"),
        ("V-007", "v-7"),
        ("1001", "1001.0"),
        ("A 1", "A  1"),
        ("Pe\u00f1a-1", "Pen\u0303a-1"),
        ("", "F-1"),
        ("F-1", ""),
    ],
)
@pytest.mark.slow
def test_an_equal_row_whose_referencia_was_retyped_waits_for_a_person(
    was: str, is_now: str, office: Office
) -> None:
    assert office.emit(row(1, referencia=was)).rows == {Estado.EMITIDO: 1}
    outcome = office.emit(row(1, referencia=is_now), row(2))
    assert outcome.rows == {Estado.A_REVISAR: 1, Estado.EMITIDO: 1}
    assert outcome.files[0].result is not None
    sheet = openpyxl.load_workbook(outcome.files[0].result)["Resultado"]
    assert "00001-00000001" in str([cell.value for cell in sheet[2]])
    office.answer("rechazar")
    assert office.emit(row(1, referencia=is_now), row(2)).rows[Estado.A_REVISAR] == 1
    assert office.issued == 2


def test_a_file_whose_heading_was_renamed_is_not_issued_again(office: Office) -> None:
    rows = [row(1), row(2)]
    office.emit(*rows)
    renamed = [{"pedido interno": one.pop("referencia"), **one} for one in rows]
    assert office.emit(*renamed).rows == {Estado.A_REVISAR: 2}
    assert office.issued == 2


@pytest.mark.slow
def test_an_equal_row_that_is_another_sale_is_issued_once_approved(office: Office) -> None:
    office.emit(row(1))
    office.emit(row(1, referencia=""))
    office.answer("aprobar")
    assert office.emit(row(1, referencia="")).rows == {Estado.EMITIDO: 1}
    assert office.issued == 2


@pytest.mark.slow
def test_equal_rows_with_referencias_of_their_own_wait_for_nobody(office: Office) -> None:
    twin = row(1) | {"referencia": "R-00002"}
    bare = row(1) | {"referencia": ""}
    office.emit(row(1))
    assert office.emit(row(1), twin).rows == {Estado.YA_EMITIDO: 1, Estado.EMITIDO: 1}
    assert office.emit(row(1), twin, bare).rows[Estado.A_REVISAR] == 0
    assert office.issued == 3


@pytest.mark.parametrize(("one", "other"), [("10", "1"), ("1-1", "1-2"), ("1.5", "1")])
def test_what_is_not_the_same_stays_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)
