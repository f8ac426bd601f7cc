"""What a CUIT, CUIL or CDI is made of: a prefix, eight digits, and one that follows from them.

ARCA gives persons the prefixes 20, 23, 24, 25, 26 and 27, and companies 30, 33 and 34; 50, 51
and 55 stand for what is abroad. python-stdnum, whose check digit this is, leaves out 25
and 26. Source: the lists of which python-stdnum's issue 179 tells
(https://github.com/arthurdejong/python-stdnum/issues/179), of which its release took a part.
"""

from __future__ import annotations

from stdnum.ar import cuit

LENGTH = 11
PERSONS = ("20", "23", "24", "25", "26", "27")
COMPANIES = ("30", "33", "34")
ABROAD = ("50", "51", "55")
PREFIXES = (*PERSONS, *COMPANIES, *ABROAD)


def is_valid(digits: str) -> bool:
    """Whether 11 digits are a CUIT, by prefix and check digit."""
    whole = len(digits) == LENGTH and digits.isascii() and digits.isdigit()
    return (
        whole and digits.startswith(PREFIXES) and digits[-1] == cuit.calc_check_digit(digits[:-1])
    )
