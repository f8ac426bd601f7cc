"""A text as it is compared: how it was typed is no difference."""

from __future__ import annotations

import unicodedata


def normal(text: str) -> str:
    """Composed (NFC), without capitals, each run of blanks one blank and none at the ends."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())
