"""What people write, without what does not tell one word from another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

OF_CODES = re.compile(r"(?:cod|id).*|.*codigo")
"""The heading of an alícuota by ARCA's codes, plain."""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text without case, accents, blanks, points, dashes and the like."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if c.isalnum() or c == "%")
