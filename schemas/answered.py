"""A person's answer about a heading: that it does not matter, or which column of ours it is."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.column import IGNORE, REOPEN, Column
from schemas.headings import names
from schemas.spelling import plain

_WORDS = {
    "noimporta": IGNORE,
    "ignore": IGNORE,
    "preguntarotravez": REOPEN,
    "ask": REOPEN,
}
_IS = ("es", "is")


def understood(answer: str, columns: Mapping[str, Column]) -> str | None:
    """The column that an answer names, `IGNORE` or `REOPEN`; None for anything else.

    A column goes by its name or one of its headings, with or without `es` before it.
    """
    if word := _WORDS.get(plain(answer)):
        return word
    first, _, rest = answer.strip().partition(" ")
    named = rest if plain(first) in _IS and rest else answer
    return names(columns).get(plain(named))
