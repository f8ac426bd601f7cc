"""Text that any spreadsheet program shows as it is, whatever a client typed."""

from __future__ import annotations

import re

CELL_LIMIT = 32_767  # UTF-16 units in a cell: Excel's specifications and limits

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?")
# ECMA-376 part 1, 22.9.2.19: _xHHHH_ stands for a character
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def plain(text: str, limit: int = CELL_LIMIT) -> str:
    """The text fit for a cell: what XML cannot hold replaced by U+FFFD, not over `limit`.

    A text that is cut ends in `…`. It is not escaped for formulas: write it in
    a cell of type text.
    """
    text = _NOT_XML.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    return text if units(text) <= limit else _cut(text, limit - 1) + "…"


def escaped(text: str) -> str:
    """The text as a workbook's XML has it, where the library that writes it does not escape."""
    return _ESCAPE.sub("_x005F_", text)


def units(text: str) -> int:
    """How long Excel takes the text to be: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _cut(text: str, limit: int) -> str:
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")
