"""Whether digits are a CUIT, told apart from planilla's own telling."""

from __future__ import annotations

import re

from stdnum.ar import cuit

FORM = re.compile(r"(?:2[034567]|3[034]|5[015])[0-9]{9}")


def is_valid(number: str) -> bool:
    """Whether a number is a CUIT, CUIL or CDI."""
    return bool(FORM.fullmatch(number)) and cuit.calc_check_digit(number[:-1]) == number[-1]
