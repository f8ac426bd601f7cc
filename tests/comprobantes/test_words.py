"""What offices and ARCA write in a sheet of comprobantes is understood, or told by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planilla.common.calendar import today
from planilla.common.errors import MissingColumns
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from planilla.reading.loaded import Loaded
from tests.helpers import row, write_csv


def _load(tmp_path: Path, *rows: dict[str, Any]) -> Loaded:
    return load(write_csv(tmp_path / "a.csv", rows), today(), Issuers())


def test_a_condition_by_arcas_number_is_the_services_code(tmp_path: Path) -> None:
    loaded = _load(tmp_path, row(1, tipo="FACTURA A", condicion_iva="6 - Responsable Monotributo"))
    assert [one.body["cliente"]["condicion_iva"] for one in loaded.asked] == ["M"]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"condicion_iva": "Sujeto no Categorizado"}, "Sujeto no Categorizado"),
        ({"condicion_iva": "10"}, "IVA Liberado (Ley 19.640)"),
        ({"documento_tipo": "LC"}, "Libreta Cívica"),
        ({"alicuota": "5"}, "5 %"),
    ],
)
def test_what_the_service_has_no_code_for_is_told_by_its_name(
    changes: dict[str, Any], name: str, tmp_path: Path
) -> None:
    (fault,) = _load(tmp_path, row(1, **changes)).faults
    assert fault.code == "SIN_CODIGO"
    assert name in fault.message


def test_a_column_of_arcas_codes_of_the_alicuota_has_rates(tmp_path: Path) -> None:
    rows = [row(n) | {"Cód. IVA": n} for n in (3, 4, 5, 6)]
    for one in rows:
        del one["alicuota"]
    loaded = _load(tmp_path, *rows)
    sent = [one.body["comprobante"]["detalle"][0]["producto"]["alicuota"] for one in loaded.asked]
    assert [str(rate) for rate in sent] == ["0", "10.5", "21", "27"]


def test_a_column_of_rates_beside_one_of_their_codes_is_the_one_that_counts(tmp_path: Path) -> None:
    one = {"Cód. IVA": "5"} | row(1)
    one["IVA"] = one.pop("alicuota")
    for cells in (one, dict(reversed(one.items()))):
        (asked,) = _load(tmp_path, cells | {"IVA": "10,5"}).asked
        assert str(asked.body["comprobante"]["detalle"][0]["producto"]["alicuota"]) == "10.5"


@pytest.mark.parametrize(
    "heading",
    ["Precio bruto", "Precio final de lista", "Precio lista c/IVA", "Precio unitario bruto"],
)
def test_what_seems_a_price_with_iva_is_never_offered_for_one_without(
    heading: str, tmp_path: Path
) -> None:
    one = row(1)
    one[heading] = one.pop("precio_unitario_sin_iva")
    with pytest.raises(MissingColumns) as told:
        _load(tmp_path, one)
    assert f"«{heading}» parece traer el IVA" in str(told.value)
    assert "llame a esa columna precio_unitario_con_iva" in str(told.value)
    assert "¿es" not in str(told.value)


def test_a_price_without_iva_beside_one_with_it_is_the_one_that_counts(tmp_path: Path) -> None:
    one = row(1, precio_unitario_sin_iva="100")
    loaded = _load(tmp_path, {"Precio unitario con IVA": "121"} | one)
    assert [str(asked.total) for asked in loaded.asked] == ["121.00"]


def test_a_heading_that_looks_like_a_missing_one_is_offered(tmp_path: Path) -> None:
    one = row(1)
    one["Precio unitario sin impuestos"] = one.pop("precio_unitario_sin_iva")
    one["Precio unitario bruto"] = "1"
    with pytest.raises(MissingColumns) as told:
        _load(tmp_path, one)
    assert "¿es «Precio unitario sin impuestos»?" in str(told.value)


@pytest.mark.parametrize(
    "changes", [{"precio_unitario_sin_iva": "-100"}, {"cantidad": "-1"}], ids=["price", "quantity"]
)
@pytest.mark.parametrize("tipo", ["FACTURA B", "NOTA DE CREDITO B"])
def test_what_is_negative_is_told_where_a_discount_and_a_return_go(
    changes: dict[str, Any], tipo: str, tmp_path: Path
) -> None:
    fault, *_ = _load(tmp_path, row(1, tipo=tipo, **changes)).faults
    assert "sin signo, también en una nota de crédito" in fault.fix
    assert "bonificacion_porcentaje" in fault.fix
    assert " bonificacion " in fault.fix


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [
        ("25-28456789-9", None, ""),
        ("26-28456789-2", "CUIT", "dígito verificador"),
        ("21-28456789-4", "CUIT_PREFIJO", "empieza con 21"),
        ("28456789", "CUIT_CIFRAS", "8 cifras"),
    ],
)
def test_what_is_wrong_with_a_cuit_is_told_as_what_it_is(
    number: str, code: str | None, word: str, tmp_path: Path
) -> None:
    loaded = _load(tmp_path, row(1, documento_tipo="CUIT", documento_nro=number))
    assert [fault.code for fault in loaded.faults] == ([code] if code else [])
    assert all(word in fault.message for fault in loaded.faults)


def test_the_cuit_of_what_a_note_corrects_is_told_by_its_prefix_too(tmp_path: Path) -> None:
    note = {
        "tipo": "NOTA DE CREDITO B",
        "asociado_referencia": "R-1",
        "asociado_cuit": "21284567894",
    }
    (fault,) = _load(tmp_path, row(2, **note)).faults
    assert (fault.column, fault.code) == ("asociado_cuit", "CUIT_PREFIJO")


def test_of_a_pasted_e_mail_the_address_is_sent(tmp_path: Path) -> None:
    pasted = "Pérez, Ana <ana@uno.com>; mailto:luz@dos.com"
    (asked,) = _load(tmp_path, row(1, email=pasted)).asked
    assert asked.body["cliente"]["email"] == "ana@uno.com,luz@dos.com"
    assert asked.body["cliente"]["envia_por_mail"] == "S"


def test_what_is_no_address_beside_one_is_a_fault(tmp_path: Path) -> None:
    (fault,) = _load(tmp_path, row(1, email="ana@uno.com, nadie")).faults
    assert (fault.column, fault.code) == ("email", "EMAIL")


def _without_kind(heading: str, number: str, **changes: Any) -> dict[str, Any]:
    one = row(1, **changes)
    del one["documento_tipo"], one["documento_nro"]
    return one | {heading: number}


@pytest.mark.parametrize(
    ("heading", "number", "kind"),
    [
        ("CUIT", "30-71234567-1", "CUIT"),
        ("Nro. documento", "30712345671", "CUIT"),
        ("CUIT/DNI", "20-28456789-8", "CUIT"),
        ("CUIT/DNI", "28.456.789", "DNI"),
        ("DNI", "8456789", "DNI"),
        ("documento_nro", "0", "OTRO"),
    ],
)
def test_a_document_without_its_kind_is_what_its_number_alone_can_be(
    heading: str, number: str, kind: str, tmp_path: Path
) -> None:
    one = _without_kind(heading, number)
    for rows in ([one], [one | {"documento_tipo": ""}]):
        (asked,) = _load(tmp_path, *rows).asked
        assert asked.documento_tipo == kind
        assert asked.body["cliente"]["documento_tipo"] == kind


@pytest.mark.parametrize("heading", ["CUIT", "Nro. documento"])
def test_a_number_that_may_be_of_several_kinds_is_asked_for_its_kind(
    heading: str, tmp_path: Path
) -> None:
    (fault,) = _load(tmp_path, _without_kind(heading, "28456789")).faults
    assert (fault.column, fault.code) == ("documento_tipo", "DOCUMENTO_SIN_TIPO")
    assert "28456789" in fault.message


def test_a_kind_that_is_written_stands_and_a_wrong_cuit_is_told_as_one(tmp_path: Path) -> None:
    rows = [row(1, documento_tipo="PASAPORTE", documento_nro="28456789"), row(2)]
    rows[1] |= {"documento_tipo": "", "documento_nro": "30-71234567-2"}
    loaded = _load(tmp_path, *rows)
    assert [asked.documento_tipo for asked in loaded.asked] == ["PASAPORTE"]
    assert [(fault.row, fault.code) for fault in loaded.faults] == [(3, "CUIT")]


def test_the_same_sale_with_its_kind_written_or_not_is_one(tmp_path: Path) -> None:
    told = _load(tmp_path, row(1, tipo="FACTURA A", referencia=""))
    untold = _load(tmp_path, row(1, tipo="FACTURA A", referencia="", documento_tipo=""))
    assert [one.content for one in told.asked] == [one.content for one in untold.asked]
