"""What a person says was withheld, beside the comprobantes that they choose.

`FACTURA A 00010-00000109; retención 0001-00012345`: what the payment lacks was withheld, and the
certificate's number is that. An amount is written with its cents, or behind a `$`. What is lacking
because of another rate is `diferencia de cambio`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from planilla.reading.cells.numbers import Doubt, number

CALLED = r"(?:ret(?:enci[oó]n(?:es)?|enc)?\b\.?|dif(?:erencia|\.)?\s+(?:de\s+)?cambio\b)"
PART = re.compile(
    r"(?i)(?:^|(?:\s*[;,+\n]\s*|\s+(?:(?:y|con|más|mas|menos)\s+)?))"
    rf"({CALLED}(?:(?!\s+y\s|,\s*(?:f|n|ret|dif))[^;\n+])*)"
)
WORD = re.compile(rf"(?i)^{CALLED}")
OF_THE_RATE = re.compile(r"(?i)^dif")
AMOUNT = re.compile(r"\$\s*(\d[\d.,]*\d|\d)|(?<![\d/.,-])(\d[\d.]*,\d\d|\d+\.\d\d)(?![\d/.,-])")
MARK = re.compile(r"(?i)(?:\b(?:certificado|certif|cert|nro|n[úu]mero)\b\.?|\bn[°ºo]\.?)\s*:?\s*")
FILLER = re.compile(r"(?i)^(?:(?:de|del|por|la|el)\b|[:,.\s-])+|[:,.\s-]+$")
LOOSE = re.compile(r"^(?:[\s;,+]|y\s)+|(?:[\s;,+]|\sy)+$", re.IGNORECASE)
BARE = re.compile(r"(?:[^\W\d]+\s)*(\d{1,7})")
LONGEST = 60  # characters of a certificate's number
UNCLEAR = (
    "Una persona escribió «{part}», y no se sabe si {number} es el importe o el certificado: "
    "escriba «retención $ {number}», o «retención certificado {number}»."
)
NO_AMOUNT = "Una persona escribió «{part}», y su importe no se entiende: escríbalo como 3600,50."


@dataclass(frozen=True, slots=True)
class Withheld:
    """One withholding: in cents, None for whatever is lacking; the certificate where it is told."""

    cents: int | None
    certificado: str | None


def without(choice: str) -> tuple[str, list[str]]:
    """A choice without what it says of withholdings, and that, as it was written."""
    parts = [" ".join(found[1].split()) for found in PART.finditer(choice)]
    return LOOSE.sub("", PART.sub("", choice)), parts


def withheld_in(parts: Iterable[str]) -> list[Withheld] | str:
    """What the parts of a choice mean; or, in words, what is not clear of one."""
    found = []
    for part in parts:
        one = _withheld(part)
        if isinstance(one, str):
            return one
        found.append(one)
    return found


def _withheld(part: str) -> Withheld | str:
    told = WORD.sub("", part, count=1).strip()
    amount = AMOUNT.search(told)
    cents = None
    if amount:
        value = number(amount[1] or amount[2], ",")
        if isinstance(value, Doubt) or value != round(value, 2):
            return NO_AMOUNT.format(part=part)
        cents = int(value * 100)
        told = f"{told[: amount.start()]} {told[amount.end() :]}".strip()
    marked = MARK.search(told) is not None
    bare = FILLER.sub("", " ".join(MARK.sub("", told).split()))
    doubtful = BARE.fullmatch(bare)
    if doubtful and not marked and cents is None:
        return UNCLEAR.format(part=part, number=doubtful[1])
    return Withheld(cents, bare[:LONGEST] or None)


def certificates(parts: Iterable[str]) -> str | None:
    """The certificates' numbers, one after the other."""
    found = withheld_in(parts)
    if isinstance(found, str):
        return None
    return "; ".join(one.certificado for one in found if one.certificado) or None


def whole(withheld: Iterable[Withheld], lacking: int) -> int | None:
    """How much they are together, in cents; None where they are not what may be `lacking`.

    One of them at most may say no amount: it is the rest.
    """
    every = list(withheld)
    said = sum(one.cents for one in every if one.cents is not None)
    open_ones = [one for one in every if one.cents is None]
    if len(open_ones) > 1 or said > lacking or (open_ones and said == lacking):
        return None
    return lacking if open_ones else said
