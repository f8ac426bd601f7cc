"""Sheets as offices make them, each by another hand: every one is right or is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from planilla.common.calendar import today
from planilla.common.errors import MissingColumns
from planilla.comprobantes.load import judged, read_by
from planilla.model.column_answers import ColumnAnswers
from planilla.model.issuers import Issuer, Issuers
from planilla.reading.loaded import Loaded, by_answers

DAY = f"{today():%d/%m/%Y}"
UNO = "30-71234567-1"
ISSUERS = Issuers(Issuer("RI", "30707070707"))
RIGHT = {
    "a kiosk": (
        "Día;Comprobante;PV;DNI;Cliente;IVA;Producto;Cant;Precio final;Alícuota",
        ["DAY;FB;1;12345678;Juana;Consumidor Final;Coca;2;1500;21",
         "DAY;FB;1;0;Consumidor final;Consumidor Final;Alfajor;3;$ 800,50;21"],
        ["3000.00", "2401.50"],
    ),
    "a shop that separates by tabs": (
        "FECHA\tTIPO\tPTO VENTA\tNRO CUIT\tCLIENTE\tCOND IVA\tPRODUCTO\tUNIDADES\tPRECIO\tALIC",
        ["DAY\tFACTURA A\t1\t30712345671\tUNO SA\tRI\tTORNILLOS\t100\t12.5\t21"],
        ["1512.50"],
    ),
    "a clinic": (
        "Fecha;Tipo;P. Venta;CUIT;Razón social del cliente;Resp. IVA;Servicio;P. U. s/IVA;Tasa",
        ["DAY;FB;1;30-50001091-2;Hospital;Exento;Consulta médica;5000;Exento"],
        ["5000.00"],
    ),
    "a plumber": (
        "Fecha;Tipo;Pto. de venta;Nº documento;Señor/es;Condición ante el IVA;Artículo;Cantidad;"
        "Unitario sin IVA;Alícuota IVA;Bonif. %",
        ["DAY;Factura B;1;20-40937847-2;Ñandú;Cons. Final;Cañería;2;1.200,50;10,5;10%"],
        ["2387.79"],
    ),
    "a teacher": (
        "Fecha emisión;Tipo factura;Punto de venta;Doc.;Nombre cliente;Categoría IVA;Ítem;Cant.;"
        "P. Unit. con IVA;Alíc.",
        ["DAY;Factura B;1;20-40937847-2;Ana;CF;Curso online;1;12100;21"],
        ["12100.00"],
    ),
}  # fmt: skip
HEADS = "Fecha;Tipo;PV;CUIT;Cliente;Cond. IVA;Detalle;Precio sin IVA;IVA"
EXPLAINED = {
    "a perception alone": (
        f"{HEADS};Perc. IIBB;Total", f"DAY;FA;1;{UNO};Uno SA;RI;Abono;1000;21;30;1240",
        {"TOTAL"}, "«Perc. IIBB»: una percepción va en tributo_1_tipo",
    ),
    "a letter in another column": (
        f"{HEADS};Letra", f"DAY;Factura;1;{UNO};Uno SA;RI;Abono;1000;21;A",
        {"TIPO_A_MEDIAS"}, "FACTURA A o FACTURA B o FACTURA C",
    ),
    "a letter alone": (
        HEADS, f"DAY;B;1;{UNO};Uno SA;E;Abono;1000;21", {"TIPO_A_MEDIAS"}, "FACTURA B",
    ),
    "a note that names nothing": (
        f"{HEADS};Comprobante asociado", f"DAY;NC A;1;{UNO};Uno SA;RI;Devolución;1000;21;1-33",
        {"ASOCIADO"}, "asociado_referencia",
    ),
    "a passport with letters and a short word": (
        f"{HEADS};Tipo documento", "DAY;FB;1;AAB123456;John;CF;Sol;100;21;Pasaporte",
        {"DOCUMENTO", "CORTO"}, "un pasaporte, sin sus letras",
    ),
    "a long foreign document": (
        f"{HEADS};Tipo documento", "DAY;FB;1;123456789012;John;CF;Tour;100;21;Pasaporte",
        {"LARGO"}, "tiene 12 cifras y entran 11",
    ),
    "a fraction": (
        HEADS, f"DAY;FA;1;{UNO};Uno SA;RI;Abono;1000;0,21", {"ALICUOTA_FRACCION"}, "Escriba 21.",
    ),
    "a price of which nobody says what is in it": (
        HEADS.replace("Precio sin IVA", "P. Unit."), f"DAY;FA;1;{UNO};Uno SA;RI;Abono;1000;21",
        {"PRECIO_SIN_DECIR"}, "es precio_unitario_con_iva",
    ),
}  # fmt: skip
REFUSED = {
    "a book of sales": (
        "Fecha;Tipo;PV;CUIT;Cliente;Cond. IVA;Detalle;Neto Gravado;IVA 21%;Total", "planilla sheet",
    ),
    "the condition under IVA and no rate": (
        "Fecha;Tipo;PV;CUIT;Cliente;IVA;Detalle;Precio sin IVA", "trae la condición del cliente",
    ),
    "three columns": ("Fecha;Cliente;CUIT;Importe", "cuál de los dos es «Importe»"),
}  # fmt: skip


def _read(folder: Path, heads: str, *rows: str) -> Loaded:
    path = folder / "ventas.csv"
    text = "\n".join([heads, *rows]).replace("DAY", DAY)
    path.write_text(text + "\n", encoding="cp1252")
    readings = read_by(path, ColumnAnswers(), ISSUERS)
    return by_answers(judged(readings.typed, today(), ISSUERS), readings, ())


@pytest.mark.parametrize("name", RIGHT)
def test_it_is_read_as_it_was_meant(name: str, tmp_path: Path) -> None:
    heads, rows, totals = RIGHT[name]
    found = _read(tmp_path, heads, *rows)
    assert not found.faults
    assert [str(one.total) for one in found.asked] == totals


@pytest.mark.parametrize("name", EXPLAINED)
def test_what_is_wrong_is_told_with_what_to_write(name: str, tmp_path: Path) -> None:
    heads, cells, codes, words = EXPLAINED[name]
    found = _read(tmp_path, heads, cells)
    assert {one.code for one in found.faults} == codes
    assert any(words in f"{one.message} {one.fix}" for one in found.faults)
    assert not found.asked


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_lacks_columns_says_which_and_what_may_be_meant(
    name: str, tmp_path: Path
) -> None:
    heads, words = REFUSED[name]
    cells = ";".join("RI" if one == "IVA" else "1" for one in heads.split(";"))
    with pytest.raises(MissingColumns, match=words):
        _read(tmp_path, heads, cells)


def test_an_amount_of_iva_beside_its_rate_is_asked_about(tmp_path: Path) -> None:
    heads = HEADS.replace(";IVA", ";Alícuota;IVA")
    found = _read(tmp_path, heads, f"DAY;FA;1;{UNO};Uno SA;RI;Abono;1000;21;210,00")
    assert not found.faults
    assert found.answered is not None
    assert [found.sheet.headings[at] for at in found.answered.unknown] == ["IVA"]
