"""Blocks that go together, spellings, and references that must stay apart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planilla.calendar import today
from planilla.comprobantes.load import load
from planilla.comprobantes.rules import Rules
from planilla.issuers import Issuer, Issuers
from planilla.rows.asked import Loaded
from schemas.codes import code
from schemas.tables import TIPOS
from tests.helpers import row, write_csv

OWN = Issuer("RI", "30-50001091-2")
TODAY = f"{today():%d/%m/%Y}"
NOTE = {
    "tipo": "NOTA DE CREDITO B",
    "asociado_tipo": "FACTURA B",
    "asociado_punto_venta": "1",
    "asociado_numero": "5",
    "asociado_fecha": TODAY,
}
PERCEPTION = {
    "tributo_1_tipo": "7",
    "tributo_1_regimen": "5",
    "tributo_1_base_imponible": "100,00",
    "tributo_1_alicuota": "3",
    "tributo_1_total": "3,00",
}
FCE = {
    "tipo": "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) A",
    "documento_tipo": "CUIT",
    "documento_nro": "30-71234567-1",
    "condicion_iva": "RI",
    "precio_unitario_sin_iva": "9000000,50",
    "rg_regimen": "Factura de Crédito Electrónica MiPyMEs (FCE)",
    "rg_1_id": "2101",
    "rg_1_valor": "2850590940090418135201",
    "rg_2_id": "27",
    "rg_2_valor": "SCA",
}


def _load(tmp_path: Path, *rows: dict[str, Any], issuer: Issuer = OWN, **off: bool) -> Loaded:
    return load(write_csv(tmp_path / "a.csv", rows), today(), Issuers(issuer), Rules(**off))


def _body(loaded: Loaded) -> Any:
    assert not loaded.faults
    return loaded.asked[0].body["comprobante"]


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        (NOTE | {"asociado_tipo": "FACTURA A"}, "asociado_tipo", "ASOCIADO_TIPO"),
        (NOTE | {"asociado_cuit": "30712345671"}, "asociado_cuit", "ASOCIADO_CUIT"),
        ({"tipo": "NOTA DE DEBITO B", "asociado_desde": TODAY}, "asociado_desde",
         "ASOCIADO_PERIODO"),
        (PERCEPTION | {"tributo_1_regimen": "29"}, "tributo_1_regimen", "TRIBUTO_REGIMEN"),
        (PERCEPTION | {"tributo_1_base_imponible": ""}, "tributo_1_base_imponible", "TRIBUTO"),
        ({"pago_descripcion": "Cheque propio", "pago_importe": "1,00"}, "pago_descripcion",
         "PAGO_MEDIO"),
        ({"pago_importe": "1,00"}, "pago_importe", "PAGO"),
        ({"documento_tipo": "OTRO"}, "documento_nro", "DOCUMENTO_OTRO"),
        ({"documento_tipo": "OTRO", "documento_nro": "0", "condicion_iva": "E"},
         "documento_nro", "DOCUMENTO_OTRO"),
        ({"condicion_iva_operacion": "RI"}, "condicion_iva", "LETRA_CLIENTE"),
        ({"envia_por_mail": "S"}, "email", "FALTA_EMAIL"),
        ({"rg5329": "S"}, "rg5329", "RG5329"),
        ({"alicuota": "0,21"}, "alicuota", "ALICUOTA_FRACCION"),
        ({"precio_unitario_sin_iva": "0,00"}, "precio_unitario_sin_iva", "TOTAL_CERO"),
        ({"precio_unitario_sin_iva": "12 34"}, "precio_unitario_sin_iva", "NO_ES_NUMERO"),
        ({"precio_unitario_sin_iva": "21%"}, "precio_unitario_sin_iva", "NO_ES_NUMERO"),
        (FCE | {"rg_1_valor": "2850590940090418135202"}, "rg_1_id", "FCE"),
        (FCE | {"rg_2_valor": "XYZ"}, "rg_1_id", "FCE"),
        (FCE | {"precio_unitario_sin_iva": "1000,50"}, "tipo", "FCE_MINIMO"),
    ],
)  # fmt: skip
def test_a_block_that_does_not_hold_is_told_by_its_column(
    changes: dict[str, Any], column: str, code: str, tmp_path: Path
) -> None:
    loaded = _load(tmp_path, row(1) | changes)
    assert (column, code) in {(f.column, f.code) for f in loaded.faults}
    assert not loaded.asked


def test_a_c_takes_no_perceptions(tmp_path: Path) -> None:
    one = row(1, tipo="FACTURA C", alicuota="0") | PERCEPTION
    loaded = _load(tmp_path, one, issuer=Issuer("M", None))
    assert [f.code for f in loaded.faults] == ["TRIBUTO_C"]


def test_a_whole_fce_is_valid_and_its_rules_can_be_switched_off(tmp_path: Path) -> None:
    assert _body(_load(tmp_path, row(1) | FCE))["rg_especiales"]["datos"][1]["valor"] == "SCA"
    small = row(1) | FCE | {"precio_unitario_sin_iva": "1000,50", "rg_1_id": "", "rg_1_valor": ""}
    assert not _load(tmp_path, small, fce=False).faults


def test_a_note_of_another_letter_than_the_row_it_names_is_invalid(tmp_path: Path) -> None:
    receiver = {"documento_tipo": "CUIT", "documento_nro": "30-71234567-1", "condicion_iva": "RI"}
    note = row(2, tipo="NOTA DE CREDITO A", asociado_referencia="R-00001") | receiver
    loaded = _load(tmp_path, row(1, asociado_referencia=""), note)
    assert [(f.row, f.code) for f in loaded.faults] == [(3, "ASOCIADO_TIPO")]


def test_tags_are_sent_one_by_one(tmp_path: Path) -> None:
    assert _body(_load(tmp_path, row(1, tags="mostrador, marzo")))["tags"] == ["mostrador", "marzo"]


def test_a_row_of_its_own_never_takes_the_reference_that_corregir_carried(tmp_path: Path) -> None:
    first = _load(tmp_path, row(1, referencia="")).asked[0].referencia
    mended = row(1, referencia=first, descripcion="Otra cosa")
    loaded = _load(tmp_path, mended, row(1, referencia=""))
    assert len({c.referencia for c in loaded.asked}) == 2


@pytest.mark.parametrize("name", TIPOS)
def test_every_tipo_is_known_by_its_name_and_by_arcas_number(name: str) -> None:
    assert code(name.lower(), "tipo") == name
    if (number := TIPOS[name].afip) is not None:
        assert code(str(number), "tipo") == name
        assert code(f"{number:03d} - {name}", "tipo") == name
        assert code(f"{number} - PRESUPUESTO", "tipo") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("FA", "FACTURA A"),
        ("fac. b", "FACTURA B"),
        ("FC", "FACTURA C"),
        ("N/C A", "NOTA DE CREDITO A"),
        ("Nota débito B", "NOTA DE DEBITO B"),
        ("Nota de Crédito C", "NOTA DE CREDITO C"),
        ("FCE A", "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) A"),
        ("NC FCE B", "NOTA DE CREDITO ELECTRONICA MiPyME (FCE) B"),
        ("ND MiPyME A", "NOTA DE DEBITO ELECTRONICA MiPyME (FCE) A"),
        ("Recibo C", "RECIBO C"),
        ("Recibo A", None),
        ("A", None),
        ("999", None),
    ],
)
def test_a_tipo_is_known_by_its_usual_short_forms(text: str, name: str | None) -> None:
    assert code(text, "tipo") == name


def test_the_peso_sign_is_pesos() -> None:
    assert code("$", "moneda") == "PES"
    assert code("U$S", "moneda") == "DOL"


DOLLARS = {"moneda": "DOL", "cotizacion": "1045,5", "precio_unitario_sin_iva": "100"}


@pytest.mark.parametrize(
    ("currency", "most", "more"),
    [(DOLLARS, "126505,50", "126505,51"), ({"precio_unitario_sin_iva": "100"}, "121", "121,01")],
)
def test_what_is_paid_at_once_is_in_pesos_and_not_above_the_total_in_pesos(
    currency: dict[str, Any], most: str, more: str, tmp_path: Path
) -> None:
    paid = {"pago_descripcion": "Transferencia", "pago_importe": most}
    block = _body(_load(tmp_path, row(1) | currency | paid))["pagos"]
    assert block["total"] == block["formas_pago"][0]["importe"] == Decimal(most.replace(",", "."))
    (fault,) = _load(tmp_path, row(1) | currency | paid | {"pago_importe": more}).faults
    assert (fault.column, fault.code) == ("pago_importe", "PAGO_EXCEDE")
    assert most.partition(",")[0] in fault.message


def test_without_a_rate_nothing_is_said_of_what_was_paid_in_pesos(tmp_path: Path) -> None:
    paid = {"pago_descripcion": "Transferencia", "pago_importe": "126505,50"}
    loaded = _load(tmp_path, row(1) | DOLLARS | paid | {"cotizacion": ""})
    assert [fault.code for fault in loaded.faults] == ["COTIZACION_CERO"]
