"""Numbers written as text: which of point and comma is the decimal mark.

A column's undoubtful cells prove its convention: "1.234,56" and "12,5" the
comma, "1,234.56" and "12.50" the point. One separator with exactly three digits
behind it is doubtful: it follows the proof, and without one is not a number. That it
stands between thousands is told of (`in_doubt`) where no other cell parts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum

# of pesos alone: "U$S 100" would be read as 100 of whatever moneda says
CURRENCY = re.compile(r"(?i)^(?:ars|\$)|(?:ars|%)$")
GROUPED = {
    ",": re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"),
    ".": re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"),
}
PLAIN = {",": re.compile(r"\d+(?:,\d+)?|,\d+"), ".": re.compile(r"\d+(?:\.\d+)?|\.\d+")}
SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?")
INTEGER = re.compile(r"\d+")
LONGEST = 1000  # characters: no more is a figure, and a million digits cannot be reckoned with
DOUBTFUL = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


class Doubt(Enum):
    """Why a text is not a number."""

    AMBIGUOUS = "AMBIGUO"
    NOT_A_NUMBER = "NO_ES_NUMERO"


def strip(text: str) -> tuple[str, bool]:
    """The digits and marks of a text, and whether it is negative."""
    bare = " ".join(text.split()).replace("\u2212", "-").replace("'", "")
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("() ") if negative else bare
    for _ in range(2):  # "-$ 5" and "$ -5"
        if bare.startswith(("-", "+")):
            negative, bare = negative or bare[0] == "-", bare[1:].strip()
        bare = CURRENCY.sub("", bare).strip()
    if bare.endswith("-"):
        negative, bare = True, bare[:-1].strip()
    return (bare.replace(" ", "") if SPACED.fullmatch(bare) else bare), negative


def convention(texts: Iterable[str]) -> str | None:
    """The decimal mark that the undoubtful cells prove; None without proof, or with two."""
    proofs = {proof for text in texts if (proof := _proof(strip(text)[0])) is not None}
    return proofs.pop() if len(proofs) == 1 else None


def parts_thousands(texts: Iterable[str], mark: str) -> bool:
    """Whether an undoubtful cell of a column of that decimal mark parts its thousands."""
    bare = (strip(text)[0] for text in texts)
    return any(GROUPED[mark].fullmatch(one) and not DOUBTFUL.fullmatch(one) for one in bare)


def in_doubt(text: str, mark: str | None) -> bool:
    """Whether a text has three digits behind what is not the decimal mark of its column."""
    bare = strip(text)[0]
    return mark is not None and mark not in bare and DOUBTFUL.fullmatch(bare) is not None


def _proof(bare: str) -> str | None:
    if DOUBTFUL.fullmatch(bare) or INTEGER.fullmatch(bare):
        return None
    fitting = [mark for mark in ",." if _fits(bare, mark)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(bare: str, mark: str) -> bool:
    return bool(PLAIN[mark].fullmatch(bare) or GROUPED[mark].fullmatch(bare))


def number(text: str, mark: str | None) -> Decimal | Doubt:
    """The number that a text writes, given the convention of its column."""
    if len(text) > LONGEST:
        return Doubt.NOT_A_NUMBER
    bare, negative = strip(text)
    if INTEGER.fullmatch(bare):
        used: str | None = "."
    elif DOUBTFUL.fullmatch(bare):
        if mark is None:
            return Doubt.AMBIGUOUS
        used = mark
    else:
        used = _proof(bare)
    if used is None or not _fits(bare, used):
        return Doubt.NOT_A_NUMBER
    thousands = "." if used == "," else ","
    value = Decimal(bare.replace(thousands, "").replace(",", "."))
    return -value if negative else value
