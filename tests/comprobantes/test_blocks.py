"""Blocks that go together, spellings, and references that must stay apart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers
from planilla.reading.loaded import Loaded
from schemas.codes import code
from schemas.context import Rules
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
        ({"precio_unitario_sin_iva": "21%"}, "precio_unitario_sin_iva", "PORCENTAJE_AQUI"),
        (FCE | {"rg_1_valor": "2850590940090418135202"}, "rg_1_valor", "CBU"),
        (FCE | {"rg_1_valor": "2850590940090418135"}, "rg_1_valor", "CBU"),
        (FCE | {"rg_2_valor": "XYZ"}, "rg_1_id", "FCE"),
        (FCE | {"precio_unitario_sin_iva": "1000,50"}, "tipo", "FCE_MINIMO"),
        (FCE | {"rg_1_id": "2102", "rg_1_valor": "corto"}, "rg_1_id", "FCE"),
        (FCE | {"rg_1_id": "2102", "rg_1_valor": "con_guion_bajo"}, "rg_1_id", "FCE"),
        (PERCEPTION | {"tributo_1_alicuota": "0,125"}, "tributo_1_alicuota", "DECIMALES"),
        ({"codigo": "x" * 21}, "codigo", "LARGO"),
        ({"cliente_codigo": "x" * 21}, "cliente_codigo", "LARGO"),
        ({"documento_tipo": "PASAPORTE", "documento_nro": "123456789012"}, "documento_nro",
         "LARGO"),
        ({"descripcion": "%" * 86}, "descripcion", "LARGO_IMPRESO"),
        ({"leyenda": "%" * 334}, "leyenda", "LARGO_IMPRESO"),
        ({"leyenda_gral": "x" + "\n" * 166 + "yz"}, "leyenda_gral", "LARGO_IMPRESO"),
        ({"tags": ",".join("abcdefghijk" * 5)}, "tags", "ETIQUETAS"),
        ({"tags": "x" * 256}, "tags", "ETIQUETAS"),
        ({"rg_1_id": "17", "rg_1_valor": "2"}, "rg_1_id", "RG_DATO"),
        ({"rg_regimen": "RG 4004-E", "rg_1_valor": "2"}, "rg_1_id", "RG_DATO"),
        ({"rg_regimen": "RG 4004-E", "rg_1_id": "dato", "rg_1_valor": "2"}, "rg_1_id", "RG_DATO"),
        ({"rg_regimen": "RG 4004-E"}, "rg_regimen", "RG_SIN_DATOS"),
    ],
)  # fmt: skip
def test_a_block_that_does_not_hold_is_told_by_its_column(
    changes: dict[str, Any], column: str, code: str, tmp_path: Path
) -> None:
    loaded = _load(tmp_path, row(1) | changes)
    assert (column, code) in {(f.column, f.code) for f in loaded.faults}
    assert not loaded.asked


@pytest.mark.parametrize(("tipo", "regimen"), [("6", "1"), ("7", "5"), ("1", "31")])
def test_a_c_takes_no_tributo_whatever_its_tipo(tipo: str, regimen: str, tmp_path: Path) -> None:
    tributo = {"tributo_1_tipo": tipo, "tributo_1_regimen": regimen}
    one = row(1, tipo="FACTURA C", alicuota="0") | PERCEPTION | tributo
    loaded = _load(tmp_path, one, issuer=Issuer("M", None))
    assert [f.code for f in loaded.faults] == ["TRIBUTO_C"]


def test_a_regimen_that_is_none_of_its_tipo_is_told_with_the_names_of_those_that_are(
    tmp_path: Path,
) -> None:
    loaded = _load(tmp_path, row(1) | PERCEPTION | {"tributo_1_tipo": "1"})
    assert "33 (Percepción del impuesto a las ganancias)" in loaded.faults[0].fix


def test_a_whole_fce_is_valid_and_its_rules_can_be_switched_off(tmp_path: Path) -> None:
    assert _body(_load(tmp_path, row(1) | FCE))["rg_especiales"]["datos"][1]["valor"] == "SCA"
    small = row(1) | FCE | {"precio_unitario_sin_iva": "1000,50", "rg_1_id": "", "rg_1_valor": ""}
    assert not _load(tmp_path, small, fce=False).faults


def test_a_fce_may_name_the_alias_of_its_account_instead_of_the_cbu(tmp_path: Path) -> None:
    alias = row(1) | FCE | {"rg_1_id": "2102", "rg_1_valor": "MI.ALIAS.CBU"}
    special = _body(_load(tmp_path, alias))["rg_especiales"]["datos"]
    assert special[0] == {"id": "2102", "valor": "MI.ALIAS.CBU"}


@pytest.mark.parametrize(
    "named", [NOTE, {"tipo": "NOTA DE CREDITO B", "asociado_referencia": "R-00001"}]
)
def test_a_note_needs_its_issuers_cuit_from_the_row_or_the_settings(
    named: dict[str, str], tmp_path: Path
) -> None:
    rows = row(1, asociado_cuit=""), row(2, **named, asociado_cuit="")
    nobody = Issuer("RI", None)
    loaded = _load(tmp_path, *rows, issuer=nobody)
    assert [(f.row, f.column, f.code) for f in loaded.faults] == [
        (3, "asociado_cuit", "ASOCIADO_SIN_CUIT")
    ]
    assert "asociado_cuit" in loaded.faults[0].fix
    assert "PLANILLA_ISSUER_CUIT" in loaded.faults[0].fix
    written = row(1, asociado_cuit=""), row(2, **named, asociado_cuit="30-50001091-2")
    assert not _load(tmp_path, *rows).faults
    found = _load(tmp_path, *written, issuer=nobody)
    assert not found.faults
    (associated,) = found.asked[1].body["comprobante"]["comprobantes_asociados"]
    assert associated["cuit"] == "30500010912"


@pytest.mark.parametrize("annuls", ["S", "N", ""])
def test_a_fce_note_says_whether_it_annuls_and_names_its_invoice_with_its_issuers_cuit(
    annuls: str, tmp_path: Path
) -> None:
    invoice = FCE["tipo"]
    note = FCE | {
        "tipo": invoice.replace("FACTURA DE", "NOTA DE"),
        **{name: value for name, value in NOTE.items() if name != "tipo"},
        "asociado_tipo": invoice,
        "rg_1_id": "22",
        "rg_1_valor": annuls,
        "rg_2_id": "",
        "rg_2_valor": "",
    }
    loaded = _load(tmp_path, row(1) | note)
    if not annuls:
        assert loaded.faults[0].code == "FCE_NOTA"
        return
    body = _body(loaded)
    assert body["rg_especiales"]["datos"] == [{"id": "22", "valor": annuls}]
    assert body["comprobantes_asociados"][0]["cuit"] == "30500010912"


def test_a_cuit_that_only_the_row_says_must_be_one(tmp_path: Path) -> None:
    wrong = row(1, **NOTE, asociado_cuit="30-50001091-3")
    loaded = _load(tmp_path, wrong, issuer=Issuer("RI", None))
    assert [(f.column, f.code) for f in loaded.faults] == [("asociado_cuit", "CUIT")]


def test_a_note_on_a_period_needs_no_cuit(tmp_path: Path) -> None:
    period = {"tipo": "NOTA DE DEBITO B", "asociado_desde": TODAY, "asociado_hasta": TODAY}
    assert not _load(tmp_path, row(1, **period), issuer=Issuer("RI", None)).faults


def test_a_client_of_abroad_without_a_document_gets_a_b(tmp_path: Path) -> None:
    nameless = {"documento_tipo": "OTRO", "documento_nro": "0", "condicion_iva": "CDEX"}
    assert not _load(tmp_path, row(1, **nameless)).faults


def test_a_note_of_another_letter_than_the_row_it_names_is_invalid(tmp_path: Path) -> None:
    receiver = {"documento_tipo": "CUIT", "documento_nro": "30-71234567-1", "condicion_iva": "RI"}
    note = row(2, tipo="NOTA DE CREDITO A", asociado_referencia="R-00001") | receiver
    loaded = _load(tmp_path, row(1, asociado_referencia=""), note)
    assert [(f.row, f.code) for f in loaded.faults] == [(3, "ASOCIADO_TIPO")]


def test_only_what_is_printed_is_written_as_the_printer_wants_it(tmp_path: Path) -> None:
    texts = ("descripcion", "leyenda", "leyenda_gral", "comentario")
    body = _body(_load(tmp_path, row(1, **dict.fromkeys(texts, "10 %\nmenos"))))
    concept = body["detalle"][0]
    printed = (concept["producto"]["descripcion"], concept["leyenda"], body["leyenda_gral"])
    assert printed == ("10 #&##@#menos",) * 3
    assert body["comentario"] == "10 %\nmenos"


def test_a_client_without_a_code_is_sent_without_one_and_a_product_with_a_blank_one(
    tmp_path: Path,
) -> None:
    sent = _load(tmp_path, row(1)).asked[0].body
    assert "codigo" not in sent["cliente"]
    assert sent["comprobante"]["detalle"][0]["producto"]["codigo"] == ""
    coded = _load(tmp_path, row(1, cliente_codigo="C-042", codigo="MANT-01")).asked[0].body
    assert coded["cliente"]["codigo"] == "C-042"
    assert coded["comprobante"]["detalle"][0]["producto"]["codigo"] == "MANT-01"


@pytest.mark.parametrize(
    ("concepts", "client", "sent"),
    [(("N", "S"), "", "S"), (("N", "N"), "", "N"), (("S", "N"), "N", "N"), (("N", "N"), "S", "S")],
)
def test_the_clients_rg5329_is_what_its_column_says_else_what_any_concept_does(
    concepts: tuple[str, ...], client: str, sent: str, tmp_path: Path
) -> None:
    rows = [row(1, rg5329=own, actualiza_precio=own, cliente_rg5329=client) for own in concepts]
    assert _load(tmp_path, *rows).asked[0].body["cliente"]["rg5329"] == sent


def test_addresses_go_with_commas_and_without_blanks(tmp_path: Path) -> None:
    sent = _load(tmp_path, row(1, email="uno@a.com ;dos@a.com;")).asked[0].body["cliente"]
    assert sent["email"] == "uno@a.com,dos@a.com"


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
        ("Liquidación A", "LIQUIDACIONES A"),
        ("63", "LIQUIDACIONES A"),
        ("64 - Liquidaciones B", "LIQUIDACIONES B"),
        ("Liquidación C", None),
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
