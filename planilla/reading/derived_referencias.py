"""What a row that has no referencia is known by: its content, and its place among equal ones."""

from __future__ import annotations

import re
from collections import Counter
from copy import copy

from planilla.model.issuers import COLUMN, Issuer, Issuers
from planilla.reading.rows import Rows, Value

DIGITS = 20  # of the content's SHA-256
DERIVED = re.compile(rf"[a-z]+-([0-9a-f]{{{DIGITS}}})-\d+")


def is_derived(referencia: str, content: str) -> bool:
    """Whether a referencia is one that rows of this content get when they have none."""
    found = DERIVED.fullmatch(referencia)
    return found is not None and content.startswith(found[1])


def looks_derived(referencia: str) -> bool:
    """Whether a referencia is one that rows get when they have none, whatever they say."""
    return DERIVED.fullmatch(referencia) is not None


def derived_referencia(prefix: str, content: str, place: int) -> str:
    """What a row is known by that has no referencia."""
    return f"{prefix}-{content[:DIGITS]}-{place}"


class Referencias:
    """The referencias of one file; `prefix` begins those that are derived."""

    def __init__(self, rows: Rows, issuers: Issuers, prefix: str) -> None:
        self._prefix = prefix
        self._taken = _given(rows, issuers)
        self._seen: Counter[tuple[str, str]] = Counter()

    def anew(self) -> Referencias:
        """Those of the same file, of which none has been derived yet."""
        other = copy(self)
        other._seen = Counter()
        return other

    def of(self, given: Value, account: str, content: str) -> str:
        """The row's own, if one is given, or its content's SHA-256 and place among equal ones.

        Rows with a referencia count, too; a place that `Corregir` gave to a row is
        not given again.
        """
        mine = account, content
        self._seen[mine] += 1
        if given:
            return str(given)
        while (account, self._derived(mine)) in self._taken:
            self._seen[mine] += 1
        return self._derived(mine)

    def _derived(self, mine: tuple[str, str]) -> str:
        return derived_referencia(self._prefix, mine[1], self._seen[mine])


def _given(rows: Rows, issuers: Issuers) -> set[tuple[str, str]]:
    """The referencias that rows have, each with the account whose it is."""
    found = set()
    known: dict[tuple[int, str], object] = {}
    cells = map(rows.column, ("punto_venta", "referencia", COLUMN))
    for point, referencia, cuit in zip(*cells, strict=True):
        if referencia and isinstance(point, int):
            key = point, str(cuit or "")
            issuer = known[key] if key in known else known.setdefault(key, issuers.of(*key))
            if isinstance(issuer, Issuer):
                found.add((issuer.account, str(referencia)))
    return found
