"""The templates of payments and lists: what they write reads back without a fault."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.model.issuers import Issuers
from planilla.payments.lists import read_list
from planilla.payments.load import load_pagos
from planilla.writing.template import write_template
from planilla.writing.template_kinds import KINDS


def test_the_payments_of_the_template_are_payments(tmp_path: Path) -> None:
    loaded = load_pagos(write_template("pagos", tmp_path / "pagos.xlsx"), today(), Issuers())
    assert not loaded.faults
    made = [(one.comprobante, len(one.rows), str(one.total)) for one in loaded.asked]
    assert made == [
        ("FACTURA A 00003-00000109", 2, "16000.50"),
        ("FACTURA B 00003-00000012", 1, "42350.00"),
    ]


def test_the_list_of_the_template_names_three_comprobantes(tmp_path: Path) -> None:
    typed, rows = read_list(write_template("lista", tmp_path / "lista.xlsx"), Issuers())
    assert not typed.faults.found
    assert rows[0].referencia == "EJEMPLO-0001"
    assert len(rows) == 3


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_column_is_in_the_sheet_and_explained(kind: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(kind, tmp_path / "t.xlsx"))
    names = [column.name for column in KINDS[kind].columns]
    assert [cell.value for cell in book[KINDS[kind].sheet][1]] == names
    told = {row[0].value for row in book["Explicación"].iter_rows()}
    assert set(names) <= told
