"""E-mail addresses as people paste them, and as the service takes them.

The service takes up to 15, with commas (the vendor's reference of API v2).
"""

from __future__ import annotations

import re

MOST = 15
ADDRESS = re.compile(
    r"[^\s@,;:<>()\[\]\"\\]+@(?:[^\s@,;:<>()\[\]\"\\.]+\.)+[^\s@,;:<>()\[\]\"\\.]+"
)
ONCE = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
MAILTO = re.compile(r"mailto:", re.IGNORECASE)
QUERY = re.compile(r"(@[^\s?,;<>]+)\?[^\s<>]*")  # mailto:a@b.com?subject=…
BRACKETED = re.compile(r"([^<>]*)<\s*([^<>\s]+)\s*>")
APART = re.compile(r"[,;\s\u200b\ufeff]+")
QUOTES = "\"'“”«»"


def addresses(text: str) -> list[str] | None:
    """Each address of a cell once, as it is sent; None where something else stands there, too.

    `a@b.com; c@d.com`, with commas or blanks, `mailto:a@b.com` and `Name <a@b.com>` are
    addresses. A name is what stands before the brackets: an address that stands there and is
    another one is none, and neither is what follows the last bracket.
    """
    bare = QUERY.sub(r"\1", MAILTO.sub("", text))
    found: list[str] = []
    end = 0
    for named in BRACKETED.finditer(bare):
        before, own = named[1], named[2]
        words = _words(before)
        others = [word for word in words if "@" in word]
        beside = bool(words) and before.rstrip()[-1:] not in {",", ";"} and "@" in words[-1]
        if beside and words[-1].casefold() != own.casefold():
            return None
        found += [*others, own]
        end = named.end()
    found += _words(bare[end:])
    if not all(ADDRESS.fullmatch(one) for one in found):
        return None
    return list({one.casefold(): one for one in reversed(found)}.values())[::-1]


def as_once(text: str) -> list[str]:
    """The parts between commas and semicolons, as an earlier release sent them."""
    return [one for part in re.split(r"[,;]", text) if (one := part.strip())]


def sent(text: str) -> list[str]:
    """What is sent of a cell: its addresses, or what an earlier release sent of it."""
    found = addresses(text)
    return as_once(text) if found is None else found


def are_wrong(text: str) -> bool:
    """Whether a cell is no list of addresses, however it is read."""
    once = as_once(text)
    taken = len(once) <= MOST and all(ONCE.fullmatch(one) for one in once)
    return not taken and not _fit(text)


def are_unclear(text: str) -> bool:
    """Whether a cell is none by the reading of today."""
    return not _fit(text)


def _fit(text: str) -> bool:
    found = addresses(text)
    return found is not None and len(found) <= MOST


def _words(text: str) -> list[str]:
    return [one for part in APART.split(text) if (one := part.strip(QUOTES))]
