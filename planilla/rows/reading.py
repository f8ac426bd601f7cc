"""Which version of the reading this is: how a cell becomes a value, and rows become what is asked.

    1   release 0.1.0

Whoever changes what a cell or a row means adds a version here with what changed, and
keeps what the earlier ones knew things by computable (`Asked.earlier`): the ledger looks
that up too, and a file that it knows is compared with what was read of it then.
"""

from __future__ import annotations

READING = 1
