"""Sums to the cent: the service's worked totals, and what must hold for any."""

from __future__ import annotations

from decimal import Decimal as D  # noqa: N817

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planilla.comprobantes.earlier_readings import total_by_shares
from planilla.comprobantes.earlier_totals import Line, discounted_rate, subtotals, total

ONE, ZERO = D(1), D(0)


def _line(price: str, rate: str, discount: str = "0") -> Line:
    return Line(ONE, D(price), D(discount), D(rate))


@pytest.mark.parametrize(
    ("lines", "discount", "taxes", "expected"),
    [
        (
            [_line("1000", "21"), _line("1000", "-1"), _line("1000", "-2"), _line("1000", "10.5")],
            "0",
            "30",
            "4345.00",
        ),
        ([_line("100", "21", "20")], "0", "0", "96.80"),
        ([_line("100", "21")], "20", "0", "96.80"),
        ([_line("100", "0"), _line("10", "0")], "0", "0", "110.00"),
        (
            [
                _line("100.45", "21"),
                Line(D("1.5"), D(50), ZERO, D("10.5")),
                Line(D(2), D(200), ZERO, D(21)),
            ],
            "120",
            "0",
            "543.22",
        ),
    ],
)
def test_the_worked_totals_of_the_service_come_out(
    lines: list[Line], discount: str, taxes: str, expected: str
) -> None:
    assert total(lines, D(discount), D(taxes)) == D(expected)


def test_a_unit_price_of_three_decimals_times_a_thousand_is_exact() -> None:
    assert total([Line(D(1000), D("0.125"), ZERO, ZERO)], ZERO, ZERO) == D("125.00")


prices = st.decimals(0, 10**7, places=3, allow_nan=False, allow_infinity=False)
lines = st.lists(
    st.builds(
        Line,
        st.integers(1, 1000).map(D),
        prices,
        st.sampled_from([ZERO, D(10), D("33.33")]),
        st.sampled_from([D(21), D("10.5"), D(27), ZERO, D(-1), D(-2)]),
    ),
    min_size=1,
    max_size=8,
)


@given(lines, st.decimals(0, 10**4, places=2))
def test_a_total_does_not_depend_on_the_order_and_taxes_add_as_they_are(
    found: list[Line], taxes: D
) -> None:
    assert total(found, ZERO, taxes) == total(found[::-1], ZERO, ZERO) + taxes


@given(lines)
def test_a_total_is_the_exact_one_within_a_cent_a_part(found: list[Line]) -> None:
    exact = sum((x.net * (1 + max(x.rate, ZERO) / 100) for x in found), ZERO)
    assert abs(total(found, ZERO, ZERO) - exact) <= D("0.005") * 12
    assert total_by_shares(found, sum(subtotals(found).values(), ZERO), ZERO) == 0


@given(lines, st.decimals(0, 1, places=2))
def test_a_general_discount_touches_one_subtotal_and_no_other(found: list[Line], part: D) -> None:
    rate = discounted_rate(found)
    others = [line for line in found if line.rate != rate]
    discount = subtotals(found)[rate] * part
    rest = total(others, ZERO, ZERO) if others else ZERO
    own = total([line for line in found if line.rate == rate], discount, ZERO)
    assert total(found, discount, ZERO) == own + rest


def test_the_subtotal_that_bears_the_discount_is_that_at_21_or_the_first_concepts() -> None:
    assert discounted_rate([_line("1", "10.5"), _line("1", "21")]) == 21
    assert discounted_rate([_line("1", "-1"), _line("1", "10.5")]) == -1
