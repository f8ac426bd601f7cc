"""Means of payment that the service does not take."""

from __future__ import annotations

import re
import unicodedata

# cheque, cheques, cheque diferido, e-cheq, echeq, eCheque; retención, ret. IIBB, rete. gcias
REFUSED_MEANS = re.compile(
    r"\be?[\s.-]*che(?:que|q)s?\b|\bch\b[./]|retenc|\breten\b|\brete?t?\.|\bret\b(?!iro)|\bsicore\b"
)


def refused_means(text: str) -> bool:
    """Whether a means of payment is one that `facturacion/pagar` does not take."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return bool(
        REFUSED_MEANS.search("".join(c for c in decomposed if not unicodedata.combining(c)))
    )
