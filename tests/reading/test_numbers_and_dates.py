"""Numbers and dates written as text mean what a person means by them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planilla.reading.cells.dates import parse_date
from planilla.reading.cells.numbers import Doubt, convention, number
from planilla.reading.cells.sheet import CellKind

amounts = st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False)


def _written(amount: Decimal, thousands: str, mark: str) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", thousands + mark))


@given(amounts, st.sampled_from([(".", ","), (",", ".")]), st.booleans())
def test_what_is_written_with_two_decimals_is_read_back_exactly(
    amount: Decimal, marks: tuple[str, str], negative: bool
) -> None:
    text = ("-" if negative else "") + _written(amount, *marks)
    expected = -amount if negative else amount
    assert number(text, None) == expected
    assert number(f"$ {text}", marks[1]) == expected


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345"])
def test_one_separator_and_three_digits_is_doubtful_without_proof(text: str) -> None:
    assert number(text, None) is Doubt.AMBIGUOUS


def test_an_undoubtful_cell_proves_the_convention_of_its_column() -> None:
    assert convention(["1.234", "12,5"]) == ","
    assert number("1.234", ",") == Decimal(1234)
    assert convention(["1.234", "12.50"]) == "."
    assert number("1.234", ".") == Decimal("1.234")
    assert convention(["12,5", "12.5"]) is None


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_a_doubt_and_never_a_crash(text: str) -> None:
    assert isinstance(number(text, None), Decimal | Doubt)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_from_every_usual_form(day: date) -> None:
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y", "%Y-%m-%d"):
        assert parse_date(day.strftime(form), CellKind.TEXT) == day


@pytest.mark.parametrize("text", ["31/02/2026", "2026", "x", "1/13/2026", ""])
def test_what_is_not_a_day_is_none(text: str) -> None:
    assert parse_date(text, CellKind.TEXT) is None
