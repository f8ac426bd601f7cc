"""Which version of the reading this is: how a cell becomes a value, and rows become what is asked.

    1   release 0.1.0
    2   a text is the same however it is typed: NFC, capitals and blanks make no difference
    3   a number is what its cell shows: 10 % is 10 per cent, whatever the workbook stores

Whoever changes what a cell or a row means adds a version here with what changed, and
keeps what the earlier ones knew things by computable (`Asked.earlier`): the ledger looks
that up too, and a file that it knows is compared with what was read of it then.
"""

from __future__ import annotations

READING = 3
FIRST, AS_STORED = 1, 2
"""The last versions that knew texts as they were typed, and numbers as they are stored."""
NAMED_ANEW = frozenset({1, 2})
"""Versions to which every cell and row means the same: only what it is known by differs."""


def reads_alike(one: int, other: int) -> bool:
    """Whether two versions read the same of a file, and at most name it otherwise."""
    return one == other or {one, other} <= NAMED_ANEW
