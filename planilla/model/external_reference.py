"""The `external_reference` that a referencia is sent as (api.md 3: letters, digits, `_`, `-`)."""

from __future__ import annotations

import hashlib
import re
import unicodedata

ALLOWED = re.compile(r"[A-Za-z0-9_-]{1,200}")
# what a made reference or a revision looks like must not be taken by a given one
RESERVED = re.compile(r".*(?:-r\d+|-x[0-9a-f]{10})")
REVISION = re.compile(r"(.+)-r[1-9]\d*")
READABLE = 120


def external_reference(referencia: str, revision: int) -> str:
    """A revision's reference: as it is where its characters allow, else readable and hashed."""
    plain = ALLOWED.fullmatch(referencia) and not RESERVED.fullmatch(referencia)
    base = referencia if plain else _made(referencia)
    return f"{base}-r{revision}" if revision else base


def revised(reference: str) -> str:
    """The reference of what a revision revises; a blank for what is no revision."""
    found = REVISION.fullmatch(reference)
    return found[1] if found else ""


def _made(referencia: str) -> str:
    decomposed = unicodedata.normalize("NFKD", referencia)
    ascii_only = decomposed.encode("ascii", "ignore").decode()
    readable = re.sub(r"[^A-Za-z0-9_]+", "-", ascii_only).strip("-")[:READABLE]
    digest = hashlib.sha256(referencia.encode()).hexdigest()[:10]
    return f"{readable or 'ref'}-x{digest}"
