"""What people and ARCA write, and the codes of the service that it means."""

from __future__ import annotations

import pytest

from schemas.codes import BY_ARCA, code, offered, table_of, without_code
from schemas.tables import MONEDAS, TIPOS_POR_AFIP

ARCA_CONDITIONS = {
    "IVA Responsable Inscripto": "RI", "IVA Sujeto Exento": "E", "Consumidor Final": "CF",
    "Responsable Monotributo": "M", "Cliente del Exterior": "CDEX", "Monotributista Social": "M",
    "IVA No Alcanzado": "IVNA", "Monotributo Trabajador Independiente Promovido": "M",
}  # fmt: skip
NUMBERS = {"1": "RI", "4": "E", "5": "CF", "6": "M", "9": "CDEX", "13": "M", "15": "IVNA"}
OFTEN = {
    "Cons. Final": "CF", "C.F.": "CF", "consumidor final": "CF", "Resp. Inscripto": "RI",
    "RESP. INSC.": "RI", "R.I.": "RI", "R-I": "RI", "Monotributista": "M", "Resp. Monotributo": "M",
    "IVA Exento": "E", "exenta": "E", "No alcanzado": "IVNA",
}  # fmt: skip


@pytest.mark.parametrize(("text", "known"), [*ARCA_CONDITIONS.items(), *OFTEN.items()])
def test_a_condition_is_known_by_arcas_name_and_by_what_offices_write(
    text: str, known: str
) -> None:
    assert code(text, "condicion_iva") == known


@pytest.mark.parametrize(("number", "known"), NUMBERS.items())
def test_a_condition_is_known_by_arcas_number_alone_and_with_its_name(
    number: str, known: str
) -> None:
    name = next(name for name, one in ARCA_CONDITIONS.items() if one == known)
    assert code(number, "condicion_iva") == known
    assert code(f"{number} - {name}", "condicion_iva") == known


@pytest.mark.parametrize(
    "text", ["1 - Consumidor Final", "2", "1.5", "-5", "96 - CUIT", "DOL - Euro"]
)
def test_a_number_that_means_none_or_disagrees_with_its_name_is_none(text: str) -> None:
    for table in ("condicion_iva", "documento_tipo", "moneda"):
        assert code(text, table) is None


@pytest.mark.parametrize(
    ("text", "table", "name"),
    [
        ("7", "condicion_iva", "Sujeto no Categorizado"),
        ("SUJETO NO CATEGORIZADO", "condicion_iva", "Sujeto no Categorizado"),
        ("10", "condicion_iva", "IVA Liberado (Ley 19.640)"),
        ("L.E.", "documento_tipo", "Libreta de Enrolamiento"),
        ("90", "documento_tipo", "Libreta Cívica"),
        ("2,5%", "alicuota", "2,5 %"),
        ("8", BY_ARCA, "5 %"),
    ],
)
def test_what_arca_knows_and_the_service_does_not_is_told_by_its_name(
    text: str, table: str, name: str
) -> None:
    assert code(text, table) is None
    assert without_code(text, table) == name


@pytest.mark.parametrize(
    ("text", "known"),
    [("80", "CUIT"), ("80 - CUIT", "CUIT"), ("86", "CUIL"), ("96", "DNI"), ("D.N.I.", "DNI"),
     ("99", "OTRO"), ("Doc. (Otro)", "OTRO"), ("94", "PASAPORTE"), ("C.U.I.T.", "CUIT")],
)  # fmt: skip
def test_a_kind_of_document_is_known_by_arcas_number_and_name(text: str, known: str) -> None:
    assert code(text, "documento_tipo") == known


@pytest.mark.parametrize(
    ("text", "known"),
    [("Factura de Crédito electrónica MiPyMEs (FCE) A", 201),
     ("Nota de Débito electrónica MiPyMEs (FCE) B", 207),
     ("NOTA DE CREDITO ELECTRONICA MiPyMEs (FCE) C", 213), ("203", 203), ("001", 1),
     ("FACTURAS B", 6), ("NOTAS DE CREDITO A", 3), ("Recibos C", 15), ("Factura electrónica C", 11),
     ("Facturas de exportación", 19),
     ("FACTURA A CON LEYENDA OPERACIÓN SUJETA A RETENCIÓN", 51)],
)  # fmt: skip
def test_a_tipo_is_known_by_arcas_name(text: str, known: int) -> None:
    assert code(text, "tipo") == TIPOS_POR_AFIP[known].name


@pytest.mark.parametrize("text", ["NOTA DE CREDITO ELECTRONICA A", "FACTURA", "FACTURA X"])
def test_a_tipo_that_may_be_two_or_none_is_none(text: str) -> None:
    assert code(text, "tipo") is None


@pytest.mark.parametrize(
    ("text", "known"),
    [("U$S", "DOL"), ("US$", "DOL"), ("Dólares", "DOL"), ("USD", "DOL"), ("$", "PES"),
     ("ARS", "PES"), ("€", "060"), ("60", "060"), ("DOL - Dólar Estadounidense", "DOL"),
     ("Pesos Uruguayos", "011"), ("BRL", "012"), *((one, one) for one in MONEDAS)],
)  # fmt: skip
def test_a_currency_is_known_by_arcas_name_and_the_usual_ones(text: str, known: str) -> None:
    assert code(text, "moneda") == known


@pytest.mark.parametrize(
    ("text", "known"),
    [("Kgs.", "1"), ("Lts", "5"), ("Hora", None), ("m²", "3"), ("Un.", "7"), ("7 - Unidades", "7"),
     ("seña-anticipo", "97"), ("Docena", "9")],
)  # fmt: skip
def test_a_unit_is_known_by_its_usual_short_form(text: str, known: str | None) -> None:
    assert code(text, "unidad_medida") == known


def test_a_rate_is_arcas_code_only_where_the_heading_says_so() -> None:
    assert {h: table_of("alicuota", h) for h in ("IVA", "Alícuota", "% IVA")} == dict.fromkeys(
        ("IVA", "Alícuota", "% IVA"), "alicuota"
    )
    assert {table_of("alicuota", h) for h in ("Cód. IVA", "Código alícuota", "Id IVA")} == {BY_ARCA}
    assert [code(text, BY_ARCA) for text in "3456"] == ["0", "10.5", "21", "27"]
    assert [code(text, "alicuota") for text in "3456"] == [None] * 4
    assert [code(text, BY_ARCA) for text in ("1", "2", "21", "0")] == [None] * 4
    assert {code("5 - 21%", table) for table in ("alicuota", BY_ARCA)} == {"21"}
    assert code("Exento", BY_ARCA) == "-1"
    assert offered(BY_ARCA) == ["3 (0 %)", "4 (10,5 %)", "5 (21 %)", "6 (27 %)"]


def test_the_names_of_the_tables_are_what_they_were() -> None:
    """What an earlier release understood means the same."""
    once = {
        "condicion_iva": {"inscripto": "RI", "responsablemonotributo": "M", "ivaexento": "E"},
        "moneda": {"pesos": "PES", "$ars": "PES", "uss": "DOL", "euros": "060", "brl": "012"},
        "provincia": {"caba": "1", "capitalfederal": "1", "bsas": "2", "pba": "2"},
        "documento_tipo": {"consumidorfinal": "OTRO", "sinidentificar": "OTRO"},
        "unidad_medida": {"unidad": "7", "u": "7", "kg": "1", "m": "2", "l": "5", "lt": "5"},
    }
    found = {table: {text: code(text, table) for text in words} for table, words in once.items()}
    assert found == once
