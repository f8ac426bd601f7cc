"""What a cell shows beside its number: a per cent sign, or the sign of a currency.

In a workbook it is the number format's, in a text it is written: both say the same.
"""

from __future__ import annotations

import re
from decimal import Decimal

from schemas.tables import MONEDAS

PERCENT = "%"
"""A number that is shown a hundred times as big: 0.1 as 10 %."""
AS_STORED = "'%'"
"""A per cent sign that is only written beside the number."""
PESOS = "PES"
CURRENCIES = {
    "PES": ("ARS", "AR$", "$AR", "ARS$", "$ARS"),
    "DOL": ("US$", "U$S", "USD", "U$D", "USD$", "U$", "$US", "$USD", "DOL", "DÓLARES"),
    "060": ("€", "EUR", "EUROS"),
    "012": ("R$", "BRL"),
    "011": ("$U", "UYU", "UY$"),
    "033": ("CLP", "CLP$", "CL$"),
    "031": ("BOB",),
    "032": ("COP", "COL$"),
    "035": ("PEN", "S/"),
    "010": ("MXN", "MX$"),
    "023": ("VES", "VEF"),
}
OTHERS = ("£", "GBP", "¥", "JPY", "CNY", "CHF", "PYG", "₲", "CAD", "CA$", "AUD", "SEK")
"""Currencies that the service has no code for."""
KNOWN = {sign: moneda for moneda, signs in CURRENCIES.items() for sign in signs} | {
    sign: sign for sign in OTHERS
}
_SIGN = "|".join(re.escape(one) for one in sorted(KNOWN, key=len, reverse=True))
_BEFORE = re.compile(rf"([-+(]*)\s*(?:{_SIGN})(?=[^a-z])\s*", re.IGNORECASE)
_AFTER = re.compile(rf"(?<=[\d\s)-])\s*(?:{_SIGN})\s*(\)?)$", re.IGNORECASE)
NAMES = {"PES": "pesos", "DOL": "dólares", "060": "euros", "012": "reales"}


def currency(sign: str) -> str:
    """The code of a currency that a sign means, or the sign of one that has none; else a blank.

    A `$` alone says nothing: sheets in dollars have it, too.
    """
    bare = "".join(sign.split()).upper()
    return KNOWN.get(bare) or KNOWN.get(bare.rstrip(".")) or ""


def parted(text: str) -> tuple[str, str]:
    """A number as it is written, without the sign of its currency; and that sign, or a blank."""
    bare = " ".join(text.split())
    if found := _BEFORE.match(bare):
        sign = found[0].removeprefix(found[1]).strip()
        return found[1] + bare[found.end() :], sign
    if found := _AFTER.search(bare):
        sign = found[0].removesuffix(found[1]).strip()
        return bare[: found.start()] + found[1], sign
    return text, ""


def hundredfold(text: str) -> str:
    """A number a hundred times as big."""
    return format((Decimal(text) * 100).normalize(), "f")


def as_shown(text: str, sign: str) -> str:
    """A number with what its format shows beside it."""
    if is_percent(sign):
        return f"{hundredfold(text) if sign == PERCENT else text}%"
    return f"{sign} {text}".strip()


def is_percent(sign: str) -> bool:
    """Whether a sign is a per cent sign."""
    return sign in {PERCENT, AS_STORED}


def name(moneda: str) -> str:
    """What a person calls a currency, and may write for it where the service has it."""
    return NAMES.get(moneda) or MONEDAS.get(moneda, moneda)
