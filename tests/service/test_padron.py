"""What ARCA has of a receiver, as the service tells it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planilla.common.errors import Refused, Unknown
from planilla.service.padron import CreditInvoice, Registration
from schemas.service import contract
from tests.service.wire import Wire

CUIT, OTHER = "30700000112", "30707070702"
KNOWN = contract()["clientes/afip-info"].answers[0].example


def asked(answer: dict[str, Any]) -> Registration:
    found: Registration = Wire(answer).ask(lambda s: s.padron.afip_info(CUIT))
    return found


def test_a_registration_says_name_condition_active_and_not_apocryphal() -> None:
    found = asked(KNOWN)
    assert (found.razon_social, found.condicion_iva) == ("EMPRESA SA", "RI")
    assert (found.active, found.apocryphal) == (True, False)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("RESPONSABLE INSCRIPTO", "RI"),
        ("Responsable Monotributo", "M"),
        ("MONOTRIBUTO SOCIAL", "M"),
        ("IVA EXENTO", "E"),
        ("IVA NO ALCANZADO", "IVNA"),
        ("CONSUMIDOR FINAL", "CF"),
        ("RESPONSABLE NO INSCRIPTO", ""),
        ("MONOTRIBUTO / EXENTO", ""),
    ],
)
def test_a_condition_is_known_by_its_words_and_any_other_is_none(said: str, code: str) -> None:
    found = asked(KNOWN | {"condicion_impositiva": said})
    assert (found.condicion, found.condicion_iva) == (said, code)


@pytest.mark.parametrize(
    ("estado", "active"), [("ACTIVO", True), ("INACTIVO", False), ("BAJA", False), ("", None)]
)
def test_only_what_says_so_is_inactive(estado: str, active: bool | None) -> None:
    assert asked(KNOWN | {"estado": estado}).active is active


def test_who_has_no_tax_is_known_though_the_service_calls_it_an_error() -> None:
    answer = contract()["clientes/afip-info"].answers[1].example
    assert asked(answer).condicion_iva == "CF"


def test_why_arca_blocks_a_cuit_is_told() -> None:
    assert asked({"error": "S", "errores": [["Bloqueado en ARCA"]]}).blocked == (
        "Bloqueado en ARCA",
    )


@pytest.mark.parametrize("said", ["Metodo no disponible", ["No existe persona con ese Id"]])
def test_a_refusal_without_data_is_a_refusal(said: object) -> None:
    with pytest.raises(Refused):
        asked({"error": "S", "errores": said})


def test_arca_that_does_not_answer_is_no_blocked_cuit() -> None:
    with pytest.raises(Refused):
        asked({"error": "S", "errores": [["javax.ejb.EJBException"]]})


@pytest.mark.parametrize(
    "more",
    [
        {"cuit": OTHER},
        {"documento_nro": int(OTHER)},
        {"constancia_full_datos": {"idPersona": int(OTHER)}},
        {"constancia_full_datos": {"datosGenerales": {"idPersona": "30-70707070-2"}}},
    ],
)
def test_an_answer_about_another_cuit_is_not_believed(more: dict[str, Any]) -> None:
    with pytest.raises(Unknown, match="another CUIT"):
        asked(KNOWN | more)
    no_tax = {"error": "S", "errores": ["Sin condicion"], "razon_social": "X"}
    with pytest.raises(Unknown, match="another CUIT"):
        asked(no_tax | more)


def test_an_answer_that_names_the_cuit_that_was_asked_about_is_believed() -> None:
    more = {"cuit": "30-70000011-2", "constancia_full_datos": {"idPersona": int(CUIT)}}
    assert asked(KNOWN | more).razon_social == "EMPRESA SA"


@pytest.mark.parametrize("said", ["PEÑA Y Cía", "PEÃ‘A Y CÃ­a", "PE&Ntilde;A Y C&iacute;a"])
def test_a_name_that_was_encoded_twice_is_read(said: str) -> None:
    assert asked(KNOWN | {"razon_social": said}).razon_social == "PEÑA Y Cía"


@pytest.mark.parametrize("bare", [{}, {"razon_social": "", "condicion_impositiva": " "}])
def test_a_success_that_says_nothing_is_not_believed(bare: dict[str, Any]) -> None:
    with pytest.raises(Unknown):
        asked({"error": "N", "errores": [], **bare})


def test_whether_a_credit_invoice_is_required_comes_with_the_amount() -> None:
    answer = {"error": "N", "errores": [], "esta_obligado": "S", "importe_desde": 5000000}
    wire = Wire(answer)
    found = wire.ask(lambda s: s.padron.requiere_fec(CUIT, date(2026, 12, 3)))
    assert found == CreditInvoice(CUIT, True, Decimal(5000000))
    assert wire.asked == [("facturacion/requiere_fec", {"cuit": CUIT, "fecha": "03/12/2026"})]
    for wrong in ({**answer, "esta_obligado": "?"}, {**answer, "cuit": OTHER}):
        with pytest.raises(Unknown):
            Wire(wrong).ask(lambda s: s.padron.requiere_fec(CUIT, date(2026, 12, 3)))
