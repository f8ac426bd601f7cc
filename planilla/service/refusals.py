"""Telling a search that found nothing from one that was refused."""

from __future__ import annotations

import re
import unicodedata

from planilla.errors import Refused, Unknown

# "No se han encontrado comprobantes." is the seed's; any other refusal of a search is no answer
NOT_FOUND = re.compile(r"no se (?:han? )?encontr|no existe")


def only_not_found(refused: Refused) -> None:
    """Return when a refusal says that there is nothing; raise `Unknown` for any other."""
    plain = unicodedata.normalize("NFKD", " ".join(refused.messages)).casefold()
    if not NOT_FOUND.search(plain):
        unreadable = Unknown(f"the search was refused: {refused}")
        unreadable.raw = refused.raw
        raise unreadable from refused
