"""A success is believed only for what was asked, and a refusal says whose it is."""

from __future__ import annotations

from typing import Any

import pytest

from planilla.common.errors import Misconfigured, Refused, ServiceError, Unknown
from planilla.model.comprobante_key import Key
from planilla.service.envelope import read_answer
from schemas.service import contract
from tests.service.wire import KEYS, PAGOS, SALE, Wire

ISSUED = contract()["facturacion/nuevo"].answers[0].example
KEY = Key("FACTURA B", 12, 31)


def nuevo(answer: Any) -> Any:
    return Wire(answer).ask(lambda s: s.nuevo(SALE, 31, "CL-0007"))


@pytest.mark.parametrize("nro", ["0000031", "00012-00000031", "12-31"])
def test_a_number_may_come_without_its_point_of_sale(nro: str) -> None:
    issued, _ = nuevo(ISSUED | {"comprobante_nro": nro})
    assert issued.number == 31


@pytest.mark.parametrize(
    "wrong",
    [
        {"comprobante_tipo": "FACTURA A"},
        {"comprobante_nro": "00007-00000031"},  # a point 2 answered 00007-00000001
        {"comprobante_nro": "00012-00000030"},
        {"external_reference": "CL-0006"},
        {"external_reference": ""},
        {"comprobante_tipo": ""},
        {"comprobante_nro": ""},
    ],
)
def test_a_success_about_another_comprobante_is_unknown(wrong: dict[str, Any]) -> None:
    with pytest.raises(Unknown) as raised:
        nuevo(ISSUED | wrong)
    assert raised.value.raw


def test_an_empty_cae_proves_nothing_either_way() -> None:
    issued, _ = nuevo(ISSUED | {"cae": "", "vencimiento_cae": ""})
    assert (issued.number, issued.cae) == (31, "")


def test_what_pagar_and_reenviar_and_numeracion_show_of_another_is_not_believed() -> None:
    other = {"error": "N", "comprobante_tipo": "FACTURA A", "comprobante_nro": "00012-00000031"}
    inside = {"error": "N", "comprobante": {"tipo": "FACTURA A", "punto_venta": 12, "numero": 5}}
    for question in (lambda s: s.cobros.pagar(KEY, PAGOS), lambda s: s.reenviar(KEY)):
        for answer in (other, inside):
            with pytest.raises(Unknown):
                Wire(answer).ask(question)
        Wire({"error": "N", "errores": [""]}).ask(question)
    with pytest.raises(Unknown):
        Wire(inside).ask(lambda s: s.numeracion(Key("FACTURA B", 12)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"error": "S", "errores": ["El campo fecha no es valido"]}',
            "El campo fecha no es valido",
        ),
        ('{"errores": [["Uno"], "dos"]}', "Uno; dos"),
        ("<html>\n<h1>Bad Request</h1>\nmore</html>", "Bad Request"),
        ("", "El servicio no dio un motivo."),
    ],
)
def test_http_400_is_a_refusal_with_its_text(text: str, said: str) -> None:
    with pytest.raises(Refused) as raised:
        read_answer(400, text)
    assert str(raised.value) == said
    assert raised.value.bad_request


@pytest.mark.parametrize(
    ("status", "named"),
    [
        (401, "PLANILLA_USERTOKEN"),
        (403, "PLANILLA_USERTOKEN"),
        (404, "PLANILLA_BASE_URL"),
        (405, "POST"),
        (302, "PLANILLA_BASE_URL"),
    ],
)
def test_each_status_that_stops_names_the_right_thing(status: int, named: str) -> None:
    with pytest.raises(Misconfigured, match=named):
        read_answer(status, "x")


def test_a_refusal_that_repeats_a_credential_is_told_without_it() -> None:
    with pytest.raises(ServiceError) as raised:
        Wire((400, f"cannot read {KEYS['usertoken']}")).ask(lambda s: s.reenviar(KEY))
    assert KEYS["usertoken"] not in str(raised.value) + raised.value.raw
