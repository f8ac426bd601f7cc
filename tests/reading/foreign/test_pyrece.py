"""PyRece's sheet, and others that were declared, give the comprobantes that they say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.common.errors import MissingColumns, SettingsError, UnreadableFile
from planilla.comprobantes.load import judged, load, read_by
from planilla.model.column_answers import ColumnAnswers
from planilla.model.issuers import Issuers
from planilla.reading.loaded import Loaded, by_answers
from planilla.settings.foreign_sheets import declared_sheets
from tests.helpers import row, write_csv


def _pyrece(**changes: Any) -> dict[str, Any]:
    base = {
        "id": 1, "tipo_cbte": 6, "punto_vta": 1, "cbt_numero": "",
        "fecha_cbte": f"{today():%Y%m%d}", "tipo_doc": 80, "nro_doc": "30500010912",
        "moneda_id": "PES", "moneda_ctz": "1.000000", "imp_neto": "1500.00",
        "imp_iva": "315.00", "imp_trib": "0.00", "imp_op_ex": "0.00", "imp_tot_conc": "0.00",
        "imp_total": "1815.00", "concepto": 1, "cae": "", "nombre_cliente": "Banco SA",
        "condicion_frente_iva": "Exento", "descripcion1": "Mesa", "cantidad1": "1.0",
        "precio1": "1210.00", "iva_id1": 5, "descripcion2": "Silla", "cantidad2": "2",
        "precio2": "302.50", "iva_id2": 5, "descripcion3": "", "cantidad3": "0", "precio3": "0",
        "iva_id3": 5,
    }  # fmt: skip
    return {**base, **changes}


def _read(path: Path, home: Path) -> Loaded:
    readings = read_by(path, ColumnAnswers(declared=declared_sheets(home / "hojas")), Issuers())
    return by_answers(judged(readings.typed, today(), Issuers()), readings, ())


def _rows(tmp_path: Path, *rows: dict[str, Any]) -> Loaded:
    return _read(write_csv(tmp_path / "a.csv", rows), tmp_path)


def _declare(tmp_path: Path, text: str, name: str = "tienda") -> None:
    (tmp_path / "hojas").mkdir(exist_ok=True)
    (tmp_path / "hojas" / f"{name}.toml").write_text(text, encoding="utf-8")


def test_a_row_of_pyrece_is_a_comprobante_of_its_concepts_with_the_total_it_gives(
    tmp_path: Path,
) -> None:
    found = _rows(tmp_path, _pyrece(), _pyrece(id=2, nro_doc="30712345671"))
    assert not found.faults
    assert [(one.rows, one.total) for one in found.asked] == [
        ((2,), Decimal("1815.00")),
        ((3,), Decimal("1815.00")),
    ]
    assert len(found.asked[0].body["comprobante"]["detalle"]) == 2


def test_prices_of_a_are_without_iva(tmp_path: Path) -> None:
    found = _rows(
        tmp_path,
        _pyrece(tipo_cbte=1, precio1="1000.00", precio2="250.00", condicion_frente_iva="RI"),
    )
    assert not found.faults
    assert found.asked[0].total == Decimal("1815.00")


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"cae": "61233038185853"}, "cae"),
        ({"imp_total": "1815.01"}, "imp_total"),
        ({"imp_iva": "314.00"}, "imp_total"),
        ({"iva_id2": 77}, "iva_id2"),
        ({"descripcion2": ""}, "descripcion2"),
        ({"precio3": "10"}, "descripcion3"),
        ({"fecha_cbte": "20261399"}, "fecha_cbte"),
        ({"tributo_importe_1": "8.89"}, "tributo_importe_1"),
    ],
)
def test_what_is_wrong_is_told_by_the_row_and_the_heading_of_the_file(
    changes: dict[str, Any], column: str, tmp_path: Path
) -> None:
    good = {"tributo_importe_1": ""}
    found = _rows(tmp_path, _pyrece(**good, nro_doc="30712345671"), _pyrece(**good | changes))
    assert [one.rows for one in found.asked] == [(2,)]
    assert {fault.row for fault in found.faults} == {3}
    assert column in {fault.column for fault in found.faults}


def test_the_same_rows_in_our_own_form_mean_the_same(tmp_path: Path) -> None:
    (foreign,) = _rows(tmp_path, _pyrece(descripcion2="", cantidad2="", precio2="",
        imp_neto="1000.00", imp_iva="210.00", imp_total="1210.00")).asked  # fmt: skip
    ours = row(1, documento_tipo="CUIT", documento_nro="30500010912", razon_social="Banco SA",
               condicion_iva="Exento", descripcion="Mesa", cantidad=1, alicuota=21,
               precio_unitario_con_iva="1210", total="1210")  # fmt: skip
    ours.pop("precio_unitario_sin_iva")
    (own,) = load(write_csv(tmp_path / "b.csv", [ours]), today(), Issuers()).asked
    assert own.content == foreign.content


def test_a_row_keeps_its_referencia_in_a_file_that_grows(tmp_path: Path) -> None:
    (before,) = _rows(tmp_path, _pyrece()).asked
    after = _rows(tmp_path, _pyrece(nro_doc="30712345671"), _pyrece()).asked
    assert after[1].referencia == before.referencia
    assert after[0].referencia != before.referencia


TIENDA = """
formato_fecha = "%Y%m%d"
ignorar = ["Vendedor"]
[columnas]
fecha = "Emitida"
documento_nro = "Identificación"
razon_social = "Quién"
condicion_iva = "Sit."
descripcion = "Qué"
precio_unitario_con_iva = "Importe bruto"
[constantes]
tipo = "FACTURA B"
punto_venta = 1
alicuota = 21
[valores.condicion_iva]
"1" = "RI"
"5" = "Exento"
"""
SALE = {"Emitida": f"{today():%Y%m%d}", "Identificación": "30500010912", "Quién": "Banco SA",
        "Sit.": "5", "Qué": "Mesa", "Importe bruto": "121", "Vendedor": "7"}  # fmt: skip


def test_a_declared_sheet_is_read_by_its_headings_constants_and_values(tmp_path: Path) -> None:
    _declare(tmp_path, TIENDA)
    found = _rows(tmp_path, SALE, {**SALE, "Sit.": "9"}, {**SALE, "Recargo": "3"})
    assert [(one.rows, one.total) for one in found.asked] == [
        ((2,), Decimal("121.00")),
        ((4,), Decimal("121.00")),
    ]
    assert {(one.row, one.column) for one in found.faults} == {(3, "Sit.")}
    assert found.answered is not None
    unknown = [found.sheet.headings[place] for place in found.answered.unknown]
    assert unknown == ["Recargo"]


def test_a_row_keeps_its_referencia_under_a_declaration_that_was_mended(tmp_path: Path) -> None:
    _declare(tmp_path, TIENDA)
    (before,) = _rows(tmp_path, SALE).asked
    mended = TIENDA.replace("con_iva", "sin_iva")
    _declare(tmp_path, mended.replace("[constantes]", 'codigo = "Vendedor"\n[constantes]'))
    (after,) = _rows(tmp_path, SALE).asked
    assert after.referencia == before.referencia
    assert after.content != before.content


def test_two_declarations_that_fit_alike_are_refused_by_their_names(tmp_path: Path) -> None:
    _declare(tmp_path, TIENDA)
    _declare(tmp_path, TIENDA, "sucursal")
    with pytest.raises(MissingColumns, match="«sucursal» y con «tienda»"):
        _rows(tmp_path, SALE)
    _declare(tmp_path, TIENDA.replace("[columnas]", '[columnas]\ncodigo = "Vendedor"'), "sucursal")
    assert len(_rows(tmp_path, SALE).asked) == 1


def test_a_sheet_that_lacks_a_declared_heading_is_refused_as_before(tmp_path: Path) -> None:
    _declare(tmp_path, TIENDA)
    with pytest.raises(MissingColumns):
        _rows(tmp_path, {name: value for name, value in SALE.items() if name != "Sit."})


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("punto_venta = 1", 'punto_venta = "uno"', "punto_venta no puede ser"),
        ('tipo = "FACTURA B"', 'tipo = "FACTURA Z"', "tipo no puede ser"),
        ("alicuota = 21", "", "falta decir qué es: alicuota"),
        ('"Qué"', '"Qué{n}"', "conceptos"),
        ("fecha =", "feccha =", "feccha"),
        ("alicuota = 21", 'alicuota = 21\nfecha = "2026-01-01"', "a la vez: fecha"),
        ("[columnas]", "[columnas", "tienda.toml"),
    ],
)
def test_a_wrong_declaration_is_told_with_its_file(
    was: str, now: str, told: str, tmp_path: Path
) -> None:
    _declare(tmp_path, TIENDA.replace(was, now))
    with pytest.raises(SettingsError, match=told):
        declared_sheets(tmp_path / "hojas")


def _book(path: Path, **sheets: list[dict[str, Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in (list(rows[0]), *(list(one.values()) for one in rows)):
            sheet.append([str(cell) for cell in cells])
    book.save(path)
    return path


def test_of_a_result_the_rows_that_were_mended_are_read_under_the_name_they_had(
    tmp_path: Path,
) -> None:
    mended = {**_pyrece(), "referencia": "hoja-1"}
    issued = _pyrece(cae="61233038185853")
    path = _book(tmp_path / "a.xlsx", Resultado=[issued, issued], Corregir=[mended])
    (one,) = _read(path, tmp_path).asked
    assert (one.referencia, one.total) == ("hoja-1", Decimal("1815.00"))


def test_two_sheets_of_the_same_headings_are_refused(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", Enero=[_pyrece()], Febrero=[_pyrece()])
    with pytest.raises(UnreadableFile, match="«Enero» y «Febrero»"):
        _read(path, tmp_path)


def test_what_a_cell_of_a_declared_sheet_shows_is_what_it_means(tmp_path: Path) -> None:
    declared = (
        '[columnas]\nfecha = "Emitida"\ntipo = "Cbte"\ndocumento_nro = "Quién"\n'
        'razon_social = "Nombre"\ncondicion_iva = "Sit."\ndescripcion = "Qué"\n'
        'precio_unitario_sin_iva = "Vale"\nbonificacion_porcentaje = "Rebaja"\n'
        "[constantes]\npunto_venta = 1\nalicuota = 21\n"
    )
    _declare(tmp_path, declared)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Emitida", "Cbte", "Quién", "Nombre", "Sit.", "Qué", "Vale", "Rebaja"])
    for rebate in (0.1, 5):
        client = ["FACTURA A", "30-71234567-1", "El Ñandú", "RI"]
        sheet.append([today(), *client, f"Mesa {rebate}", 1000, rebate])
    sheet["H2"].number_format = "0%"
    book.save(tmp_path / "a.xlsx")
    found = _read(tmp_path / "a.xlsx", tmp_path)
    assert not found.faults
    assert [one.total for one in found.asked] == [Decimal("1089.00"), Decimal("1149.50")]
