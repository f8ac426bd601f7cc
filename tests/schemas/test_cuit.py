"""What is a CUIT: by its prefix and its check digit."""

from __future__ import annotations

import pytest
from stdnum.ar import cuit as stdnum_cuit

from planilla.sandbox import cuit_number
from schemas import cuit


def _whole(ten: str) -> str:
    return ten + stdnum_cuit.calc_check_digit(ten)


@pytest.mark.parametrize("prefix", [*cuit.PERSONS, *cuit.COMPANIES, *cuit.ABROAD])
def test_a_cuit_of_every_prefix_that_arca_gives_is_one(prefix: str) -> None:
    number = _whole(f"{prefix}28456789")
    assert cuit.is_valid(number)
    assert cuit_number.is_valid(number)


@pytest.mark.parametrize(
    "prefix", [f"{n:02d}" for n in range(100) if f"{n:02d}" not in cuit.PREFIXES]
)
def test_a_prefix_that_arca_gives_nobody_is_none(prefix: str) -> None:
    number = _whole(f"{prefix}28456789")
    assert not cuit.is_valid(number)
    assert not cuit_number.is_valid(number)


def test_what_python_stdnum_knows_is_known() -> None:
    numbers = [_whole(f"{prefix}{n:08d}") for prefix in range(10, 60) for n in (0, 7, 12345678)]
    assert all(cuit.is_valid(one) for one in numbers if stdnum_cuit.is_valid(one))


@pytest.mark.parametrize("text", ["", "2028456789", "202845678904", "20-28456789-0", "٢٠٢٨٤٥٦٧٨٩٠"])
def test_what_has_not_eleven_digits_is_none(text: str) -> None:
    assert not cuit.is_valid(text)
