"""Texts of an .xls that calamine takes letter by byte: `F.A.` for `FA`.

A record may hold a text in two bytes a letter (MS-XLS 2.5.293), as the libraries that write .xls
for servers do; calamine reads some of those as one byte a letter, which leaves a NUL in each.
"""

from __future__ import annotations

from collections.abc import Sequence

NUL = "\0"


def wide(values: Sequence[object]) -> Sequence[object]:
    """The values of a row, its texts as they were written."""
    if not any(type(one) is str and NUL in one for one in values):
        return values
    return [_wide(one) if type(one) is str and NUL in one else one for one in values]


def _wide(text: str) -> str:
    """The text in two bytes a letter, where that gives one; else as it is."""
    for encoding in ("cp1252", "latin-1"):
        try:
            found = text.encode(encoding).decode("utf-16-le")
        except UnicodeError:
            continue
        if NUL not in found:
            return found
    return text
