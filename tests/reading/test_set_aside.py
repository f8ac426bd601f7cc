"""Totals, footers and other tables are no data: told in a notice, never issued, and no fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.common.errors import UnreadableFile
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from planilla.payments.load import load_pagos
from planilla.reading.loaded import Loaded
from tests.helpers import payment, row, write_csv

BLANK = dict.fromkeys(row(1), "")
NAMES = list(row(1))


def _load(tmp_path: Path, *rows: dict[str, Any]) -> Loaded:
    return load(write_csv(tmp_path / "a.csv", rows), today(), Issuers())


def _book(path: Path, *lines: list[Any]) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(path)
    return path


def _aside(loaded: Loaded) -> str:
    return next((one for one in loaded.notices if "no son datos" in one), "")


@pytest.mark.parametrize(
    "cells",
    [
        {"referencia": "TOTAL", "precio_unitario_sin_iva": "101,50"},
        {"fecha": "Subtotal:", "precio_unitario_sin_iva": "101,50"},
        {"descripcion": "Totales", "precio_unitario_sin_iva": "$ 101,50"},
        {"razon_social": "Total general", "cantidad": "1", "precio_unitario_sin_iva": "101,50"},
        {"descripcion": "Total del día", "Vendedor": "101,50"},
        {"Vendedor": "Comisiones"},
    ],
)
def test_a_row_of_totals_is_told_in_a_notice_and_is_no_fault(
    cells: dict[str, str], tmp_path: Path
) -> None:
    loaded = _load(tmp_path, row(1) | {"Vendedor": ""}, BLANK | cells, row(2) | {"Vendedor": "Ana"})
    assert not loaded.faults
    assert [one.rows for one in loaded.asked] == [(2,), (4,)]
    assert "3 («" in _aside(loaded)
    assert loaded.sheet.rows == [2, 4]


@pytest.mark.parametrize(
    "cells",
    [
        {"descripcion": "Total look", "cantidad": "1", "precio_unitario_sin_iva": "500"},
        {"descripcion": "Total look", "alicuota": "21", "precio_unitario_sin_iva": "500"},
        {"descripcion": "Flete", "precio_unitario_sin_iva": "500"},
        {"referencia": "R-9", "descripcion": "Total", "precio_unitario_sin_iva": "500"},
        {"precio_unitario_sin_iva": "500"},
        {"razon_social": "Ana Pérez", "descripcion": "Total"},
        {"fecha": "25/11/2026", "descripcion": "Total", "precio_unitario_sin_iva": "5"},
    ],
)
def test_what_may_be_data_with_something_missing_is_a_fault(
    cells: dict[str, str], tmp_path: Path
) -> None:
    loaded = _load(tmp_path, row(1), BLANK | cells)
    assert {fault.row for fault in loaded.faults} == {3}
    assert not _aside(loaded)


def test_a_product_that_is_called_total_is_a_product(tmp_path: Path) -> None:
    loaded = _load(
        tmp_path,
        row(1, descripcion="Total look"),
        BLANK | {"referencia": "R-00001", "descripcion": "Total"}
        | {"precio_unitario_sin_iva": "500", "alicuota": "21", "cantidad": "1"},
    )  # fmt: skip
    assert not loaded.faults
    assert [one.rows for one in loaded.asked] == [(2, 3)]


@pytest.mark.parametrize(
    "cells",
    [
        {"referencia": "Firma y aclaración"},
        {"referencia": "Página 1 de 1"},
        {"descripcion": "* precios sujetos a revisión"},
        {"fecha": "Listado del mes de noviembre"},
        {"referencia": "Confeccionó:", "tipo": "Ana Pérez"},
        {"referencia": "____________"},
    ],
)
def test_a_line_under_the_last_row_is_a_footer(cells: dict[str, str], tmp_path: Path) -> None:
    total = BLANK | {"referencia": "Total", "precio_unitario_sin_iva": "101,50"}
    loaded = _load(tmp_path, row(1), BLANK | cells, total, BLANK | cells)
    assert not loaded.faults
    assert [one.rows for one in loaded.asked] == [(2,)]
    assert all(f"{number} («" in _aside(loaded) for number in (3, 4, 5))


@pytest.mark.parametrize(
    "cells", [{"referencia": "R-00002"}, {"razon_social": "Ana Pérez"}, {"descripcion": "Flete"}]
)
def test_a_row_that_somebody_began_is_a_fault(cells: dict[str, str], tmp_path: Path) -> None:
    loaded = _load(tmp_path, row(1), BLANK | cells)
    assert {fault.row for fault in loaded.faults} == {3}


def test_a_line_of_text_between_rows_of_data_is_a_fault(tmp_path: Path) -> None:
    loaded = _load(tmp_path, row(1), BLANK | {"referencia": "Firma y aclaración"}, row(2))
    assert {fault.row for fault in loaded.faults} == {3}


def test_headings_that_are_repeated_are_no_row(tmp_path: Path) -> None:
    loaded = _load(tmp_path, row(1), dict(zip(NAMES, NAMES, strict=True)), row(2))
    assert not loaded.faults
    assert [one.rows for one in loaded.asked] == [(2,), (4,)]
    assert "3 (encabezados repetidos)" in _aside(loaded)


def test_another_table_under_the_first_is_told_and_not_taken(tmp_path: Path) -> None:
    path = _book(
        tmp_path / "a.xlsx",
        NAMES,
        list(row(1).values()),
        [],
        ["Alícuota", "Neto", "IVA", "Total"],
        ["21 %", 1000, 210, 1210],
        ["10,5 %", 1000, 105, 1105],
    )
    loaded = load(path, today(), Issuers())
    assert not loaded.faults
    assert [one.rows for one in loaded.asked] == [(2,)]
    assert all(f"{number} (otra tabla)" in _aside(loaded) for number in (4, 5, 6))


def test_a_table_of_sales_under_the_first_is_not_passed_over(tmp_path: Path) -> None:
    broken = list(row(2, alicuota="22").values())
    path = _book(
        tmp_path / "a.xlsx",
        NAMES,
        list(row(1).values()),
        [],
        ["Sucursal Norte", "Responsable: Ana"],
        list(row(3).values()),
        broken,
    )
    loaded = load(path, today(), Issuers())
    assert [one.rows for one in loaded.asked] == [(2,), (5,)]
    assert {fault.row for fault in loaded.faults} == {4, 6}


def test_a_table_with_the_headings_in_another_order_is_refused(tmp_path: Path) -> None:
    other = [*reversed(NAMES)]
    sale = [*reversed(list(row(2).values()))]
    path = _book(tmp_path / "a.xlsx", NAMES, list(row(1).values()), [], other, sale)
    with pytest.raises(UnreadableFile, match="fila 4 empieza otra tabla"):
        load(path, today(), Issuers())


def test_a_total_still_proves_how_a_column_writes_its_numbers(tmp_path: Path) -> None:
    total = BLANK | {"descripcion": "Total", "precio_unitario_sin_iva": "12.340,50"}
    loaded = _load(tmp_path, row(1, precio_unitario_sin_iva="1.234"), total)
    assert [str(one.total) for one in loaded.asked] == ["1493.14"]


def test_a_file_of_totals_alone_has_no_data(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="ninguna fila con datos"):
        _load(tmp_path, BLANK | {"descripcion": "Total", "precio_unitario_sin_iva": "1"})


def test_the_total_of_payments_is_no_payment(tmp_path: Path) -> None:
    total = dict.fromkeys(payment(1, "1"), "") | {"descripcion": "Total", "importe": "30"}
    rows = [payment(1, "10,00"), payment(2, "20,00"), total]
    loaded = load_pagos(write_csv(tmp_path / "p.csv", rows), today(), Issuers())
    assert not loaded.faults
    assert [one.numero for one in loaded.asked] == [1, 2]
    assert "4 («Total»)" in _aside(loaded)
