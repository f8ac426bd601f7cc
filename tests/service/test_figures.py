"""What is out of range, twice or half is no figure and no answer; each was once an exception."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from planilla.common.afip_qr import issuer_of
from planilla.common.calendar import parse_service_date
from planilla.common.errors import Unknown
from planilla.dispatch.steps.payment.read_account import _is
from planilla.model.comprobante_key import Key
from planilla.service.cobros import AccountRow
from planilla.service.envelope import moment, read_answer
from planilla.service.figures import amount, last_integer, number_of
from planilla.service.tusfacturas import TusFacturas
from tests.service.test_documented_answers import ASK
from tests.service.wire import Wire

HUGE = [Decimal("1e999999"), Decimal("-1e999999"), Decimal("1e-999999"), Decimal("9" * 5000)]
NONE: list[Any] = [*HUGE, True, None, "", "NaN", "Infinity", "1e999999", "1_000", "٣٣", "9" * 5000]


@pytest.mark.parametrize("value", [*NONE, Decimal("NaN"), Decimal("Infinity"), [], {"a": 1}])
def test_what_is_out_of_range_is_no_amount(value: Any) -> None:
    assert amount(value) is None


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        ("1.234", "1.234"),
        ("1,5", "1.5"),
        (Decimal("1E+2"), "100"),
        (Decimal("1452.00"), "1452.00"),
        (Decimal("0.30000000000000004"), "0.30000000000000004"),
        (Decimal("0E-999999"), "0"),
        (-5, "-5"),
    ],
)
def test_an_amount_is_exact(value: Any, figure: str) -> None:
    found = amount(value)
    assert found == Decimal(figure)


@pytest.mark.parametrize("value", [*NONE, "74.0", "1.000", -5, "-5", Decimal("0.5")])
def test_what_is_no_whole_number_is_none(value: Any) -> None:
    assert last_integer(value) is None


@pytest.mark.parametrize("value", [74, "74 ", "00003-00000074", Decimal("74.0"), Decimal("7.4E1")])
def test_a_whole_number_is_read_however_it_is_written(value: Any) -> None:
    assert last_integer(value) == number_of(value) == 74


def test_a_number_has_eight_digits_at_most() -> None:
    assert number_of(99_999_999) == 99_999_999
    assert number_of(100_000_000) is None


def test_a_numbering_with_a_fraction_is_its_whole_and_not_zero() -> None:
    answer = {"error": "N", "comprobante": {"numero": Decimal("74.0")}}
    assert Wire(answer).ask(lambda s: s.numeracion(Key("FACTURA B", 12))) == 74


@pytest.mark.parametrize(
    "text",
    [
        '{"error": "N", "monto": 1e9999999999999999999}',
        '{"error": "N", "monto": ' + "9" * 5000 + "}",
        '{"error": "N", "a": ' + "[" * 300 + "]" * 300 + "}",
        "[" * 100_000,
        '{"error": "S", "errores": ["no"], "error": "N"}',
        '{"error": "N", "cae": "1", "cae": "2"}',
        '{"error": "N", "monto": NaN}',
    ],
    ids=lambda text: text[:24],
)
def test_an_answer_that_nobody_can_work_with_is_unknown(text: str) -> None:
    with pytest.raises(Unknown):
        read_answer(200, text)


def test_halves_of_characters_and_nul_become_what_a_database_keeps() -> None:
    answer = read_answer(200, '{"error": "N", "nota\\ud800": ["a\\udfff", "b\\u0000c"]}')
    assert answer["nota?"] == ["a?", "b c"]
    broken = Wire((200, b'{"error": "N\x00\xff')).ask
    with pytest.raises(Unknown) as unknown:
        broken(ASK["facturacion/nuevo"])
    assert "\x00" not in unknown.value.raw


def test_days_that_nobody_can_reckon_with_are_none() -> None:
    assert parse_service_date("01/01/0001") is None
    assert moment("01/01/0001 00:00") is None
    assert moment("31/12/9999 23:59") is None


@pytest.mark.parametrize("qr", ["http://[", "?p=" + "W1tb" * 50_000, "?p=////", "?p=ñ"])
def test_a_qr_that_is_none_says_nobody(qr: str) -> None:
    assert issuer_of(qr) == ""


def test_a_concept_with_endless_digits_is_of_no_comprobante() -> None:
    row = AccountRow(None, f"FACTURA B {'9' * 5000}-{'9' * 5000}", None, None, None)
    assert not _is(row, Key("FACTURA B", 12, 31))


def test_a_quota_below_zero_is_none_left() -> None:
    def consumo(service: TusFacturas) -> Any:
        return service.estado.consumo()

    answer = {"error": "N", "comprobantes_cupo": 500, "comprobantes_disponibles": "-3"}
    assert Wire(answer).ask(consumo).disponibles == 0
    with pytest.raises(Unknown):
        Wire(answer | {"comprobantes_disponibles": Decimal("1e400")}).ask(consumo)
