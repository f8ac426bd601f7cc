"""What a workbook can hold exactly: Excel's specifications and limits."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

EXACT_DIGITS = 15  # of a number
FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29/02/1900, so earlier days are off by one
MOST_LINKS = 65_530  # native links of a sheet
LONGEST_LINK = 2_079  # UTF-16 units
_LARGEST_EXPONENT = 300  # of ten; a workbook's numbers go to about 308
_FEW_DIGITS = re.compile(rf"[0-9.-]{{1,{EXACT_DIGITS}}}")


def held_exactly(number: Decimal | int) -> bool:
    """Whether a cell of type number shows every digit of it again."""
    told = str(number)
    if _FEW_DIGITS.fullmatch(told):
        return True
    if isinstance(number, Decimal) and not number.is_finite():
        return False
    digits, _, exponent = told.partition("E")
    if len(digits) > _LARGEST_EXPONENT or len(_significant(digits)) > EXACT_DIGITS:
        return False
    return not exponent or abs(int(exponent)) <= _LARGEST_EXPONENT


def _significant(digits: str) -> str:
    return digits.strip("-0.").replace(".", "")
