"""Each kind of mistake is told by row, column and code; the rest of the file goes on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planilla.common.calendar import today
from planilla.common.errors import UnreadableFile
from planilla.comprobantes.load import load
from planilla.model.external_reference import external_reference
from planilla.model.issuers import Issuer, Issuers
from planilla.reading.loaded import Loaded
from sample_data.shift import shifted_copy
from tests.helpers import row, write_csv

SAMPLES = Path(__file__).parents[2] / "sample_data"
OWN = Issuer(None, "30-50001091-2")
LONG_AGO = f"{today() - timedelta(days=30):%d/%m/%Y}"


def _load(tmp_path: Path, *rows: dict[str, Any], issuer: Issuer | None = None) -> Loaded:
    return load(write_csv(tmp_path / "a.csv", rows), today(), Issuers(issuer or Issuer()))


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"razon_social": ""}, "razon_social", "FALTA"),
        ({"fecha": "31/02/2026"}, "fecha", "NO_ES_FECHA"),
        ({"fecha": LONG_AGO}, "fecha", "FECHA_FUERA"),
        ({"tipo": "FACTURA Z"}, "tipo", "NO_ESTA_EN_LA_TABLA"),
        ({"tipo": "FACTURA E", "condicion_iva": "CDEX"}, "fex_pais", "FEX_FALTA"),
        ({"tipo": "FACTURA A", "documento_nro": "30-71234567-2"}, "documento_nro", "CUIT"),
        ({"tipo": "FACTURA A", "condicion_iva": "CF"}, "condicion_iva", "LETRA_CLIENTE"),
        ({"tipo": "FACTURA A", "documento_tipo": "DNI", "documento_nro": "12345678"},
         "documento_tipo", "DOCUMENTO_LETRA"),
        ({"documento_nro": "12.345.67x"}, "documento_nro", "DOCUMENTO"),
        ({"precio_unitario_sin_iva": "-5,00"}, "precio_unitario_sin_iva", "NEGATIVO"),
        ({"cantidad": "0"}, "cantidad", "CANTIDAD"),
        ({"alicuota": "22"}, "alicuota", "NO_ESTA_EN_LA_TABLA"),
        ({"descripcion": "abc"}, "descripcion", "CORTO"),
        ({"descripcion": "x" * 256}, "descripcion", "LARGO"),
        ({"punto_venta": "0"}, "punto_venta", "PUNTO_VENTA"),
        ({"total": "1,00"}, "total", "TOTAL"),
        ({"tipo": "FACTURA C"}, "alicuota", "IVA_C"),
        ({"tipo": "NOTA DE CREDITO B"}, "asociado_referencia", "ASOCIADO"),
        ({"asociado_referencia": "R-1"}, "asociado_referencia", "ASOCIADO_DE_MAS"),
        ({"moneda": "DOL"}, "cotizacion", "COTIZACION_CERO"),
        ({"email": "nobody"}, "email", "EMAIL"),
        ({"bonificacion": "5000,00"}, "bonificacion", "BONIFICACION"),
        ({"periodo_facturado_desde": LONG_AGO}, "periodo_facturado_desde", "PERIODO"),
        ({"condicion_pago": "214"}, "condicion_pago_otra", "CONDICION_OTRA"),
        ({"documento_tipo": "OTRO", "documento_nro": "0",
          "precio_unitario_sin_iva": "9999999,00"}, "documento_nro", "SIN_IDENTIDAD"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_and_the_good_row_goes_on(
    changes: dict[str, Any], column: str, code: str, tmp_path: Path
) -> None:
    loaded = _load(tmp_path, row(1), row(2, **changes))
    assert (3, column, code) in {(f.row, f.column, f.code) for f in loaded.faults}
    assert [c.referencia for c in loaded.asked] == ["R-00001"]
    assert all(f.message and f.fix for f in loaded.faults)


def test_a_doubtful_price_is_invalid_unless_its_column_proves_what_it_means(
    tmp_path: Path,
) -> None:
    doubtful = row(1, precio_unitario_sin_iva="1.234")
    assert [f.code for f in _load(tmp_path, doubtful).faults] == ["AMBIGUO"]
    proven = _load(tmp_path, doubtful, row(2, precio_unitario_sin_iva="1.000,50"))
    assert str(proven.asked[0].total) == "1493.14"


def test_the_issuer_decides_which_letters_are_right(tmp_path: Path) -> None:
    wrong = _load(tmp_path, row(1), issuer=Issuer("M", None))
    assert [f.code for f in wrong.faults] == ["LETRA_EMISOR"]
    skipped = _load(tmp_path, row(1))
    assert any("PLANILLA_ISSUER_CONDICION_IVA" in notice for notice in skipped.notices)


def test_rows_of_one_referencia_inherit_and_must_agree(tmp_path: Path) -> None:
    second = row(1, razon_social="", fecha="", descripcion="Otra cosa")
    loaded = _load(tmp_path, row(1), second)
    assert len(loaded.asked) == 1
    assert len(loaded.asked[0].body["comprobante"]["detalle"]) == 2
    loaded = _load(tmp_path, row(1), second | {"razon_social": "Otro"})
    assert [f.code for f in loaded.faults] == ["OTRA_FILA", "NO_ACUERDA"]
    assert not loaded.asked


def test_a_note_falls_with_the_comprobante_it_corrects(tmp_path: Path) -> None:
    note = row(2, tipo="NOTA DE CREDITO B", asociado_referencia="R-00001")
    loaded = _load(tmp_path, note, row(1, alicuota="22", asociado_referencia=""), issuer=OWN)
    assert {f.code for f in loaded.faults} == {"ASOCIADO_INVALIDO", "NO_ESTA_EN_LA_TABLA"}


def test_error_cells_and_formulas_without_a_value_are_faults(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    rows = [row(1), row(2)]
    sheet.append(list(rows[0]))
    for one in rows:
        sheet.append(list(one.values()))
    place = list(rows[0]).index("precio_unitario_sin_iva") + 1
    sheet.cell(2, place, "=1+1")
    sheet.cell(3, place, "#DIV/0!").data_type = "e"
    book.save(tmp_path / "a.xlsx")
    loaded = load(tmp_path / "a.xlsx", today(), Issuers())
    assert [(f.row, f.code) for f in loaded.faults] == [
        (2, "FORMULA_SIN_VALOR"),
        (3, "ERROR_DE_CELDA"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", b""), ("b.xlsx", b"PK\x03\x04 damaged"), ("c.xls", b"<html></html>"),
     ("d.pdf", b"%PDF"), ("e.csv", b"\x00\x01"), ("f.csv", b"PK\x03\x04")],
)  # fmt: skip
def test_a_file_that_is_no_spreadsheet_is_told_in_one_sentence(
    name: str, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as told:
        load(path, today(), Issuers())
    assert told.value.message.endswith(".")


def test_the_sample_month_is_right_on_any_day_but_for_the_rows_meant_wrong(tmp_path: Path) -> None:
    copy = shifted_copy(SAMPLES / "ventas.xlsx", tmp_path / "ventas.xlsx", today())
    loaded = load(copy, today(), Issuers(Issuer("RI", "30-70707070-7")))
    assert len(loaded.asked) == 60
    assert len({f.row for f in loaded.faults}) == 9


cells = st.one_of(st.text(max_size=8), st.sampled_from(["R-1", "FACTURA B", "21", "1", "DNI"]))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.dictionaries(st.sampled_from(list(row(1))), cells), min_size=1, max_size=5))
@pytest.mark.slow
def test_every_row_is_in_a_comprobante_or_has_a_fault(
    tmp_path: Path, changes: list[dict[str, str]]
) -> None:
    rows = [
        row(n) | {k: v.replace("\x00", "") for k, v in c.items()} for n, c in enumerate(changes)
    ]
    try:
        loaded = _load(tmp_path, *rows)
    except UnreadableFile:
        return
    accounted = {r for c in loaded.asked for r in c.rows} | {f.row for f in loaded.faults}
    assert accounted == set(loaded.sheet.rows)


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
@pytest.mark.slow
def test_two_referencias_are_never_sent_as_one(one: str, other: str) -> None:
    sent = {external_reference(one, 0), external_reference(one, 1)}
    sent |= {external_reference(other, 0), external_reference(other, 1)}
    assert len(sent) == (2 if one == other else 4)
    assert all(c.isascii() and (c.isalnum() or c in "_-") for text in sent for c in text)


def test_a_row_of_an_amount_alone_is_told_as_such_and_not_cell_by_cell(tmp_path: Path) -> None:
    blank = dict.fromkeys(row(2), "")
    made = _load(tmp_path, row(1), blank | {"precio_unitario_sin_iva": "101,50"})
    told = [(f.row, f.column, f.code) for f in made.faults]
    assert told == [(3, "(toda la fila)", "SIN_DATOS")]
    assert len(made.asked) == 1
