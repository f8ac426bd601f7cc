"""What a number format shows beside the number (ECMA-376 part 1, 18.8.31)."""

from __future__ import annotations

import re

from planilla.reading.cells.signs import AS_STORED, PERCENT, currency

BUILT_IN = {9: PERCENT, 10: PERCENT}  # those that a file need not write down
PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<plain>.)",
    re.DOTALL,
)
FIGURES = frozenset("0123456789#?.,/+-() ")


def sign_of(form: str) -> str:
    """The sign that a number format shows: per cent, a currency's as it is written, or a blank.

    Of several sections the first counts, which is that of numbers above zero.
    """
    percent, words = False, [""]
    for part in PART.finditer(form):
        plain = part["plain"]
        if plain == ";":
            break
        if plain == "%":
            percent = True
        elif plain is not None and plain in FIGURES:
            words.append("")
        else:
            words[-1] += plain or part["quoted"] or part["escaped"] or part["currency"] or ""
    if percent:
        return PERCENT
    if any(word.strip() == "%" for word in words):
        return AS_STORED
    return next((word.strip() for word in words if currency(word)), "")
