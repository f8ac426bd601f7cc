"""What a cell shows is what it means: per cent, currencies, prices of many decimals."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from planilla.common.calendar import today
from planilla.comprobantes.earlier_totals import lines_of, total
from planilla.comprobantes.load import load
from planilla.comprobantes.reach_total import way
from planilla.model.issuers import Issuers
from planilla.payments.load import load_pagos
from planilla.reading.loaded import Loaded
from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.helpers import Job, row, run, settings_for, write_csv

PRICE = "precio_unitario_sin_iva"
TRIBUTO = {
    "tributo_1_tipo": "7",
    "tributo_1_regimen": "5",
    "tributo_1_base_imponible": "1000,00",
    "tributo_1_alicuota": "3,00",
    "tributo_1_total": "30,00",
}


def _text(tmp_path: Path, *rows: dict[str, Any]) -> Loaded:
    return load(write_csv(tmp_path / "a.csv", rows), today(), Issuers())


def _book(path: Path, forms: dict[str, str], *rows: dict[str, Any]) -> Path:
    """A workbook of these rows, the columns in these number formats."""
    book = openpyxl.Workbook()
    sheet: Worksheet = book.worksheets[0]
    headings = list(dict.fromkeys(name for one in rows for name in one))
    sheet.append(headings)
    for one in rows:
        sheet.append([one.get(name) for name in headings])
    for name, form in forms.items():
        for number in range(len(rows)):
            sheet.cell(number + 2, headings.index(name) + 1).number_format = form
    book.save(path)
    return path


def _cells(tmp_path: Path, forms: dict[str, str], *rows: dict[str, Any]) -> Loaded:
    return load(_book(tmp_path / "a.xlsx", forms, *rows), today(), Issuers())


def _faults(loaded: Loaded) -> list[tuple[int, str, str]]:
    return [(f.row, f.column, f.code) for f in loaded.faults]


def _totals(loaded: Loaded) -> list[str]:
    return [str(one.total) for one in loaded.asked]


@pytest.mark.parametrize(
    ("stored", "form", "total"),
    [
        (0.1, "0%", "1089.00"),
        (0.07, "0.00%", "1125.30"),
        (0.1225, "0%", "1061.78"),
        (1, "0%", None),
        (10, "General", "1089.00"),
        (0.1, "General", "1208.79"),
    ],
)
def test_a_percent_cell_is_the_percent_it_shows(
    stored: float, form: str, total: str | None, tmp_path: Path
) -> None:
    one = row(1) | {PRICE: 1000, "bonificacion_porcentaje": stored}
    loaded = _cells(tmp_path, {"bonificacion_porcentaje": form}, one)
    assert _totals(loaded) == ([total] if total else [])
    assert total or [f.code for f in loaded.faults] == ["TOTAL_CERO"]


def test_a_percent_that_has_too_many_decimals_is_told_as_it_shows(tmp_path: Path) -> None:
    one = row(1, bonificacion_porcentaje=0.333333)
    (fault,) = _cells(tmp_path, {"bonificacion_porcentaje": "0%"}, one).faults
    assert (fault.code, fault.value) == ("DECIMALES", "33,3333%")


@pytest.mark.parametrize("column", ["bonificacion", "cantidad", PRICE, "total", "punto_venta"])
def test_a_percent_in_a_column_that_is_none_is_a_fault_in_a_workbook_and_in_a_text(
    column: str, tmp_path: Path
) -> None:
    by_format = _cells(tmp_path, {column: "0%"}, row(1) | {column: 0.5})
    by_sign = _text(tmp_path, row(1) | {column: "50%"})
    for loaded in (by_format, by_sign):
        assert _faults(loaded) == [(2, column, "PORCENTAJE_AQUI")]
        assert "50%" in loaded.faults[0].message
        assert "bonificacion_porcentaje" in loaded.faults[0].fix


def test_a_percent_written_as_text_is_the_percent(tmp_path: Path) -> None:
    rows = row(1, bonificacion_porcentaje="10%"), row(2, bonificacion_porcentaje="12,5 %")
    loaded = _text(tmp_path, *(one | {PRICE: "1000,00"} for one in rows))
    assert _totals(loaded) == ["1089.00", "1058.75"]


def test_a_rate_of_iva_in_a_percent_cell_is_the_rate(tmp_path: Path) -> None:
    rows = [row(n, alicuota=rate) | {PRICE: 1000} for n, rate in enumerate((0.21, 0.105, 0), 1)]
    loaded = _cells(tmp_path, {"alicuota": "0.0%"}, *rows)
    assert _totals(loaded) == ["1210.00", "1105.00", "1000.00"]
    assert _faults(_cells(tmp_path, {"alicuota": "0%"}, row(1, alicuota=21))) == [
        (2, "alicuota", "NO_ESTA_EN_LA_TABLA")
    ]


@pytest.mark.parametrize(
    ("moneda", "form", "codes"),
    [
        ("", "[$USD] #,##0.00", ["OTRA_MONEDA"]),
        ("PES", '"US$" #,##0.00', ["OTRA_MONEDA"]),
        ("EUR", "[$USD] #,##0.00", ["OTRA_MONEDA"]),
        ("PES", "#,##0.00\\ [$€-407]", ["OTRA_MONEDA"]),
        ("PES", "[$R$-416] #,##0.00", ["OTRA_MONEDA"]),
        ("PES", "[$CHF] 0.00", ["MONEDA_SIN_CODIGO"]),
        ("USD", "[$ARS] #,##0.00", ["OTRA_MONEDA"]),
        ("USD", "[$USD] #,##0.00", []),
        ("USD", '"U$S" #,##0.00', []),
        ("USD", '"$" #,##0.00', []),
        ("", '"$" #,##0.00', []),
        ("", "[$ARS] #,##0.00", []),
        ("", "[$$-409] #,##0.00", []),
    ],
)
def test_a_price_is_in_the_currency_that_its_format_shows(
    moneda: str, form: str, codes: list[str], tmp_path: Path
) -> None:
    rate = 1 if moneda in {"", "PES"} else 1450.5
    one = row(1, moneda=moneda, cotizacion=rate) | {PRICE: 1500}
    loaded = _cells(tmp_path, {PRICE: form}, one)
    assert [f.code for f in loaded.faults] == codes
    assert len(loaded.asked) == (not codes)


def test_what_to_write_is_said_where_a_price_shows_dollars_and_the_row_is_in_pesos(
    tmp_path: Path,
) -> None:
    (fault,) = _text(tmp_path, row(1) | {PRICE: "US$ 100"}).faults
    assert (fault.column, fault.code) == (PRICE, "OTRA_MONEDA")
    assert "dólares" in fault.message
    assert "pesos" in fault.message
    assert "moneda" in fault.fix
    assert "cotizacion" in fault.fix


@pytest.mark.parametrize("price", ["US$ 100", "U$S100,00", "100,00 USD", "usd 100"])
def test_a_text_with_the_sign_of_its_currency_is_the_amount(price: str, tmp_path: Path) -> None:
    dollars = {"moneda": "DOL", "cotizacion": "1450,50"}
    loaded = _text(tmp_path, row(1) | {PRICE: price} | dollars)
    assert _totals(loaded) == ["121.00"]


def test_a_currency_is_that_of_the_whole_comprobante(tmp_path: Path) -> None:
    first = row(1, moneda="USD", cotizacion="1450,50") | {PRICE: "US$ 100"}
    second = row(1, moneda="", cotizacion="") | {PRICE: "US$ 50"}
    assert _totals(_text(tmp_path, first, second)) == ["181.50"]


def test_a_currency_in_a_column_that_has_none_is_a_fault(tmp_path: Path) -> None:
    loaded = _cells(tmp_path, {"cantidad": "[$USD] 0"}, row(1, cantidad=2))
    assert _faults(loaded) == [(2, "cantidad", "MONEDA_AQUI")]


def test_a_payment_is_in_pesos_whatever_the_comprobante_is_in(tmp_path: Path) -> None:
    dollars = row(1, moneda="USD", cotizacion="1450,50") | {PRICE: "100,00"}
    paid = {"pago_descripcion": "Efectivo", "pago_importe": "US$ 121"}
    assert _faults(_text(tmp_path, dollars | paid)) == [(2, "pago_importe", "SOLO_PESOS")]
    own = {"tipo": "FACTURA B", "punto_venta": 1, "numero": 7, "descripcion": "Efectivo"}
    path = write_csv(tmp_path / "pagos.csv", [own | {"importe": "US$ 121"}])
    assert [f.code for f in load_pagos(path, today(), Issuers()).faults] == ["SOLO_PESOS"]


def test_a_rate_below_one_for_a_currency_worth_more_is_told_to_be_inverted(tmp_path: Path) -> None:
    rows = [row(n, moneda="USD", cotizacion=c) for n, c in enumerate(("0,001", "0,015888"), 1)]
    loaded = _text(tmp_path, *rows, row(3, moneda="032", cotizacion="0,345"))
    assert [(f.row, f.code) for f in loaded.faults] == [
        (2, "COTIZACION_INVERTIDA"),
        (3, "COTIZACION_DECIMALES"),
    ]
    assert "62,941" in loaded.faults[1].fix
    assert len(loaded.asked) == 1


@pytest.mark.parametrize(
    ("price", "rounded"),
    [
        (826.4462809917355, "826.446"),
        ("33,333333", "33.333"),
        ("10,0005", "10.000"),
        ("10,0015", "10.002"),
    ],
)
def test_a_price_of_more_decimals_is_rounded_half_even_and_the_row_says_so(
    price: Any, rounded: str, tmp_path: Path
) -> None:
    loaded = _cells(tmp_path, {}, row(1) | {PRICE: price}, row(2) | {PRICE: 5})
    first, second = loaded.asked
    (concept,) = first.body["comprobante"]["detalle"]
    assert str(concept["producto"][PRICE]) == rounded
    assert list(loaded.notes) == [2]
    assert rounded.replace(".", ",") in loaded.notes[2][0]
    assert any("observaciones" in notice for notice in loaded.notices)
    assert second.rows == (3,)


def test_a_price_that_would_be_rounded_to_nothing_is_a_fault(tmp_path: Path) -> None:
    other = row(1) | {PRICE: "5,00"}
    assert _faults(_text(tmp_path, other, row(1) | {PRICE: "0,0004"}))[-1] == (
        3,
        PRICE,
        "DECIMALES",
    )


def test_the_result_says_in_the_row_what_was_rounded_and_keeps_what_cells_showed(
    tmp_path: Path,
) -> None:
    forms = {"bonificacion_porcentaje": "0%", PRICE: "[$USD] 0.00"}
    rows = [
        row(1, moneda="USD", cotizacion=1450.5, bonificacion_porcentaje=0.1) | {PRICE: 100.1234},
        row(2, bonificacion_porcentaje=0.2) | {PRICE: 1500},
    ]
    path = _book(tmp_path / "ventas.xlsx", forms, *rows)
    with Sandbox() as box:
        outcome = run(Job((path,), settings_for(box, tmp_path / "home")))
    (file,) = outcome.files
    assert file.result is not None
    assert dict(file.rows) == {Estado.EMITIDO: 1, Estado.INVALIDO: 1}
    sheets = openpyxl.load_workbook(file.result)
    table = list(sheets["Resultado"].iter_rows(values_only=True))
    told = dict(zip(table[0], table[1], strict=True))
    assert "100,1234 se redondeó a 100,123" in str(told["observaciones"])
    again = load(file.result, today(), Issuers())
    assert [(f.row, f.code, f.value) for f in again.faults] == [(2, "OTRA_MONEDA", "USD 1500")]
    assert {sign for signs in again.sheet.signs.values() for sign in signs} == {"%", "USD"}


def test_a_total_that_three_decimals_miss_is_told_with_a_way_to_reach_it(tmp_path: Path) -> None:
    one = row(1, cantidad="700", total="770") | {PRICE: "0,909"}
    (fault,) = _text(tmp_path, one).faults
    assert fault.code == "TOTAL"
    assert "769,92" in fault.message
    assert "fila 2 cantidad 1 y precio 636,36," in fault.fix
    reached = row(1, cantidad="1", total="770") | {PRICE: "636,36"}
    assert _totals(_text(tmp_path, reached)) == ["770.00"]


def test_a_total_that_is_wrong_otherwise_is_told_without_a_way(tmp_path: Path) -> None:
    one = row(1, cantidad="700", total="780") | {PRICE: "0,909"}
    (fault,) = _text(tmp_path, one).faults
    assert "Para llegar" not in fault.fix


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    quantity=st.integers(2, 999),
    thousandths=st.integers(1, 99_999),
    off=st.integers(-40, 40),
    discount=st.sampled_from(["0", "10", "33.33"]),
    rate=st.sampled_from(["21", "10.5", "0", "-1"]),
)
def test_a_way_that_is_told_reaches_the_total(
    quantity: int, thousandths: int, off: int, discount: str, rate: str
) -> None:
    one: dict[str, Any] = {
        "cantidad": Decimal(quantity),
        PRICE: Decimal(thousandths).scaleb(-3),
        "bonificacion_porcentaje": Decimal(discount),
        "alicuota": rate,
        "bonificacion": Decimal(0),
    }
    wanted = total(lines_of([one]), Decimal(0), Decimal(0)) + Decimal(off).scaleb(-2)
    told = way([one], [2], wanted)
    assume(told)
    price = Decimal(told.split("precio ")[1].rstrip(".").split(", y")[0].replace(",", "."))
    changed = one | {PRICE: price} | ({"cantidad": Decimal(1)} if "cantidad 1" in told else {})
    assert total(lines_of([changed]), Decimal(0), Decimal(0)) == wanted


@pytest.mark.parametrize(
    ("changes", "computed"),
    [
        ({}, None),
        ({"tributo_1_total": "300,00"}, "30,00"),
        ({"tributo_1_total": "30,01"}, "30,00"),
        ({"tributo_1_base_imponible": "1000,50", "tributo_1_total": "30,02"}, None),
        ({"tributo_1_base_imponible": "100,10", "tributo_1_alicuota": "2,5",
          "tributo_1_total": "2,50"}, None),
        ({"tributo_1_base_imponible": "100,20", "tributo_1_alicuota": "2,5",
          "tributo_1_total": "2,51"}, "2,50"),
    ],
)  # fmt: skip
def test_a_tributo_comes_to_its_base_by_its_rate_to_the_cent_half_even(
    changes: dict[str, str], computed: str | None, tmp_path: Path
) -> None:
    one = row(1, tipo="FACTURA A") | TRIBUTO | changes
    faults = _text(tmp_path, one).faults
    assert [f.code for f in faults] == ([] if computed is None else ["TRIBUTO_TOTAL"])
    assert computed is None or computed in faults[0].fix


def test_a_tributo_whose_rate_is_a_percent_cell_goes_with_the_rate_it_shows(
    tmp_path: Path,
) -> None:
    parts = {"tributo_1_base_imponible": 1000, "tributo_1_alicuota": 0.03, "tributo_1_total": 30}
    one = row(1, tipo="FACTURA A") | TRIBUTO | parts
    (asked,) = _cells(tmp_path, {"tributo_1_alicuota": "0.00%"}, one).asked
    (tributo,) = asked.body["comprobante"]["tributos"]
    assert (tributo["alicuota"], tributo["total"]) == (3, 30)
