"""What is read of a comprobante and its account, in every form that the documents leave open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest

from planilla.dispatch.steps.payment.read_account import AccountShown, look
from planilla.model.comprobante_key import Key
from planilla.service.client import Client
from planilla.service.pace import Pace
from planilla.service.tusfacturas import TusFacturas
from tests.dispatch.till import Till, account_row

TOTAL = Decimal("121.00")
OWN = "FACTURA A 0001-00000001 (EMPRESA)"


def look_at(till: Till) -> AccountShown:
    async def asked() -> AccountShown | None:
        tokens = {"usertoken": "u", "apikey": "1", "apitoken": "a"}
        transport = httpx.MockTransport(till.answer)
        client = Client("https://x/app/api/v2/", tokens, 5, Pace(0), transport=transport)
        try:
            return await look(Key("FACTURA A", 1, 1), TusFacturas(client))
        finally:
            await client.close()

    found = asyncio.run(asked())
    assert found is not None
    return found


@pytest.mark.parametrize(
    "shape",
    [
        lambda rows: rows,
        lambda rows: {"error": "N", "errores": [""], "rta": "OK", "resultados": rows},
        lambda rows: {"error": "N", "cuenta_corriente": rows, "observaciones": [{"texto": "x"}]},
        lambda rows: {"error": "N", "cliente": {"movimientos": rows}},
    ],
)
def test_the_accounts_rows_are_found_bare_or_wrapped_under_whatever_name(
    shape: Callable[[list[Any]], Any],
) -> None:
    shown = look_at(Till(TOTAL, TOTAL, shape=shape, paid=[Decimal(21)]))
    assert (shown.charged, shown.left) == (TOTAL, Decimal(100))
    assert len(shown.rows) == 2


def test_an_account_without_rows_says_nothing_of_the_comprobante() -> None:
    shown = look_at(Till(TOTAL, TOTAL, shape=lambda _: {"error": "N", "resultados": []}))
    assert (shown.charged, shown.left, shown.rows, shown.muddled) == (None, None, (), False)


@pytest.mark.parametrize("figure", [str, float, lambda amount: f" {amount} "])
def test_amounts_are_read_as_text_or_as_numbers(figure: Callable[[Decimal], Any]) -> None:
    shown = look_at(Till(TOTAL, Decimal("126505.50"), figure=figure))
    assert (shown.charged, shown.left) == (Decimal("126505.50"), Decimal("126505.50"))
    assert shown.rows == ((shown.rows[0][0], OWN, "126505.50", "0.00"),)


def test_an_amount_that_cannot_be_read_makes_the_account_muddled() -> None:
    shown = look_at(Till(TOTAL, TOTAL, figure=lambda amount: f"$ {amount}"))
    assert shown.muddled


def test_of_several_rows_the_one_that_charges_says_what_is_left() -> None:
    told = {"debe": 0, "haber": 21, "resta_abonar_de_este_comprobante": 0}
    shown = look_at(Till(TOTAL, TOTAL, paid=[Decimal(21)], extra=[account_row(OWN, **told)]))
    assert (shown.charged, shown.left, shown.muddled) == (TOTAL, Decimal(100), False)


def test_rows_that_contradict_each_other_make_the_account_muddled() -> None:
    told = {"debe": 121, "haber": 0, "resta_abonar_de_este_comprobante": 50}
    shown = look_at(Till(TOTAL, TOTAL, extra=[account_row(OWN, **told)]))
    assert (shown.charged, shown.left, shown.muddled) == (TOTAL, None, True)


def test_a_row_that_is_listed_twice_is_no_contradiction() -> None:
    told = {"debe": 121, "haber": 0, "resta_abonar_de_este_comprobante": 121}
    shown = look_at(Till(TOTAL, TOTAL, extra=[account_row(OWN, **told)]))
    assert (shown.left, shown.muddled) == (TOTAL, False)


def test_a_row_without_what_is_left_still_says_what_is_charged() -> None:
    shown = look_at(Till(TOTAL, TOTAL, tells_left=False))
    assert (shown.charged, shown.left, shown.muddled) == (TOTAL, None, False)


@pytest.mark.parametrize(
    ("moneda", "cotizacion", "expected"),
    [
        ("DOL", Decimal("1045.5"), ("DOL", Decimal("1045.5"))),
        ("Dólar", Decimal(1), ("DOL", None)),
        (None, None, (None, None)),
        ("DOL", Decimal(0), ("DOL", None)),
    ],
)
def test_a_rate_of_none_or_one_is_none(
    moneda: str | None, cotizacion: Decimal | None, expected: tuple[str | None, Decimal | None]
) -> None:
    shown = look_at(Till(TOTAL, TOTAL, moneda, cotizacion))
    assert (shown.moneda, shown.cotizacion) == expected
